// Debian's Chromium at the page, driven by Playwright.

import assert from "node:assert/strict";
import { appendFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";

const require = createRequire(`${process.env.SNAPTRADE_PAGE_MODULES}/`);
const { chromium } = require("playwright-core");
export const AXE = require.resolve("axe-core/axe.min.js");

export async function launch() {
  // Chromium refuses root with a sandbox of its own.
  const args = process.getuid() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [...args, "--disable-dev-shm-usage"],
    env: { ...process.env, HOME: tmpdir() },
  });
}

// What stood on a page is searched for secrets, where a test run is (scripts/secret_scan.py).
async function keepShown(tab) {
  const folder = process.env.SNAPTRADE_OBSERVE;
  if (folder) await appendFile(`${folder}/page.${process.pid}`, `${await tab.content()}\n`);
}

// A tab at the page, which keeps what it asked and what went wrong in it.
export async function open(context, mock, path = "#/") {
  const tab = await context.newPage();
  tab.setDefaultTimeout(15_000);
  const close = tab.close.bind(tab);
  tab.close = async () => {
    await keepShown(tab);
    await close();
  };
  tab.wrong = [];
  tab.asked = [];
  tab.on("pageerror", (error) => tab.wrong.push(error.message));
  // Chromium says each status of 400 or above, and each connection that is refused.
  tab.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      tab.wrong.push(message.text());
    }
  });
  tab.on("request", (request) =>
    tab.asked.push({ time: Date.now(), method: request.method(), url: request.url() }),
  );
  await tab.goto(`${mock.url}/_sandbox/${path}`);
  return tab;
}

export async function live(tab) {
  await tab.locator("#state[data-state=live]").waitFor();
}

export async function openPartner(context, mock, { clientId }) {
  const tab = await open(context, mock, `#/${encodeURIComponent(clientId)}`);
  await tab.locator("[data-panel=connections] table").waitFor();
  return tab;
}

export function panel(tab, name) {
  return tab.locator(`[data-panel=${name}]`);
}

export function dialog(tab, name) {
  return tab.locator(`dialog[data-dialog=${name}]`);
}

export async function press(place, name) {
  await place.getByRole("button", { name, exact: true }).click();
}

// Presses what loses something: it asks, and only a second press does it.
export async function pressAndConfirm(tab, place, name, confirmation) {
  await press(place, name);
  await press(dialog(tab, "loss"), "Cancel");
  await dialog(tab, "loss").waitFor({ state: "detached" });
  await press(place, name);
  await press(dialog(tab, "loss"), confirmation);
  await dialog(tab, "loss").waitFor({ state: "detached" });
}

export async function closeDialog(tab) {
  await tab.keyboard.press("Escape");
  await tab.locator("dialog").waitFor({ state: "detached" });
}

export function assertFine(tab) {
  assert.deepEqual(tab.wrong, []);
}
