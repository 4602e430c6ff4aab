// The official TypeScript SDK in a folder, told by lines of JSON what to call; see python_sdk.py.
// Usage: node typescript_sdk.mjs FOLDER
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { load, statusOf } from "../sdk/typescript/sdk.mjs";

const METHODS = JSON.parse(readFileSync(new URL("methods.json", import.meta.url), "utf8"));
const { SNAPTRADE_BASE_URL, SNAPTRADE_CLIENT_ID, SNAPTRADE_CONSUMER_KEY } = process.env;
const client = load(process.argv[2]).connect(
  SNAPTRADE_BASE_URL, SNAPTRADE_CLIENT_ID, SNAPTRADE_CONSUMER_KEY);

async function answer({ call, arguments: parameters }) {
  const [api, method] = METHODS[call];
  if (!client[api][method]) return { error: `the SDK has no ${method}` };
  try {
    const { status, data } = await client[api][method](parameters);
    return { status, body: data };
  } catch (error) {
    const status = statusOf(error);
    return status ? { status, body: String(error.responseBody) } : { error: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line))));
}
