// A page that stays open: with others, through a restart, and without being a burden.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { assertFine, launch, live, open, openPartner, panel, press } from "./browser.mjs";
import { JOHN, Mock, pause, until } from "./mock.mjs";

let mock, browser, context;

before(async () => {
  browser = await launch();
});
after(() => browser.close());
beforeEach(async () => {
  mock = await Mock.start();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
});
afterEach(async () => {
  await context.close();
  await mock.stop();
});

test("what is done in one tab shows in the other", async () => {
  const [one, other] = await Promise.all([
    openPartner(context, mock, { clientId: "PASSIVTEST" }),
    openPartner(context, mock, { clientId: "PASSIVTEST" }),
  ]);
  await one.locator("[data-connection]").first().getByRole("button", { name: "Disable" }).click();
  for (const tab of [one, other]) {
    await tab.locator("[data-connection]").first().getByText("disabled since").waitFor();
  }
  await press(panel(other, "clock"), "Freeze");
  await one.locator(".strip", { hasText: "Clock frozen" }).waitFor();
  const partner = await mock.control("POST", "/partners");
  for (const tab of [one, other]) {
    await tab.locator("nav a", { hasText: partner.clientId }).waitFor();
    assertFine(tab);
  }
});

test("a restart is told of, waited out, and followed by what there is then", async () => {
  const partner = await mock.control("POST", "/partners");
  const [everyone, own] = [await open(context, mock), await openPartner(context, mock, partner)];
  const fixtures = await openPartner(context, mock, { clientId: "PASSIVTEST" });
  await fixtures.locator("[data-connection]").first().getByRole("button", { name: "Disable" }).click();
  await fixtures.locator("[data-connection]").first().getByText("disabled since").waitFor();
  const tabs = [everyone, own, fixtures];
  await mock.stop();
  for (const tab of tabs) {
    await tab.getByText("The sandbox does not answer.").waitFor();
  }
  await mock.start();
  for (const tab of tabs) {
    await live(tab);
    assert.ok(await tab.locator("#banner").isHidden());
    await tab.locator("nav a", { hasText: partner.clientId }).waitFor({ state: "detached" });
  }
  await own.getByText("There is no such partner").waitFor();
  await fixtures.locator("[data-connection]").first().getByText("enabled").waitFor();
  await mock.send({ clientId: "PASSIVTEST", consumerKey: "sandbox-consumer-key" });
  await panel(fixtures, "journal").locator("tbody tr").waitFor();
  tabs.forEach(assertFine);
});

test("a page that is left open holds one thread, whatever happens meanwhile", async () => {
  const tab = await openPartner(context, mock, { clientId: "PASSIVTEST" });
  await live(tab);
  await until(() => mock.connections() === 1, "one connection");
  const seen = [];
  for (let i = 0; i < 5; i += 1) {
    await mock.send({ clientId: "PASSIVTEST", consumerKey: "sandbox-consumer-key" });
    await panel(tab, "journal").locator("tbody tr").nth(i).waitFor();
    await pause(300);
    seen.push(mock.connections());
  }
  assert.deepEqual(seen, [1, 1, 1, 1, 1]);
  await press(panel(tab, "clock"), "+1 min");
  await tab.locator(".strip", { hasText: "ahead" }).waitFor();
  // What was held until then may be kept for two seconds, of no more use.
  await until(() => mock.connections() === 1, "one connection again");
  assertFine(tab);
});

test("a page that nobody sees asks for nothing, and looks again when it is seen", async () => {
  const tab = await openPartner(context, mock, { clientId: "PASSIVTEST" });
  await live(tab);
  const hide = (hidden) =>
    tab.evaluate((value) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => value });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await hide(true);
  await tab.locator("#state[data-state=paused]").waitFor();
  await until(() => mock.connections() === 0, "no connection");
  const asked = tab.asked.length;
  await mock.send({ clientId: "PASSIVTEST", consumerKey: "sandbox-consumer-key" });
  await pause(1000);
  assert.equal(tab.asked.length, asked);
  await hide(false);
  await panel(tab, "journal").locator("tbody tr").waitFor();
  assertFine(tab);
});

test("where all places for waiting are taken it asks now and then", async () => {
  const small = await Mock.start("--max-waiting", "1");
  const wait = small.control("GET", "/journal?path=/never&wait=20");
  const tab = await openPartner(context, small, { clientId: "PASSIVTEST" });
  await tab.locator("#state[data-state=asking]").waitFor();
  await small.send({ clientId: "PASSIVTEST", consumerKey: "sandbox-consumer-key" });
  await panel(tab, "journal").locator("tbody tr").waitFor();
  const held = tab.asked.filter(({ url }) => /[?&]wait=/.test(url)).length;
  assert.ok(held <= 2, `asked to wait ${held} times`);
  assertFine(tab);
  await tab.close();
  await small.control("DELETE", "/journal");
  await wait;
  await small.stop();
});

