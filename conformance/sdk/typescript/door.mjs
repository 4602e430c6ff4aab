// One official TypeScript SDK from a user's registration to the end, at the server of the
// SNAPTRADE_* variables, step by step.
//
// Usage: node door.mjs FOLDER prefixed|bare
//
// FOLDER is where npm installed the SDK. What differs between its versions is in sdk.mjs.
import { baseOf, check, connectAtPortal, refused, run } from "./running.mjs";
import { call, Cannot, load } from "./sdk.mjs";

const [folder, kind] = process.argv.slice(2);
const { version, connect } = load(folder);
const { SNAPTRADE_CLIENT_ID: clientId, SNAPTRADE_CONSUMER_KEY: consumerKey } = process.env;
const client = connect(baseOf(kind), clientId, consumerKey);
const user = { userId: "Anaïs Petit", userSecret: null };
const ACCOUNTS = "accountInformation";
let id, updated, account;

async function ask(api, name, parameters) {
  return (await call(client, name, parameters, undefined, api)).data;
}

// The user's only connection.
async function connection() {
  const listed = await ask("connections", "listBrokerageAuthorizations", user);
  check(listed.length === 1, listed);
  return listed[0];
}

// What the SDK cannot do, through the control API: the next steps are tried all the same.
async function disableFromOutside() {
  const sandbox = process.env.SNAPTRADE_BASE_URL.replace("/api/v1", "/_sandbox/partners/");
  const path = `${encodeURIComponent(clientId)}/connections/${id}/disable`;
  check((await fetch(sandbox + path, { method: "POST" })).ok);
}

async function connectThere(wishes, chosen) {
  const made = await ask("authentication", "loginSnapTradeUser", { ...user, ...wishes });
  check(made.redirectURI.includes("sessionId="), made);
  const page = await connectAtPortal(made.redirectURI, chosen);
  check(page.includes("Alpaca is connected."), page);
}

const change = (name) => ask("connections", name, { authorizationId: id, ...user });
const userIds = () => ask("authentication", "listSnapTradeUsers");

const steps = {
  async "register"() {
    const register = () =>
      ask("authentication", "registerSnapTradeUser", { userId: user.userId });
    const made = await register();
    check(made.userId === user.userId && made.userSecret, made);
    user.userSecret = made.userSecret;
    check((await userIds()).includes(user.userId));
    check((await refused(register())) === 400);
    check((await ask("connections", "listBrokerageAuthorizations", user)).length === 0);
  },
  async "login and portal"() {
    await connectThere({ connectionType: "trade" }, { broker: "ALPACA" });
  },
  async "list authorizations"() {
    const made = await connection();
    [id, updated] = [made.id, made.updated_date];
    check(made.brokerage.slug === "ALPACA" && made.type === "trade" && !made.disabled, made);
  },
  async "accounts"() {
    const accounts = await ask(ACCOUNTS, "listUserAccounts", user);
    check(accounts.length === 2, accounts);
    check(accounts.every((one) => one.brokerage_authorization === id), accounts);
    account = { accountId: accounts[0].id, ...user };
    check((await ask(ACCOUNTS, "getUserAccountBalance", account)).length > 0);
  },
  async "account by its id"() {
    const found = await ask(ACCOUNTS, "getUserAccountDetails", account);
    check(found.id === account.accountId, found);
  },
  async "disable"() {
    let disabled;
    try {
      disabled = await change("disableBrokerageAuthorization");
    } catch (error) {
      if (error instanceof Cannot) await disableFromOutside();
      throw error;
    }
    check(disabled.detail.includes("disabled"), disabled);
    check((await connection()).disabled);
    check((await refused(change("disableBrokerageAuthorization"))) === 402);
    check((await refused(change("refreshBrokerageAuthorization"))) === 402);
  },
  async "login and portal to reconnect"() {
    check((await connection()).disabled);
    await connectThere({ reconnect: id });
  },
  async "list again"() {
    const repaired = await connection();
    check(repaired.id === id && !repaired.disabled && repaired.updated_date > updated, repaired);
  },
  async "refresh"() {
    const refreshed = await change("refreshBrokerageAuthorization");
    check(refreshed.detail.includes("scheduled for refresh"), refreshed);
  },
  async "delete"() {
    try {
      await change("removeBrokerageAuthorization");
    } catch (error) {
      if (!(error instanceof Cannot)) throw error;
      await ask("connections", "deleteConnection", { connectionId: id, ...user });
    }
    check((await ask("connections", "listBrokerageAuthorizations", user)).length === 0);
    check((await ask(ACCOUNTS, "listUserAccounts", user)).length === 0);
  },
  async "delete user"() {
    const { userId } = user;
    const deleted = await ask("authentication", "deleteSnapTradeUser", { userId });
    check(deleted.status === "deleted" && deleted.userId === userId, deleted);
    check(!(await userIds()).includes(userId));
    check((await refused(ask("connections", "listBrokerageAuthorizations", user))) === 401);
  },
};

await run(version, kind, steps);
