// Needs Node.js 18 or newer and the package snaptrade-typescript-sdk.
import { Snaptrade, SnaptradeAuth } from "snaptrade-typescript-sdk";

const basePath = process.env.SNAPTRADE_BASE_URL ?? "http://127.0.0.1:7627/api/v1";

async function control(method, path, body) {
  const answer = await fetch(basePath.replace(/\/api\/v1$/, "/_sandbox") + path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text && JSON.parse(text);
}

const { clientId, consumerKey, users } = await control("POST", "/partners");
const mine = `/partners/${clientId}`;
const { userId, userSecret, authorizationIds } = users[0];

async function connections(key) {
  const auth = SnaptradeAuth.commercialApiKey({ clientId, consumerKey: key });
  const { connections } = new Snaptrade({ auth, basePath });
  return (await connections.listBrokerageAuthorizations({ userId, userSecret })).data;
}

// A connection that is disabled.
await control("POST", `${mine}/connections/${authorizationIds[0]}/disable`);
console.log((await connections(consumerKey))[0].disabled); // prints true

// Was it asked for exactly once? Otherwise this answers 409, and what came closest.
const pattern = { path: "/authorizations", status: 200 };
await control("POST", `${mine}/verify`, { pattern, exactly: 1 });

// A key from the wrong variable. The SDK hides headers; the journal knows as well.
await connections(clientId).catch((error) => console.log(error.status)); // prints 401
const { diagnosis } = await control("GET", `${mine}/journal/last-failure`);
console.log(diagnosis); // prints key-is-client-id

// Back to the start, and away.
await control("POST", `${mine}/reset`);
console.log((await connections(consumerKey))[0].disabled); // prints false
await control("DELETE", mine);