// Whether a look at the journal found less than it asked for: then there is no flood.
async function ebbed(response) {
  const limit = Number(new URL(response.url()).searchParams.get("limit"));
  return (await response.json()).entries.length < limit;
}

test("in a flood of requests it looks at the journal alone, and still sees what else changes", async () => {
  const partner = { clientId: "PASSIVTEST", consumerKey: "sandbox-consumer-key" };
  const tab = await openPartner(context, mock, partner);
  await live(tab);
  const answers = [];
  tab.on("response", (response) => /\/journal\?/.test(response.url()) && answers.push(ebbed(response)));
  const start = Date.now();
  let flooding = true;
  const flood = async () => {
    while (flooding) {
      await mock.send(partner, JOHN, "/authorizations");
    }
  };
  const floods = Promise.all([flood(), flood(), flood(), flood()]);
  await pause(3000);
  await tab.locator("#announcer", { hasText: "So many at once" }).waitFor({ state: "attached" });
  await until(async () => (await panel(tab, "journal").locator("tbody tr").count()) === 5, "five rows");
  const seconds = (Date.now() - start) / 1000;
  const looks = (what) => tab.asked.filter(({ time, url }) => time >= start && what.test(url)).length;
  const [journal, state, changes] = [/\/journal\?/, /\/connections$/, /\/changes\?/].map(looks);
  const ebbs = (await Promise.all(answers)).filter(Boolean).length;
  const [{ id }] = await mock.control("GET", "/partners/PASSIVTEST/connections");
  await mock.control("POST", `/partners/PASSIVTEST/connections/${id}/disable`);
  await mock.control("POST", "/partners", { clientId: "NEWCOMER" });
  await panel(tab, "connections").getByText(/^disabled/).first().waitFor();
  await tab.locator("#nav").getByText("NEWCOMER").waitFor();
  flooding = false;
  await floods;
  assert.ok(journal >= 2 && journal <= 2 * seconds + 1, `${journal} looks in ${seconds} s`);
  assert.ok(state <= 1, `${state} looks at connections that did not change`);
  assert.ok(changes <= ebbs + 1, `${changes} looks at what the journal tells as well, after ${ebbs} ebbs`);
  assertFine(tab);
});

test("while the state stays, only what ages is asked for again", async () => {
  const partner = await mock.control("POST", "/partners");
  const tab = await openPartner(context, mock, partner);
  await live(tab);
  const start = Date.now();
  const looks = (path) =>
    tab.asked.filter(({ time, url }) => time > start && url.endsWith(`${partner.clientId}${path}`)).length;
  await until(async () => {
    await mock.send(partner);
    return looks("") >= 2;
  }, "two looks at how long it will live", 20_000);
  const others = ["/connections", "/events", "/faults", "/clock", "/rateLimit"].map(looks);
  assert.ok(Math.max(...others) <= 1, `${others} looks at what stays`);
  assertFine(tab);
});

test("a fault that is met, and a limit that is used up, show it", async () => {
  const partner = await mock.control("POST", "/partners");
  const path = `/partners/${partner.clientId}`;
  await mock.control("POST", `${path}/faults`, { name: "slow", action: { type: "delay", delayMs: 1 } });
  await mock.control("PUT", `${path}/rateLimit`, { requests: 250 });
  const tab = await openPartner(context, mock, partner);
  await live(tab);
  for (const met of [1, 2]) {
    await mock.send(partner);
    await panel(tab, "faults").getByText(`met ${met}, applied to ${met}`).waitFor();
    await tab.locator(".strip", { hasText: `${250 - met} of 250 requests left` }).waitFor();
  }
  assertFine(tab);
});

test("after a flood the journal is whole again", async () => {
  const partner = { clientId: "PASSIVTEST", consumerKey: "sandbox-consumer-key" };
  const tab = await openPartner(context, mock, partner);
  await live(tab);
  const burst = 300;
  for (let sent = 0; sent < burst; sent += burst / 3) {
    await Promise.all(Array.from({ length: burst / 3 }, () => mock.send(partner)));
  }
  const journal = panel(tab, "journal");
  await journal
    .getByRole("img", { name: `${burst} requests in the last five minutes, 0 of them refused` })
    .waitFor();
  await until(async () => (await journal.locator("tbody tr").count()) === 60, "60 rows");
  await journal.getByText("So many at once").waitFor({ state: "detached" });
  assertFine(tab);
});
