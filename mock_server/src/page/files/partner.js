// One partner: its users and connections, sessions, journal, and what is odd about it on purpose.

import { Refusal, call, ofPartner } from "./api.js";
import { notice } from "./announce.js";
import { Clock, clockWords } from "./clock.js";
import { Connections } from "./connections.js";
import { showCredentials } from "./credentials.js";
import { askBeforeLoss } from "./dialog.js";
import { button, el, empty, redraw } from "./dom.js";
import { explainRequest } from "./explain.js";
import { Faults } from "./faults.js";
import { plural } from "./format.js";
import { CALM, Journal } from "./journal.js";
import { Limit } from "./limit.js";
import { expires, kindOf } from "./partners.js";
import { Resource } from "./resource.js";
import { sendSample } from "./sample.js";
import { Sessions } from "./sessions.js";

const GONE = 404;

export class Partner {
  // `isHost` sees what is armed for everyone, too.
  constructor(clientId, { changed, isHost }) {
    const path = ofPartner(clientId);
    Object.assign(this, { clientId, path, changed, isHost });
    this.connections = new Connections(clientId, changed);
    this.sessions = new Sessions();
    this.journal = new Journal(path, { everyones: false, stateOfAll: isHost });
    this.faults = new Faults(path, changed);
    this.clock = new Clock(path, changed);
    this.limit = new Limit(path, changed);
    this.strip = el("ul", { class: "strip", "aria-label": "What is on" });
    this.facts = el("p", { class: "facts-line" });
    this.whole = el(
      "div",
      null,
      this.#head(),
      this.strip,
      this.#jump(),
      el(
        "div",
        { class: "grid" },
        el("div", null, this.connections.root, this.sessions.root),
        el("div", null, this.journal.root, this.faults.root, this.clock.root, this.limit.root),
      ),
    );
    this.root = el("div", null, this.whole);
    this.resources = this.#resources();
  }

  #resources() {
    const on = (rest, draw, ages) => new Resource(`${this.path}${rest}`, draw, ages);
    return {
      partner: on("", (value) => this.#draw(value), expires),
      connections: on("/connections", (value) => {
        this.connections.connections = value;
      }),
      events: on("/events", (value) => this.sessions.draw(value)),
      faults: on("/faults", (value) => this.faults.draw(value)),
      clock: on("/clock", (value) => this.clock.draw(value)),
      limit: on("/rateLimit", (value) => this.limit.draw(value)),
      ...(this.isHost ? { everyones: new Resource("/faults", () => {}) } : {}),
    };
  }

  #head() {
    this.remove = button("Delete…", () => this.#delete(), { key: "delete", kind: "danger quiet" });
    this.remove.hidden = true;
    return el(
      "header",
      { class: "head" },
      el("div", null, el("h2", { class: "id" }, this.clientId), this.facts),
      el(
        "div",
        { class: "row" },
        button("Copy credentials…", () => showCredentials(this.partner, this.partner.users), {
          key: "credentials",
        }),
        button(
          "Send a request…",
          () =>
            sendSample(this.partner, {
              users: this.connections.users,
              connections: () => this.connections.connections,
            }),
          { key: "sample", kind: "primary" },
        ),
        button("Explain a signature…", () => explainRequest(this.path), { key: "explain" }),
        button("Reset…", () => this.#reset(), { key: "reset" }),
        this.remove,
      ),
    );
  }

  // Where all stands in one column, the journal is far down.
  #jump() {
    const parts = [this.connections, this.sessions, this.journal, this.faults, this.clock, this.limit];
    return el(
      "ul",
      { class: "jump", "aria-label": "Parts of this page" },
      parts.map(({ root }) =>
        el(
          "li",
          null,
          button(
            root.querySelector("h3").textContent,
            () => {
              root.scrollIntoView({ behavior: "smooth" });
              root.querySelector("button, select")?.focus({ preventScroll: true });
            },
            { kind: "link" },
          ),
        ),
      ),
    );
  }

  async loadState(how) {
    try {
      for (const resource of Object.values(this.resources)) {
        await resource.load(how);
      }
      this.#drawStrip();
    } catch (error) {
      this.#drawGone(error);
    }
  }

  async loadJournal() {
    try {
      const news = await this.journal.load();
      redraw(this.root, this.whole);
      return news;
    } catch (error) {
      this.#drawGone(error);
      return CALM;
    }
  }

  #drawGone(error) {
    if (!(error instanceof Refusal && error.status === GONE)) {
      throw error;
    }
    redraw(
      this.root,
      el("h2", { class: "id" }, this.clientId),
      empty("There is no such partner: it was deleted, or has expired, or the sandbox was started anew."),
    );
  }

  tick() {
    this.journal.tick();
    this.clock.tick();
  }

  #draw(partner) {
    const { users, sessionIds, ofFixtures } = partner;
    this.partner = partner;
    const has = [plural(users.length, "user"), plural(sessionIds.length, "session")];
    this.facts.textContent = `${kindOf(partner)}; ${has.join(", ")}`;
    this.remove.hidden = ofFixtures || !this.isHost;
    this.connections.personal = partner.personal;
    this.connections.users = users;
  }

  // What would surprise somebody who does not know of it.
  #drawStrip() {
    const { clock, limit, faults, everyones } = this.resources;
    const own = faults.value.rules.length;
    const others = everyones?.value.rules.length ?? 0;
    const time = clockWords(clock.value);
    const items = [
      time && `Clock ${time}`,
      limit.value.requests > 0 && `${limit.value.remaining} of ${limit.value.requests} requests left`,
      own > 0 && `${plural(own, "fault")} armed`,
      others > 0 && `${plural(others, "fault")} armed for everyone`,
    ].filter(Boolean);
    this.strip.hidden = items.length === 0;
    redraw(
      this.strip,
      items.map((text) => el("li", { class: "mark warn" }, text)),
    );
  }

  #reset() {
    askBeforeLoss({
      title: "Reset this partner?",
      text: "All that was changed is lost: users, connections, sessions are as they started. The journal stays.",
      action: "Reset it",
      run: async () => {
        await call("POST", `${this.path}/reset`);
        notice(`${this.clientId} is as it started.`);
        this.changed();
      },
    });
  }

  #delete() {
    askBeforeLoss({
      title: "Delete this partner?",
      text: `${this.clientId} goes with all it has, and its credentials are good for nothing.`,
      action: "Delete it",
      run: async () => {
        await call("DELETE", this.path);
        notice(`${this.clientId} is deleted.`);
        location.hash = "#/";
      },
    });
  }
}
