// Credentials as programs take them: environment variables, and the constructor of each official
// SDK. Texts only; whoever copies one asks for the secrets then.

// A text in double quotes, as JSON, Java, Go, C#, Python and TypeScript read it.
const double = (text) => JSON.stringify(text);
// In single quotes, as Ruby and PHP read it, which would find variables in double ones.
const single = (text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
const shell = (text) => `'${text.replaceAll("'", "'\\''")}'`;

// The lines of a user, for partners that have users to name.
function user(quote, lines) {
  return ({ userId, userSecret }) => (userId === null ? [] : lines(quote(userId), quote(userSecret)));
}

function environment({ url, clientId, consumerKey, userId, userSecret }) {
  const pairs = [
    ["BASE_URL", url],
    ["CLIENT_ID", clientId],
    ["CONSUMER_KEY", consumerKey],
    ...(userId === null
      ? []
      : [
          ["USER_ID", userId],
          ["USER_SECRET", userSecret],
        ]),
  ];
  return pairs.map(([name, value]) => `export SNAPTRADE_${name}=${shell(value)}`);
}

const typescriptUser = user(double, (id, secret) => [
  `const userId = ${id};`,
  `const userSecret = ${secret};`,
]);
const pythonUser = user(double, (id, secret) => [`user_id = ${id}`, `user_secret = ${secret}`]);

function typescript(all) {
  return [
    'import { Snaptrade, SnaptradeAuth } from "snaptrade-typescript-sdk";',
    "",
    "const snaptrade = new Snaptrade({",
    "  auth: SnaptradeAuth.commercialApiKey({",
    `    clientId: ${double(all.clientId)},`,
    `    consumerKey: ${double(all.consumerKey)},`,
    "  }),",
    `  basePath: ${double(all.url)},`,
    "});",
    ...typescriptUser(all),
  ];
}

function oldTypescript(all) {
  return [
    'import { Snaptrade } from "snaptrade-typescript-sdk";',
    "",
    "const snaptrade = new Snaptrade({",
    `  clientId: ${double(all.clientId)},`,
    `  consumerKey: ${double(all.consumerKey)},`,
    `  basePath: ${double(all.url)},`,
    "});",
    ...typescriptUser(all),
  ];
}

function python(all) {
  return [
    "from snaptrade_client import SnapTrade",
    "from snaptrade_client.auth import SnapTradeAuth",
    "",
    "snaptrade = SnapTrade(",
    "    auth=SnapTradeAuth.commercial_api_key(",
    `        client_id=${double(all.clientId)},`,
    `        consumer_key=${double(all.consumerKey)},`,
    "    ),",
    `    host=${double(all.url)},`,
    ")",
    ...pythonUser(all),
  ];
}

function oldPython(all) {
  return [
    "from snaptrade_client import SnapTrade",
    "",
    "snaptrade = SnapTrade(",
    `    client_id=${double(all.clientId)},`,
    `    consumer_key=${double(all.consumerKey)},`,
    `    host=${double(all.url)},`,
    ")",
    ...pythonUser(all),
  ];
}

function ruby(all) {
  return [
    'require "snaptrade"',
    "",
    "configuration = SnapTrade::Configuration.new",
    `configuration.host = ${single(all.url)}`,
    `configuration.client_id = ${single(all.clientId)}`,
    `configuration.consumer_key = ${single(all.consumerKey)}`,
    "snaptrade = SnapTrade::Client.new(configuration)",
    ...user(single, (id, secret) => [`user_id = ${id}`, `user_secret = ${secret}`])(all),
  ];
}

function php(all) {
  return [
    "$snaptrade = new \\SnapTrade\\Client(",
    `    clientId: ${single(all.clientId)},`,
    `    consumerKey: ${single(all.consumerKey)},`,
    `    host: ${single(all.url)},`,
    ");",
    ...user(single, (id, secret) => [`$userId = ${id};`, `$userSecret = ${secret};`])(all),
  ];
}

function go(all) {
  return [
    "configuration := snaptrade.NewConfiguration()",
    `configuration.Servers = snaptrade.ServerConfigurations{{URL: ${double(all.url)}}}`,
    `configuration.SetPartnerClientId(${double(all.clientId)})`,
    `configuration.SetConsumerKey(${double(all.consumerKey)})`,
    "client := snaptrade.NewAPIClient(configuration)",
    ...user(double, (id, secret) => [`userId := ${id}`, `userSecret := ${secret}`])(all),
  ];
}

function java(all) {
  return [
    "Configuration configuration = new Configuration();",
    `configuration.host = ${double(all.url)};`,
    `configuration.clientId = ${double(all.clientId)};`,
    `configuration.consumerKey = ${double(all.consumerKey)};`,
    "Snaptrade snaptrade = new Snaptrade(configuration);",
    ...user(double, (id, secret) => [`String userId = ${id};`, `String userSecret = ${secret};`])(all),
  ];
}

function csharp(all) {
  return [
    "Snaptrade client = new Snaptrade();",
    `client.SetBasePath(${double(all.url)});`,
    `client.SetClientId(${double(all.clientId)});`,
    `client.SetConsumerKey(${double(all.consumerKey)});`,
    ...user(double, (id, secret) => [`var userId = ${id};`, `var userSecret = ${secret};`])(all),
  ];
}

const FORMS = [
  ["environment", "Environment variables", environment],
  ["typescript", "TypeScript, from 11", typescript],
  ["typescript-old", "TypeScript, before 11", oldTypescript],
  ["python", "Python, from 12", python],
  ["python-old", "Python, before 12", oldPython],
  ["ruby", "Ruby", ruby],
  ["php", "PHP", php],
  ["go", "Go", go],
  ["java", "Java", java],
  ["csharp", "C#", csharp],
].map(([name, title, make]) => ({ name, title, make: (all) => `${make(all).join("\n")}\n` }));

export default FORMS;
