// A spawned snaptrade-mock, calls of its control API, and signed requests by a program of its own.

import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createInterface } from "node:readline";

const PROGRAM = process.env.SNAPTRADE_MOCK;
const ESTABLISHED = "01";
export const JOHN = { userId: "John.doe@snaptrade.com", userSecret: "USERSECRET123" };

// On a connection of its own: one that is kept may be closed as it is used again.
async function ask(method, url, headers, body) {
  const asking = request(url, { method, headers, agent: false });
  asking.end(body);
  const [answer] = await once(asking, "response");
  answer.setEncoding("utf8");
  return { status: answer.statusCode, text: (await answer.toArray()).join("") };
}

export class Mock {
  static async start(...options) {
    const mock = new Mock();
    await mock.#spawn("127.0.0.1:0", options);
    return mock;
  }

  async #spawn(listen, options) {
    this.options = options;
    this.process = spawn(PROGRAM, ["--listen", listen, "--log", "none", ...options], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.errors = "";
    this.process.stderr.on("data", (data) => {
      this.errors += data;
    });
    this.ended = once(this.process, "exit");
    const [line] = await once(createInterface(this.process.stdout), "line");
    this.url = line.split(" ").at(-1);
    this.port = Number(new URL(this.url).port);
  }

  async stop() {
    this.process.kill("SIGTERM");
    const [code] = await this.ended;
    if (code !== 0 || /ERROR|runtime error/.test(this.errors)) {
      throw new Error(`the mock ended with ${code}: ${this.errors}`);
    }
  }

  // On the same port, with nothing of what it knew.
  async start() {
    await this.#spawn(`127.0.0.1:${this.port}`, this.options);
  }

  async control(method, path, body, token) {
    const headers = {
      ...(body ? { "Content-Type": "application/json" } : {}),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    };
    const { status, text } = await ask(
      method,
      `${this.url}/_sandbox${path}`,
      headers,
      body && JSON.stringify(body),
    );
    if (status >= 300) {
      throw new Error(`${method} ${path}: ${status} ${text}`);
    }
    return text === "" ? null : JSON.parse(text);
  }

  // A signed request; `added` stands behind what was signed.
  async send(
    { clientId, consumerKey },
    { userId, userSecret } = JOHN,
    path = "/api/v1/authorizations",
    added = "",
  ) {
    const query = new URLSearchParams({
      clientId,
      timestamp: String(Math.floor(Date.now() / 1000)),
      userId,
      userSecret,
    });
    const signed = JSON.stringify({ content: null, path, query: String(query) });
    const Signature = createHmac("sha256", consumerKey).update(signed).digest("base64");
    return (await ask("GET", `${this.url}${path}?${query}${added}`, { Signature })).status;
  }

  // How many connections to it are open: each holds one of its threads.
  connections() {
    const port = this.port.toString(16).toUpperCase().padStart(4, "0");
    return readFileSync("/proc/net/tcp", "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(([, own, , state]) => own?.endsWith(`:${port}`) && state === ESTABLISHED).length;
  }
}

export function pause(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

// Until it holds; looks again and again, up to a deadline.
export async function until(condition, what, deadline = 10_000) {
  const end = Date.now() + deadline;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`not within ${deadline} ms: ${what}`);
    }
    await pause(20);
  }
}
