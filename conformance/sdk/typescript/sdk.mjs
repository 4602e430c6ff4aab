// The official TypeScript SDK in a folder, with what differs between its versions hidden.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const NAME = "snaptrade-typescript-sdk";

// The SDK has no way to do it.
export class Cannot extends Error {}

// FOLDER is where npm installed the SDK.
export function load(folder) {
  const sdk = createRequire(join(resolve(folder), "anywhere.js"))(NAME);
  const description = join(folder, "node_modules", NAME, "package.json");
  const { version } = JSON.parse(readFileSync(description, "utf8"));

  function connect(basePath, clientId, consumerKey) {
    const credentials = { clientId, consumerKey };
    return sdk.SnaptradeAuth
      ? new sdk.Snaptrade({ basePath, auth: sdk.SnaptradeAuth.commercialApiKey(credentials) })
      : new sdk.Snaptrade({ basePath, ...credentials });
  }
  return { version, connect };
}

// The answer to a call by name, "listSnapTradeUsers", of an API, "authentication"; `parameters`
// undefined: it takes none. `options` are those of axios.
export function call(client, name, parameters, options, api = "connections") {
  if (!client[api][name]) throw new Cannot("this version does not have it");
  return parameters ? client[api][name](parameters, options) : client[api][name](options);
}

// The status that the caller sees in an error; undefined: there is none.
export function statusOf(error) {
  return error.status ?? error.response?.status;
}
