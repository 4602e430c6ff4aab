// Needs Node.js 18 or newer. Usage: receive.mjs PORT
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const escape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

// Compact ASCII with sorted keys, at every level; JSON.stringify() does neither.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical)}]`;
  if (value === null || typeof value !== "object")
    return JSON.stringify(value).replace(/[\u007f-\uffff]/g, escape);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${canonical(name)}:${canonical(value[name])}`)}}`;
}

function isGenuine(body, signature) {
  const key = process.env.SNAPTRADE_CONSUMER_KEY;
  const expected = createHmac("sha256", key).update(canonical(body)).digest("base64");
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, Buffer.from(expected)))
    return false;
  return Date.now() - Date.parse(body.eventTimestamp) < 300_000;
}

async function receive(request, response) {
  let genuine = false;
  try {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString());
    genuine = isGenuine(body, request.headers.signature ?? "");
    if (genuine) console.log(body.eventType, body.userId);
  } catch (error) {
    console.error(error.message);
  }
  response.writeHead(genuine ? 204 : 401).end();
}

createServer(receive).listen(Number(process.argv[2]), "127.0.0.1");
