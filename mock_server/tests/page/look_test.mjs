// How the page looks and how it is used: light, dark and narrow, by keyboard, by ear.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { AXE, assertFine, closeDialog, dialog, launch, live, openPartner, panel } from "./browser.mjs";
import { JOHN, Mock } from "./mock.mjs";

const NARROW = { width: 360, height: 740 };
const WIDE = { width: 1440, height: 900 };
const DIALOGS = [
  "Copy credentials…",
  "Send a request…",
  "Explain a signature…",
  "Reset…",
  "Connect a brokerage…",
  "Arm a fault…",
  "New user…",
];
let mock, browser, partner;

// A partner of whom there is something of each kind to see.
async function furnish() {
  partner = await mock.control("POST", "/partners");
  const path = `/partners/${partner.clientId}`;
  await mock.control("POST", `${path}/attempts`, {
    userId: "newcomer",
    brokerage: "ALPACA",
    outcome: "mfa",
  });
  await mock.control("POST", `${path}/faults`, {
    name: "late",
    match: { path: "/never" },
    action: { type: "delay", delayMs: 5 },
  });
  await mock.control("POST", `${path}/clock`, { action: "advance", seconds: 60 });
  await mock.control("PUT", `${path}/rateLimit`, { requests: 250 });
  for (const added of ["", "&page=1"]) {
    await mock.send(partner, JOHN, "/api/v1/authorizations", added);
  }
}

before(async () => {
  [mock, browser] = await Promise.all([Mock.start(), launch()]);
  await furnish();
});
after(async () => {
  await browser.close();
  await mock.stop();
});

async function show(options) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const tab = await openPartner(context, mock, partner);
  await panel(tab, "journal").locator("tbody tr").first().waitFor();
  return tab;
}

async function flaws(tab) {
  await tab.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished)));
  const { violations } = await tab.evaluate(() =>
    window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary }) =>
        `${id}: ${html.slice(0, 160)} ${failureSummary.split("\n").slice(1, 3).join(" ")}`,
    ),
  );
}

// Opens each dialog, and does something with it.
async function eachDialog(tab, act) {
  for (const name of DIALOGS) {
    await tab.getByRole("button", { name, exact: true }).first().click();
    await tab.locator("dialog").waitFor();
    await act(name);
    await closeDialog(tab);
  }
  await panel(tab, "journal").locator("tr:has(.verdict.bad) button").click();
  await dialog(tab, "request").locator(".diagnosis").waitFor();
  await act("diagnosis");
  await closeDialog(tab);
  await tab.locator("[data-connection] button").first().click();
  await dialog(tab, "connection").locator("dl").waitFor();
  await act("connection");
  await closeDialog(tab);
}

for (const [name, options] of [
  ["light", { viewport: WIDE }],
  ["dark", { viewport: WIDE, colorScheme: "dark" }],
  ["narrow", { viewport: NARROW }],
]) {
  test(`axe finds no flaw in contrast, names and roles: ${name}`, async () => {
    // Its script comes from outside, which the page's policy forbids.
    const tab = await show({ ...options, bypassCSP: true });
    await tab.addScriptTag({ path: AXE });
    assert.deepEqual(await flaws(tab), []);
    if (name !== "narrow") {
      await eachDialog(tab, async (which) => assert.deepEqual(await flaws(tab), [], which));
    }
    await tab.context().close();
  });
}

test("nothing is wider than a phone", async () => {
  const tab = await show({ viewport: NARROW });
  const wide = () =>
    tab.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll("dialog, .panel > .body")]
        .filter((one) => one.scrollWidth > one.clientWidth)
        .map((one) => one.outerHTML.slice(0, 80)),
    );
  assert.deepEqual(await wide(), []);
  await eachDialog(tab, async (which) => assert.deepEqual(await wide(), [], which));
  await tab.locator("nav summary").click();
  await tab.locator("nav a", { hasText: "PASSIVTEST" }).click();
  await tab.getByRole("heading", { name: "PASSIVTEST" }).waitFor();
  await live(tab);
  assert.deepEqual(await wide(), []);
  assertFine(tab);
  await tab.context().close();
});

test("all can be done by keyboard, and the focus is seen and not lost", async () => {
  const tab = await show({ viewport: WIDE });
  const focused = () =>
    tab.evaluate(
      () => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent,
    );
  await tab.keyboard.press("Tab");
  assert.equal(await focused(), "Skip to the content");
  await tab.keyboard.press("Enter");
  const reached = new Set();
  for (let i = 0; i < 60 && !reached.has("Set…"); i += 1) {
    await tab.keyboard.press("Tab");
    reached.add(await focused());
    assert.notEqual(
      await tab.evaluate(() => getComputedStyle(document.activeElement).outlineStyle),
      "none",
      await focused(),
    );
  }
  for (const name of [
    ...DIALOGS,
    "Disable: Questrade, Connection-1",
    "Delete…: Questrade, Connection-1",
    "Freeze",
    "+1 h",
    "Clear…",
    "Remove the fault late",
  ]) {
    assert.ok(reached.has(name), name);
  }
  await tab.getByRole("button", { name: "Disable: Questrade, Connection-1" }).focus();
  await tab.keyboard.press("Enter");
  await tab.getByRole("button", { name: "Repair: Questrade, Connection-1" }).waitFor();
  await tab.getByRole("button", { name: "Delete…: Questrade, Connection-1" }).focus();
  await tab.keyboard.press("Enter");
  await dialog(tab, "loss").waitFor();
  await tab.keyboard.press("Escape");
  await dialog(tab, "loss").waitFor({ state: "detached" });
  assert.equal(await focused(), "Delete…: Questrade, Connection-1");
  // What is under it is drawn anew meanwhile.
  await mock.control("POST", `/partners/${partner.clientId}/users`, { userId: "one more" });
  await tab.locator("tbody[data-user='one more']").waitFor();
  assert.equal(await focused(), "Delete…: Questrade, Connection-1");
  assertFine(tab);
  await tab.context().close();
});

test("new requests are said to those who do not look", async () => {
  const tab = await show({ viewport: WIDE });
  await mock.send(partner, JOHN, "/api/v1/accounts");
  await tab
    .locator("#announcer", { hasText: "1 new request. GET /api/v1/accounts: 200." })
    .waitFor({ state: "attached" });
  await tab.context().close();
});

test("nothing comes from elsewhere, and the policy forbids nothing that the page does", async () => {
  const tab = await show({ viewport: WIDE });
  await eachDialog(tab, async () => {});
  assert.deepEqual(
    [
      ...new Set(
        tab.asked
          .map(({ url }) => new URL(url))
          .filter(({ protocol }) => protocol !== "data:")
          .map(({ origin }) => origin),
      ),
    ],
    [mock.url],
  );
  assertFine(tab);
  await tab.context().close();
});
