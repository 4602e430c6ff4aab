// What can be done at the page. Whatever loses something asks first.

import assert from "node:assert/strict";
import { after, before, beforeEach, afterEach, test } from "node:test";

import {
  assertFine,
  closeDialog,
  dialog,
  launch,
  live,
  open,
  openPartner,
  panel,
  press,
  pressAndConfirm,
} from "./browser.mjs";
import { JOHN, Mock, until } from "./mock.mjs";

let mock, browser, context, partner, path, tab;

before(async () => {
  [mock, browser] = await Promise.all([Mock.start(), launch()]);
  context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
});
after(async () => {
  await browser.close();
  await mock.stop();
});
beforeEach(async () => {
  partner = await mock.control("POST", "/partners");
  path = `/partners/${partner.clientId}`;
  tab = await openPartner(context, mock, partner);
  await live(tab);
});
afterEach(async () => {
  assertFine(tab);
  await tab.close();
});

const clipboard = () => tab.evaluate(() => navigator.clipboard.readText());
const connection = (number = 0) => tab.locator("[data-connection]").nth(number);
const connections = () => mock.control("GET", `${path}/connections`);

test("a partner is made, with its token to copy, and is shown", async () => {
  const before = (await mock.control("GET", "/partners")).length;
  await press(tab.locator("nav"), "New partner…");
  await dialog(tab, "make").getByLabel("Hours that it lives unused").fill("2");
  await press(dialog(tab, "make"), "Make it");
  await press(dialog(tab, "made"), "Copy its token");
  await tab.getByText("Copied: the token.").waitFor();
  await press(dialog(tab, "made"), "Show it");
  const partners = await mock.control("GET", "/partners");
  const { clientId, ttlSeconds } = partners.at(-1);
  assert.deepEqual([partners.length, ttlSeconds], [before + 1, 7200]);
  await tab.getByRole("heading", { name: clientId }).waitFor();
  await mock.control("GET", `/partners/${clientId}`, undefined, await clipboard());
});

test("credentials are copied as every program takes them, and neither shown nor kept", async () => {
  const all = await mock.control("GET", `${path}/credentials`);
  const { userSecret } = all.users.find(({ userId }) => userId === "Zoé Martin");
  await press(tab, "Copy credentials…");
  const box = dialog(tab, "credentials");
  await box.getByLabel("User", { exact: true }).selectOption("Zoé Martin");
  const forms = await box
    .getByLabel("As")
    .locator("option")
    .evaluateAll((options) => options.map(({ value }) => value));
  assert.deepEqual(forms, [
    "environment",
    "typescript",
    "typescript-old",
    "python",
    "python-old",
    "ruby",
    "php",
    "go",
    "java",
    "csharp",
  ]);
  for (const form of forms) {
    await box.getByLabel("As").selectOption(form);
    const shown = await box.locator("pre").textContent();
    await tab.evaluate(() => navigator.clipboard.writeText(""));
    await press(box, "Copy");
    const copied = await until(clipboard, `the ${form} in the clipboard`);
    assert.equal(copied.replace(all.consumerKey, "***").replace(userSecret, "***"), shown);
    for (const text of [`${mock.url}/api/v1`, all.clientId, all.consumerKey, "Zoé Martin", userSecret]) {
      assert.ok(copied.includes(text), `${form}: ${text}`);
    }
  }
  await closeDialog(tab);
  const page = await tab.evaluate(() =>
    [
      document.documentElement.outerHTML,
      JSON.stringify({ ...sessionStorage, ...localStorage }),
      ...[...document.querySelectorAll("input, textarea")].map(({ value }) => value),
    ].join("\n"),
  );
  assert.ok(!page.includes(all.consumerKey) && !page.includes(userSecret));
});

test("secrets are asked for only by whoever copies them", async () => {
  await press(tab, "Copy credentials…");
  assert.equal(tab.asked.filter(({ url }) => /\/credentials$|\/users$/.test(url)).length, 0);
  await press(dialog(tab, "credentials"), "Copy");
  await tab.getByText("Copied: Environment variables.").waitFor();
  assert.equal(tab.asked.filter(({ url }) => /\/credentials$/.test(url)).length, 1);
});

