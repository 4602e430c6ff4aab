// The adapter of an official TypeScript SDK; ../PROTOCOL.md says what it speaks.
//
// Usage: node adapter.mjs FOLDER, where npm installed the SDK
import { createInterface } from "node:readline";
import { inspect } from "node:util";
import { call, Cannot, load, statusOf } from "./sdk.mjs";

const { connect } = load(process.argv[2]);
const USER = ["userId", "userSecret"];
const ONE = ["authorizationId", ...USER];
const OPTIONS = ["broker", "immediateRedirect", "customRedirect", "reconnect", "connectionType"];
const CALLS = {
  list_brokerage_authorizations: ["connections", "listBrokerageAuthorizations", USER],
  detail_brokerage_authorization: ["connections", "detailBrokerageAuthorization", ONE],
  remove_brokerage_authorization: ["connections", "removeBrokerageAuthorization", ONE],
  session_events: ["connections", "sessionEvents", ["partnerClientId", "userIds", "sessionIds"]],
  register_snap_trade_user: ["authentication", "registerSnapTradeUser", ["userId"]],
  list_snap_trade_users: ["authentication", "listSnapTradeUsers", []],
  delete_snap_trade_user: ["authentication", "deleteSnapTradeUser", ["userId"]],
  reset_snap_trade_user_secret: ["authentication", "resetSnapTradeUserSecret", USER],
  login_snap_trade_user: ["authentication", "loginSnapTradeUser", [...USER, ...OPTIONS]],
  list_user_accounts: ["accountInformation", "listUserAccounts", USER],
  get_user_account_details: [
    "accountInformation", "getUserAccountDetails", ["accountId", ...USER],
  ],
  get_user_account_balance: [
    "accountInformation", "getUserAccountBalance", ["accountId", ...USER],
  ],
  refresh_brokerage_authorization: ["connections", "refreshBrokerageAuthorization", ONE],
  disable_brokerage_authorization: ["connections", "disableBrokerageAuthorization", ONE],
};
const RENAMED = { userIds: "userId", sessionIds: "sessionId" };

console.log = console.info = console.debug = console.error; // stdout is for answers

// JSON text as what it says, anything else as it is.
function parsed(body) {
  try {
    return typeof body === "string" ? JSON.parse(body) : body;
  } catch {
    return body;
  }
}

function headersOf(headers) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ")]),
  );
}

function describe(error) {
  const status = statusOf(error);
  const fromNetwork = error.name === "SnaptradeError" || error.isAxiosError;
  const kind = status >= 300 ? "api" : fromNetwork ? "transport" : "client";
  const body = parsed(error.responseBody ?? error.response?.data);
  const reason = error.statusText ?? error.response?.statusText;
  return { kind, status, reason, body, message: inspect(error) };
}

async function answer(request) {
  const [api, name, fields] = CALLS[request.call] ?? [];
  if (!name) return { unsupported: true };
  const parameters = {};
  for (const field of fields) {
    if (field in request) parameters[RENAMED[field] ?? field] = request[field];
  }
  const { timeoutSeconds } = request;
  const options = timeoutSeconds ? { timeout: timeoutSeconds * 1000 } : undefined;
  try {
    const client = connect(request.host, request.clientId, request.consumerKey);
    const { status, headers, data } = await call(
      client, name, fields.length > 0 ? parameters : undefined, options, api,
    );
    return { status, headers: headersOf(headers), body: parsed(data === "" ? null : data) ?? null };
  } catch (error) {
    return error instanceof Cannot ? { unsupported: true } : { error: describe(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  process.stdout.write(`${JSON.stringify({ id: request.id, ...(await answer(request)) })}\n`);
}
