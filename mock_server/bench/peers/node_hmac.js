// What somebody would write by hand in an afternoon, for scripts/bench: node's http, a signature that
// is verified, and objects in memory.
//
// usage: node node_hmac.js PORT CONSUMER_KEY BODY_FILE
"use strict";
const crypto = require("node:crypto");
const fs = require("node:fs");
const http = require("node:http");

const [port, key, file] = process.argv.slice(2);
const connection = JSON.parse(fs.readFileSync(file, "utf8"));
const connections = new Map([[connection.id, connection]]);

function isSigned(request, path, query) {
  const text = `{"content":null,"path":${JSON.stringify(path)},"query":${JSON.stringify(query)}}`;
  const wanted = crypto.createHmac("sha256", key).update(text).digest("base64");
  const given = request.headers.signature ?? "";
  return given.length === wanted.length &&
    crypto.timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}

function answerTo(request) {
  const [path, query = ""] = request.url.split("?");
  const parameters = new URLSearchParams(query);
  const age = Math.abs(Date.now() / 1000 - Number(parameters.get("timestamp")));
  if (!isSigned(request, path, query) || !(age < 300)) return [401, { detail: "refused" }];
  const found = connections.get(path.slice(path.lastIndexOf("/") + 1));
  return found ? [200, found] : [404, { detail: "not found" }];
}

http.createServer((request, response) => {
  const [status, body] = answerTo(request);
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}).listen(Number(port), "127.0.0.1");