test("a brokerage is connected through the portal's page", async () => {
  const popup = context.waitForEvent("page");
  await press(tab, "Connect a brokerage…");
  await dialog(tab, "connect").getByLabel("User", { exact: true }).selectOption("newcomer");
  await dialog(tab, "connect").getByLabel("Type of the connection").selectOption("trade");
  await press(dialog(tab, "connect"), "Open the portal");
  const portal = await popup;
  await portal.locator("input[value=ALPACA]").check();
  await portal.locator("form").first().getByRole("button").click();
  await portal.locator("ol").waitFor();
  await portal.close();
  const row = tab.locator("tbody[data-user=newcomer] [data-connection]");
  await row.waitFor();
  assert.match(await row.innerText(), /Alpaca\s+Connection-1\s+trade\s+enabled/);
  assert.equal(await tab.locator(".session").first().locator(".mark").textContent(), "connected");
});

test("a connection is disabled, and repaired", async () => {
  await connection().getByRole("button", { name: "Disable" }).click();
  await connection().getByText("disabled since").waitFor();
  assert.equal((await connections())[0].disabled, true);
  await connection().getByRole("button", { name: "Repair" }).click();
  await connection().getByText("enabled").waitFor();
  assert.equal((await connections())[0].disabled, false);
});

test("a disabled connection is reconnected through the portal", async () => {
  const popup = context.waitForEvent("page");
  await connection(2).locator("button").first().click();
  await press(dialog(tab, "connection"), "Reconnect through the portal…");
  await press(dialog(tab, "connect"), "Open the portal");
  const portal = await popup;
  await portal.getByText("Reconnect Robinhood").waitFor();
  await portal.locator("form").first().getByRole("button").click();
  await connection(2).getByText("enabled").waitFor();
  await portal.close();
});

test("a connection is deleted", async () => {
  const { id } = (await connections())[0];
  await pressAndConfirm(tab, connection(), "Delete…: Questrade, Connection-1", "Delete it");
  await tab.locator(`[data-connection="${id}"]`).waitFor({ state: "detached" });
  assert.ok(!(await connections()).some((one) => one.id === id));
});

test("faults are armed, met, removed and cleared", async () => {
  const faults = panel(tab, "faults");
  for (const [kind, times] of [
    ["outage", ""],
    ["late", "2"],
  ]) {
    await press(faults, "Arm a fault…");
    await dialog(tab, "fault").getByLabel("What happens").selectOption(kind);
    await dialog(tab, "fault").getByLabel("Path").fill("/authorizations");
    await dialog(tab, "fault").getByLabel("How many times").fill(times);
    await press(dialog(tab, "fault"), "Arm it");
    await faults.locator(`[data-fault=${kind}]`).waitFor();
  }
  assert.equal(await mock.send(partner), 503);
  await faults.getByText("met 1, applied to 1").waitFor();
  await panel(tab, "journal").getByText("fault outage").waitFor();
  await pressAndConfirm(tab, faults, "Remove the fault outage", "Remove it");
  await faults.locator("[data-fault=outage]").waitFor({ state: "detached" });
  const { rules } = await mock.control("GET", `${path}/faults`);
  assert.deepEqual(
    rules.map(({ name, match }) => [name, match]),
    [["late", { path: "/authorizations", times: 2 }]],
  );
  await pressAndConfirm(tab, faults, "Clear…", "Clear them");
  await faults.getByText("None:").waitFor();
  assert.deepEqual((await mock.control("GET", `${path}/faults`)).rules, []);
});

test("any other fault is armed as JSON, and one that is wrong says where", async () => {
  await press(panel(tab, "faults"), "Arm a fault…");
  const box = dialog(tab, "fault");
  await box.getByLabel("What happens").selectOption("own");
  await box.getByLabel("Its action").fill('{"type": "respond", "status": 99}');
  await press(box, "Arm it");
  assert.match(await box.getByRole("alert").innerText(), /\/action\/status/);
  await box.getByLabel("Its action").fill('{"type": "respond", "status": 418, "body": "tea"}');
  await press(box, "Arm it");
  await box.waitFor({ state: "detached" });
  assert.equal(await mock.send(partner), 418);
});

