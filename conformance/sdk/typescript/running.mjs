// Runs steps with an SDK, one after the other, and tells what came of each.
import { Cannot, statusOf } from "./sdk.mjs";

const DEADLINE = 30_000;

export function check(condition, what = "") {
  if (!condition) throw new Error(`not as expected: ${JSON.stringify(what)}`);
}

// The status that the caller sees of a call that must be refused.
export async function refused(promise) {
  try {
    await promise;
  } catch (error) {
    return statusOf(error);
  }
  throw new Error("not refused");
}

// The base URL of the mock; bare: without /api/v1.
export function baseOf(kind) {
  const { SNAPTRADE_BASE_URL: base } = process.env;
  return kind === "prefixed" ? base : base.replace(/\/api\/v1$/, "");
}

// What somebody without a browser does at the portal; the page that says how it went.
export async function connectAtPortal(link, chosen = {}) {
  const address = new URL(link);
  const token = address.searchParams.get("token");
  address.search = "";
  const page = await fetch(address, {
    method: "POST",
    body: new URLSearchParams({ token, outcome: "success", ...chosen }),
    signal: AbortSignal.timeout(DEADLINE),
  });
  return page.text();
}

// `steps` has functions by name. Ends the program.
export async function run(version, kind, steps) {
  let failures = 0;
  for (const [name, step] of Object.entries(steps)) {
    let said = "ok";
    try {
      await step();
    } catch (error) {
      failures += error instanceof Cannot ? 0 : 1;
      said = error instanceof Cannot ? `cannot: ${error.message}` : `FAILED: ${error.stack}`;
    }
    console.log(`typescript ${version} ${kind}: ${name}: ${said}`);
  }
  process.exit(failures > 0 ? 1 : 0);
}
