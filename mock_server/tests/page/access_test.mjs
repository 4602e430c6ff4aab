// Who sees what: the host with the token, somebody with the token of one partner, visitors.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { assertFine, dialog, launch, live, open, panel, press } from "./browser.mjs";
import { Mock, until } from "./mock.mjs";

const TOKEN = "the-token-of-the-host";
let folder, closed, visited, browser, context;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "page-"));
  const file = join(folder, "token");
  await writeFile(file, `${TOKEN}\n`);
  [closed, visited, browser] = await Promise.all([
    Mock.start("--control-token-file", file),
    Mock.start("--control-token-file", file, "--visitors", "--rate-limit", "50"),
    launch(),
  ]);
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
});
after(async () => {
  await browser.close();
  await Promise.all([closed.stop(), visited.stop()]);
  await rm(folder, { recursive: true });
});

async function give(tab, token, clientId) {
  await dialog(tab, "token").getByLabel("Token").fill(token);
  await dialog(tab, "token")
    .getByLabel("clientId")
    .fill(clientId ?? "");
  await press(dialog(tab, "token"), "Let me in");
}

test("a token is asked for once, and kept for the tab", async () => {
  const tab = await open(context, closed);
  await give(tab, TOKEN);
  await live(tab);
  await tab.locator("nav a", { hasText: "PASSIVTEST" }).click();
  await tab.locator("[data-connection]").first().waitFor();
  await tab.reload();
  await tab.locator("[data-connection]").first().waitFor();
  assert.equal(await tab.locator("dialog").count(), 0);
  const other = await open(context, closed);
  await dialog(other, "token").waitFor();
  assertFine(tab);
  await Promise.all([tab.close(), other.close()]);
});

test("a wrong token is told, and nothing is shown without one", async () => {
  const tab = await open(context, closed);
  await give(tab, "a-token-that-does-not-fit");
  await dialog(tab, "token").getByRole("alert").waitFor();
  await press(dialog(tab, "token"), "Cancel");
  await tab.getByRole("heading", { name: "This sandbox needs a token" }).waitFor();
  assert.ok(!(await tab.content()).includes("PASSIVTEST"));
  await press(tab, "I have a token…");
  await give(tab, TOKEN);
  await tab.locator("nav a", { hasText: "PASSIVTEST" }).waitFor();
  assertFine(tab);
  await tab.close();
});

test("a token that is forgotten opens nothing any more", async () => {
  const tab = await open(context, closed);
  await give(tab, TOKEN);
  await live(tab);
  await press(tab, "Forget the token");
  await dialog(tab, "token").waitFor();
  assert.equal(await tab.evaluate(() => sessionStorage.length), 0);
  await tab.close();
});

test("the token of a partner shows that partner alone", async () => {
  const partner = await closed.control("POST", "/partners", undefined, TOKEN);
  const tab = await open(context, closed);
  await give(tab, partner.token, partner.clientId);
  await tab.getByRole("heading", { name: partner.clientId }).waitFor();
  await live(tab);
  assert.ok(await tab.locator("nav").isHidden());
  await tab.evaluate(() => {
    location.hash = "#/PASSIVTEST";
  });
  await live(tab);
  assert.ok(await tab.getByRole("heading", { name: partner.clientId }).isVisible());
  assertFine(tab);
  await tab.close();
});

test("a visitor gets a partner by one button, with its limit, its expiry and its token", async () => {
  const tab = await open(context, visited);
  await press(tab, "Get a partner");
  const heading = tab.locator(".head h2");
  await heading.waitFor();
  const clientId = await heading.textContent();
  const made = (await visited.control("GET", "/partners", undefined, TOKEN)).find(
    (one) => one.clientId === clientId,
  );
  assert.equal(made.ofFixtures, false);
  await tab.getByText("expires in").waitFor();
  await panel(tab, "limit")
    .getByText(/of \d+ requests left/)
    .waitFor();
  await press(tab, "Send a request…");
  await press(dialog(tab, "sample"), "Send it");
  await dialog(tab, "sample").locator(".answer .mark.good").waitFor();
  await panel(tab, "journal").locator("tbody tr").waitFor({ state: "attached" });
  await tab.reload();
  await heading.waitFor();
  assert.equal(await heading.textContent(), clientId);
  assertFine(tab);
  await tab.close();
});

test("a visitor sees nothing of the others, and asks for nothing of them", async () => {
  const first = await open(context, visited);
  await press(first, "Get a partner");
  await first.locator(".head h2").waitFor();
  const own = await first.locator(".head h2").textContent();
  const second = await open(context, visited, "#/PASSIVTEST");
  await press(second, "Get a partner");
  await second.locator(".head h2").waitFor();
  const other = await second.locator(".head h2").textContent();
  await live(second);
  assert.notEqual(own, other);
  const text = await second.locator("html").innerHTML();
  for (const name of [own, "PASSIVTEST", "PARTNER-2", "PERSONAL"]) {
    assert.ok(!text.includes(name), name);
  }
  const paths = second.asked
    .map(({ url }) => new URL(url).pathname)
    .filter((path) => !path.startsWith("/_sandbox/page/"));
  assert.deepEqual(
    paths.filter((path) => !path.startsWith(`/_sandbox/partners/${other}`)),
    ["/_sandbox/", "/_sandbox/about", "/_sandbox/visitors"],
  );
  const { token } = JSON.parse(await second.evaluate(() => sessionStorage.getItem("snaptrade-sandbox")));
  for (const path of ["/partners", `/partners/${own}`, "/journal", "/faults", "/changes"]) {
    await assert.rejects(visited.control("GET", path, undefined, token), /401/);
  }
  await Promise.all([first.close(), second.close()]);
});

test("a visitor whose partner is gone is told so, and gets another", async () => {
  const tab = await open(context, visited);
  await press(tab, "Get a partner");
  await live(tab);
  const clientId = await tab.locator(".head h2").textContent();
  await visited.control("DELETE", `/partners/${clientId}`, undefined, TOKEN);
  await tab.getByText(`${clientId} is gone`).waitFor();
  await press(tab, "Get a partner");
  await until(
    async () => (await tab.locator(".head h2").allTextContents()).some((name) => name !== clientId),
    "another partner",
  );
  assertFine(tab);
  await tab.close();
});

test("the host of visitors sees all of them", async () => {
  const tab = await open(context, visited);
  await press(tab, "I have a token…");
  await give(tab, TOKEN);
  await tab.locator("nav a", { hasText: "PASSIVTEST" }).waitFor();
  assert.ok((await tab.locator("nav li").count()) > 3);
  assertFine(tab);
  await tab.close();
});