test("the clock is frozen, moved, set, let run, and put back", async () => {
  const clock = panel(tab, "clock");
  const now = () => mock.control("GET", `${path}/clock`);
  await press(clock, "Freeze");
  await tab.locator(".strip", { hasText: "Clock frozen" }).waitFor();
  const { time } = await now();
  await press(clock, "+1 h");
  await until(async () => Date.parse((await now()).time) - Date.parse(time) === 3_600_000, "an hour later");
  await press(clock, "Set…");
  await dialog(tab, "clock").getByLabel("Time, UTC").fill("2031-05-06T07:08:09");
  await press(dialog(tab, "clock"), "Set it");
  await clock.getByText("2031-05-06 07:08:09 UTC").waitFor();
  await press(clock, "Let it run");
  await tab.locator(".strip", { hasText: "ahead" }).waitFor();
  assert.equal((await now()).frozen, false);
  await press(clock, "Real time");
  await tab.locator(".strip").waitFor({ state: "hidden" });
  assert.ok(Math.abs((await now()).offsetSeconds) < 1);
});

test("a rate limit is set, and taken away", async () => {
  const limit = panel(tab, "limit");
  await press(limit, "Set…");
  await dialog(tab, "limit").getByLabel("Requests in any 60 seconds").fill("3");
  await press(dialog(tab, "limit"), "Set it");
  await limit.getByText("3 of 3 requests left").waitFor();
  await mock.send(partner);
  await limit.getByText("2 of 3 requests left").waitFor();
  await press(limit, "No limit");
  await limit.getByText("None:").waitFor();
});

test("a user is added, and one that there is already is refused in the dialog", async () => {
  await press(tab, "New user…");
  const box = dialog(tab, "user");
  await box.getByLabel("userId").fill(JOHN.userId);
  await press(box, "Add");
  await box.getByRole("alert").waitFor();
  await box.getByLabel("userId").fill("somebody else");
  await press(box, "Add");
  await tab.locator("tbody[data-user='somebody else']").waitFor();
});

test("a signed request of any call and user is sent, and seen to arrive", async () => {
  await press(tab, "Send a request…");
  const box = dialog(tab, "sample");
  const rows = panel(tab, "journal").locator("tbody tr");
  const calls = await box
    .getByLabel("Call")
    .locator("option")
    .evaluateAll((options) => options.map(({ value }) => value));
  for (const [number, call] of calls.entries()) {
    await box.getByLabel("Call").selectOption(call);
    await press(box, "Send it");
    const [method, place] = call.split(" ");
    await box.locator(".answer b", { hasText: `${method} /api/v1${place.split("{")[0]}` }).waitFor();
    assert.match(await box.locator(".answer .mark").textContent(), /^20[04]$/, call);
    await rows.nth(number).waitFor({ state: "attached" });
  }
  await box.getByLabel("Call").selectOption("GET /accounts");
  await box.getByLabel("User", { exact: true }).selectOption("q&a+100%@example.com");
  await press(box, "Send it");
  await rows.nth(calls.length).waitFor({ state: "attached" });
  assert.match(await rows.first().innerText(), /GET \/api\/v1\/accounts\s+200\s+verified/);
});

test("a personal partner's requests name no user", async () => {
  await tab.goto(`${mock.url}/_sandbox/#/PERSONAL`);
  await tab.getByRole("heading", { name: "PERSONAL" }).waitFor();
  await panel(tab, "connections").locator("table").waitFor();
  await press(tab, "Send a request…");
  const box = dialog(tab, "sample");
  assert.ok(await box.getByLabel("User", { exact: true }).isHidden());
  await press(box, "Send it");
  await box.locator(".answer .mark.good").waitFor();
  await closeDialog(tab);
  const { entries } = await mock.control("GET", "/partners/PERSONAL/journal");
  assert.ok(!entries.at(-1).target.includes("userId"));
  await press(tab, "Copy credentials…");
  assert.doesNotMatch(await dialog(tab, "credentials").locator("pre").textContent(), /USER/);
  await closeDialog(tab);
});

