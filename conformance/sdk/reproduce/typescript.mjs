// What the findings of ../RESULTS.md look like to an application that uses the TypeScript SDK.
//
// Usage: server.py node typescript.mjs FOLDER, where npm installed the SDK
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { inspect } from "node:util";

const [folder, url] = process.argv.slice(2);
const require = createRequire(join(resolve(folder), "anywhere.js"));
const { Snaptrade, SnaptradeAuth } = require("snaptrade-typescript-sdk");
const userSecret = "the-userSecret";
const authorizationId = "2bcd7cc3-e922-4976-bce1-9858296801c3";

// As each version's README has it.
function connect(path) {
  const keys = { clientId: "PARTNER", consumerKey: "not-a-secret" };
  const auth = SnaptradeAuth ? { auth: SnaptradeAuth.commercialApiKey(keys) } : keys;
  return new Snaptrade({ basePath: path, ...auth }).connections;
}

// Calls, and prints what its caller sees, and would log of an error.
async function see(title, call) {
  const began = Date.now();
  let seen;
  try {
    const { status, data } = await call();
    seen = `success, ${status} ${inspect(data).replace(/\s+/g, " ").slice(0, 60)}`;
  } catch (error) {
    const { status, responseBody } = error;
    const message = error.message.split("\n")[0];
    seen = `${error.name}, ${message}, status ${status}, body ${JSON.stringify(responseBody)}`;
    if (inspect(error).includes(userSecret)) seen += "; PRINTED, IT HOLDS THE USERSECRET";
    if (JSON.stringify(error).includes(userSecret)) seen += "; SO DOES ITS JSON";
  }
  console.log(`${title}: ${seen}; ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

const base = url + (SnaptradeAuth ? "" : "/api/v1"); // what the version has by default
const list = (userId, options, path = base) =>
  connect(path).listBrokerageAuthorizations({ userId, userSecret }, options);

console.log(connect(base).configuration.userAgent);
for (const path of ["/api/v1", ""]) {
  await see(`base URL ${path || "/"}`, () => list("u", {}, url + path));
}
for (const userId of ["a b", "a&b+c%41", "a?b#c/d", "é"]) {
  await see(`userId ${userId}`, () => list(userId));
}
const misbehaviours = ["few", "few-brokerage", "broken", "html", "empty", "401", "404", "500", "cut"];
for (const userId of [...misbehaviours, "redirect"]) {
  await see(userId, () => list(userId));
}
await see("nobody listens", () => list("u", {}, "http://127.0.0.1:1"));
for (const userId of ["silent", "trickle"]) {
  await see(`${userId}, timeout: 1000`, () => list(userId, { timeout: 1000 }));
}
const signal = AbortSignal.timeout(1000);
await see("trickle, signal: AbortSignal.timeout(1000)", () => list("trickle", { signal }));
const parameters = { authorizationId, userId: "redirect", userSecret };
await see("remove, redirect", () => connect(base).removeBrokerageAuthorization?.(parameters));
await see("429", () => list("429"));
