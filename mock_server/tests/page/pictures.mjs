// Pictures of the page: light, dark and narrow, into the folder that is given.

import { dialog, launch, live, openPartner, panel } from "./browser.mjs";
import { JOHN, Mock } from "./mock.mjs";

const WIDE = { width: 1440, height: 900 };
const LOOKS = {
  light: { viewport: WIDE },
  dark: { viewport: WIDE, colorScheme: "dark" },
  narrow: { viewport: { width: 360, height: 780 }, deviceScaleFactor: 2 },
};
const [folder] = process.argv.slice(2);
const [mock, browser] = await Promise.all([Mock.start(), launch()]);

async function furnish() {
  const partner = await mock.control("POST", "/partners", { clientId: "DEMO" });
  const path = `/partners/${partner.clientId}`;
  const attempts = [
    ["second-user@example.com", "account-locked"],
    ["newcomer", "mfa"],
  ];
  for (const [userId, outcome] of attempts) {
    await mock.control("POST", `${path}/attempts`, { userId, outcome, brokerage: "ALPACA" });
  }
  const action = { type: "status", status: 503, retryAfter: 2 };
  await mock.control("POST", `${path}/faults`, {
    name: "outage",
    match: { path: "/accounts", nth: 3 },
    action,
  });
  await mock.control("PUT", `${path}/rateLimit`, { requests: 250 });
  for (let i = 0; i < 9; i += 1) {
    const call = i % 2 === 0 ? "/api/v1/authorizations" : "/api/v1/accounts";
    await mock.send(partner, JOHN, call, i === 6 ? "&page=1" : "");
  }
  return partner;
}

try {
  const partner = await furnish();
  for (const [name, options] of Object.entries(LOOKS)) {
    const context = await browser.newContext({ reducedMotion: "reduce", ...options });
    const tab = await openPartner(context, mock, partner);
    await live(tab);
    await tab.screenshot({ path: `${folder}/${name}.png` });
    await panel(tab, "journal").locator("tr:has(.verdict.bad) button").click();
    await dialog(tab, "request").locator(".diagnosis").waitFor();
    await tab.screenshot({ path: `${folder}/${name}-diagnosis.png` });
    await context.close();
  }
} finally {
  await browser.close();
  await mock.stop();
}