test("a request with a mistake is refused, and its diagnosis told", async () => {
  await press(tab, "Send a request…");
  const box = dialog(tab, "sample");
  for (const [mistake, diagnosis] of [
    ["newline", "query-parameters-added"],
    ["missing", "signature-"],
    ["cut", "signature-"],
  ]) {
    await box.getByLabel("Mistake").selectOption(mistake);
    await press(box, "Send it");
    await box.getByText(`Diagnosis: ${diagnosis}`).waitFor();
    assert.equal(await box.locator(".answer .mark").textContent(), "401");
  }
  await press(box, "Read it in words");
  const words = dialog(tab, "request");
  await words.getByText("The signature is not the base64 of an HMAC-SHA256").waitFor();
  await tab.keyboard.press("Escape");
  await words.waitFor({ state: "detached" });
  assert.ok(await box.isVisible());
});

test("a request and a signature that are pasted are explained", async () => {
  const made = await mock.control("POST", `${path}/sign`, {
    method: "GET",
    path: "/api/v1/authorizations",
    userId: JOHN.userId,
  });
  await press(tab, "Explain a signature…");
  const box = dialog(tab, "explain");
  await box.getByLabel("Target").fill(made.target);
  await box.getByLabel("Signature").fill(made.signature);
  await press(box, "Explain");
  await box.getByText("This signature is right.").waitFor();
  await box
    .getByLabel("Target")
    .fill(`GET ${made.target}&page=1 HTTP/1.1\nHost: x\nSignature: ${made.signature}\n`);
  await press(box, "Explain");
  await box.getByText("Add all parameters first, and then sign.").waitFor();
  assert.equal(await box.getByLabel("Target").inputValue(), `${made.target}&page=1`);
  await box.getByLabel("Target").fill("nonsense");
  await press(box, "Explain");
  await box.getByRole("alert").filter({ hasText: "/target" }).waitFor();
});

test("the journal is emptied", async () => {
  await mock.send(partner);
  await panel(tab, "journal").locator("tbody tr").waitFor();
  await pressAndConfirm(tab, panel(tab, "journal"), "Empty…", "Empty it");
  await panel(tab, "journal").getByText("Nothing was asked yet.").waitFor();
  assert.deepEqual((await mock.control("GET", `${path}/journal`)).entries, []);
  await mock.send(partner);
  await panel(tab, "journal").locator("tbody tr").waitFor();
  await mock.control("DELETE", `${path}/journal`);
  await panel(tab, "journal").getByText("Nothing was asked yet.").waitFor();
});

test("a partner is reset", async () => {
  const { id } = (await connections())[0];
  await mock.control("DELETE", `${path}/connections/${id}`);
  await tab.locator(`[data-connection="${id}"]`).waitFor({ state: "detached" });
  await pressAndConfirm(tab, tab, "Reset…", "Reset it");
  await tab.locator(`[data-connection="${id}"]`).waitFor();
});

test("a partner that was made is deleted, and one of the fixtures cannot be", async () => {
  await pressAndConfirm(tab, tab, "Delete…", "Delete it");
  await tab.getByRole("heading", { name: "Everyone", exact: true }).waitFor();
  assert.ok(
    !(await mock.control("GET", "/partners")).some(({ clientId }) => clientId === partner.clientId),
  );
  await tab.goto(`${mock.url}/_sandbox/#/PASSIVTEST`);
  await tab.locator("[data-connection]").first().waitFor();
  assert.ok(await tab.getByRole("button", { name: "Delete…", exact: true }).isHidden());
});

test("the partners of the fixtures are reset together, and faults armed for all", async () => {
  const everyone = await open(context, mock);
  await mock.control("DELETE", "/partners/PASSIVTEST/connections/2bcd7cc3-e922-4976-bce1-9858296801c3");
  await pressAndConfirm(everyone, everyone, "Reset the fixtures' partners…", "Reset them");
  await mock.control("GET", "/partners/PASSIVTEST/connections/2bcd7cc3-e922-4976-bce1-9858296801c3");
  await press(panel(everyone, "faults"), "Arm a fault…");
  await dialog(everyone, "fault").getByLabel("What happens").selectOption("broken");
  await press(dialog(everyone, "fault"), "Arm it");
  await panel(everyone, "faults").locator("[data-fault=broken]").waitFor();
  assert.equal(await mock.send(partner), 500);
  await pressAndConfirm(everyone, panel(everyone, "faults"), "Clear…", "Clear them");
  await panel(everyone, "faults").getByText("None:").waitFor();
  assertFine(everyone);
  await everyone.close();
});
