// One official TypeScript SDK against the server of the SNAPTRADE_* variables, step by step.
//
// Usage: node steps.mjs FOLDER prefixed|bare
//
// FOLDER is where npm installed the SDK. What differs between its versions is in sdk.mjs.
import { baseOf, check, refused, run } from "./running.mjs";
import { call, load } from "./sdk.mjs";

const [folder, kind] = process.argv.slice(2);
const { version, connect } = load(folder);

const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const FIRST = "2bcd7cc3-e922-4976-bce1-9858296801c3";
const DISABLED = "d1b7c0e4-58f9-4a2c-83e6-7f0a9d5b2c18";
const DOC_IDS = "917c8734-8470-4a3e-a18f-57c3f2ee6631,65e839a3-9103-4cfb-9b72-2071ef80c5f2";
const environment = process.env;
const basePath = baseOf(kind);
const clientId = environment.SNAPTRADE_CLIENT_ID;
const consumerKey = environment.SNAPTRADE_CONSUMER_KEY;
const john = { userId: environment.SNAPTRADE_USER_ID, userSecret: environment.SNAPTRADE_USER_SECRET };

const snaptrade = connect(basePath, clientId, consumerKey);
const { connections } = snaptrade;

async function list(client, user) {
  return (await client.connections.listBrokerageAuthorizations(user)).data;
}

function remove(id) {
  return connections.removeBrokerageAuthorization
    ? connections.removeBrokerageAuthorization({ authorizationId: id, ...john })
    : connections.deleteConnection({ connectionId: id, ...john });
}

const steps = {
  async "api status"() {
    check((await snaptrade.apiStatus.check()).data.online);
  },
  async "list authorizations"() {
    const listed = await list(snaptrade, john);
    check(listed.length === 3 && listed[0].id === FIRST, listed);
    check(listed[0].brokerage.slug === "QUESTRADE" && listed[0].disabled === false);
  },
  async "detail"() {
    const request = { authorizationId: DISABLED, ...john };
    const found = (await connections.detailBrokerageAuthorization(request)).data;
    check(found.id === DISABLED && found.disabled, found);
  },
  async "remove and list again"() {
    check([200, 204].includes((await remove(FIRST)).status));
    check((await list(snaptrade, john)).length === 2);
    check((await refused(remove(FIRST))) === 404);
  },
  async "session events"() {
    const ask = async (filters) =>
      (await call(snaptrade, "sessionEvents", { partnerClientId: clientId, ...filters })).data;
    const [everything, some, sessions] = [
      await ask({}), await ask({ userId: DOC_IDS }), await ask({ sessionId: DOC_IDS }),
    ];
    check(everything.length > some.length && some.length > 0 && some.length === sessions.length);
    check(some.every((event) => DOC_IDS.split(",").includes(event.user_id)), some);
  },
  async "wrong consumer key"() {
    check((await refused(list(connect(basePath, clientId, "wrong"), john))) === 401);
  },
  async "unknown id"() {
    const request = { authorizationId: UNKNOWN, ...john };
    check((await refused(connections.detailBrokerageAuthorization(request))) === 404);
  },
  async "user id with a space"() {
    check((await list(snaptrade, { userId: "Zoé Martin", userSecret: "zoe-secret" })).length === 1);
  },
  async "user id with reserved characters"() {
    const odd = { userId: "q&a+100%@example.com", userSecret: "ampersand-secret" };
    check((await list(snaptrade, odd)).length === 1);
  },
  async "odd consumer key"() {
    const user = { userId: "partner-2-user", userSecret: "partner-2-user-secret" };
    check((await list(connect(basePath, "PARTNER-2", "key with + / 100% and é"), user)).length >= 1);
  },
};

await run(version, kind, steps);
