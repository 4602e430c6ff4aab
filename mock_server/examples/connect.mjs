// Needs Node.js 18 or newer and the package snaptrade-typescript-sdk.
import { Snaptrade, SnaptradeAuth } from "snaptrade-typescript-sdk";

const keys = { clientId: "PASSIVTEST", consumerKey: "sandbox-consumer-key" };
const auth = SnaptradeAuth.commercialApiKey(keys);
const basePath = process.env.SNAPTRADE_BASE_URL ?? "http://127.0.0.1:7627/api/v1";
const { authentication, connections } = new Snaptrade({ auth, basePath });
const somebody = { userId: `somebody-${Date.now()}` };
const user = (await authentication.registerSnapTradeUser(somebody)).data;
console.log("Open", (await authentication.loginSnapTradeUser(user)).data.redirectURI);
let found;
while (!(found = (await connections.listBrokerageAuthorizations(user)).data[0]))
  await new Promise((wake) => setTimeout(wake, 1000));
const one = { authorizationId: found.id, ...user };
for (const account of (await connections.listBrokerageAuthorizationAccounts(one)).data)
  console.log(account.institution_name, account.name, account.balance.total.amount);
