// Calls of the control API, and signed requests to the API itself.

import { inLane, waitInLane } from "./lane.js";

const ROOT = new URL("./", location.href);
const PATIENCE = 15_000;

// The sandbox said no.
export class Refusal extends Error {
  constructor(status, text) {
    let answer = null;
    try {
      answer = JSON.parse(text);
    } catch {
      // No JSON: a front that stands before the sandbox may have said it.
    }
    const problems = answer?.problems?.map(({ pointer, detail }) => `${pointer} ${detail}`) ?? [];
    super([answer?.detail ?? `Answered with ${status}.`, ...problems].join("\n"));
    this.status = status;
  }
}

// It said nothing at all.
export class Unreachable extends Error {
  constructor() {
    super("The sandbox does not answer.");
  }
}

// It wants a token, and nobody gave one.
export class Locked extends Error {
  constructor() {
    super("This needs a token.");
  }
}

const entry = { token: () => null, unlock: async () => false };

// Where tokens come from: token() is the one there is, unlock(why) asks for another.
export function setDoor(door) {
  Object.assign(entry, door);
}

let ahead = 0;

// What the sandbox's own clock shows, about: milliseconds since 1970.
export function serverNow() {
  return Date.now() + ahead;
}

async function send(url, init, patience = PATIENCE) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Unreachable()), patience);
  const stop = () => controller.abort();
  init.signal?.addEventListener("abort", stop);
  try {
    init.signal?.throwIfAborted();
    const answer = await fetch(url, { cache: "no-store", ...init, signal: controller.signal });
    ahead = Date.parse(answer.headers.get("Date")) - Date.now() || 0;
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  } catch (error) {
    throw error.name === "AbortError" || error instanceof Unreachable ? error : new Unreachable();
  } finally {
    clearTimeout(timer);
    init.signal?.removeEventListener("abort", stop);
  }
}

async function ask(method, path, body, signal, patience) {
  for (;;) {
    const token = entry.token();
    const headers = token ? { Authorization: `Bearer ${token}` } : {};
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
    }
    const init = { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal };
    const answer = await send(new URL(path.slice(1), ROOT), init, patience);
    if (answer.status < 300) {
      return answer.text;
    }
    const refusal = new Refusal(answer.status, answer.text);
    if (answer.status !== 401) {
      throw refusal;
    }
    if (!(await entry.unlock(token ? refusal.message : null))) {
      throw new Locked();
    }
  }
}

// The text of the answer.
export function read(path) {
  return inLane(() => ask("GET", path));
}

// What the answer says, or null when it says nothing.
export async function call(method, path, body) {
  const text = await inLane(() => ask(method, path, body));
  return text === "" ? null : JSON.parse(text);
}

// A call that the sandbox may hold back so many seconds; any other call ends it with an AbortError.
export async function wait(path, seconds) {
  const text = await waitInLane((signal) => ask("GET", path, undefined, signal, PATIENCE + seconds * 1000));
  return JSON.parse(text);
}

// A request to the API as it was signed. It does not wait for its turn: a fault may make it last.
export function sendSigned({ method, target, signature, body }) {
  const headers = { Signature: signature, Accept: "application/json" };
  if (body !== null) {
    headers["Content-Type"] = "application/json";
  }
  return send(target, { method, headers, body: body ?? undefined }).catch(() => {
    throw new Error("No answer came. The journal says whether a fault is the reason.");
  });
}

export function ofPartner(clientId, rest = "") {
  return `/partners/${encodeURIComponent(clientId)}${rest}`;
}
