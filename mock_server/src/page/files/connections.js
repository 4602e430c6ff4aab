// A partner's users and their connections, and what can be done to one.

import { call, ofPartner } from "./api.js";
import { notice } from "./announce.js";
import { askBeforeLoss, form, open } from "./dialog.js";
import { button, el, empty, field, panel, redraw, table } from "./dom.js";
import { day, json } from "./format.js";
import { connect } from "./portal.js";

const HEAD = ["Brokerage", "Type", "State", "Created (UTC)", "Actions"];

function stateOf({ disabled, disabled_date: since }) {
  return disabled
    ? el("span", { class: "verdict bad" }, "disabled", el("small", null, ` since ${day(since)}`))
    : el("span", { class: "verdict good" }, "enabled");
}

export class Connections {
  #users = [];
  #connections = null; // not known yet
  #drawn = "";

  constructor(clientId, changed) {
    this.clientId = clientId;
    this.changed = changed;
    const { root, body } = panel("Users and connections", {
      name: "connections",
      tools: [
        button("New user…", () => this.#addUser(), { key: "user new" }),
        button(
          "Connect a brokerage…",
          () => connect(this.clientId, this.#users, { personal: this.personal }),
          { key: "connect", kind: "primary" },
        ),
      ],
    });
    Object.assign(this, { root, body });
  }

  set users(users) {
    this.#users = users;
    this.#draw();
  }

  get users() {
    return this.#users;
  }

  set connections(connections) {
    this.#connections = connections;
    this.#draw();
  }

  get connections() {
    return this.#connections ?? [];
  }

  #draw() {
    if (this.#connections === null) {
      return;
    }
    const known = JSON.stringify([this.#users.map(({ userId }) => userId), this.#connections]);
    if (known === this.#drawn) {
      return;
    }
    this.#drawn = known;
    redraw(
      this.body,
      this.#users.length === 0
        ? empty("No user yet. Register one by POST /snapTrade/registerUser, or with New user.")
        : table(
            "Connections by user",
            HEAD,
            this.#users.map((user) => this.#group(user.userId)),
            { stacks: true },
          ),
    );
  }

  #group(userId) {
    const own = this.#connections.filter((connection) => connection.userId === userId);
    return el(
      "tbody",
      { "data-user": userId },
      el(
        "tr",
        { class: "group" },
        el("th", { scope: "rowgroup", colspan: HEAD.length }, el("span", { class: "id" }, userId)),
      ),
      own.length === 0
        ? el("tr", null, el("td", { colspan: HEAD.length, class: "quiet" }, "No connection."))
        : own.map((connection) => this.#row(connection)),
    );
  }

  #row(connection) {
    const { id, name, brokerage, type, disabled, created_date: created } = connection;
    const told = `${brokerage.name}, ${name}`;
    const act = (text, run, kind) =>
      button(text, run, { kind, key: `${text} ${id}`, label: `${text}: ${told}` });
    return el(
      "tr",
      { "data-connection": id },
      el(
        "th",
        { scope: "row" },
        act(brokerage.display_name ?? brokerage.name, () => this.#show(id), "link"),
        el("small", null, name),
      ),
      el("td", null, type),
      el("td", null, stateOf(connection)),
      el("td", null, day(created)),
      el(
        "td",
        null,
        el(
          "div",
          { class: "row tight" },
          disabled
            ? act("Repair", () => this.#turn(id, "enable", `${told} works again.`))
            : act("Disable", () => this.#turn(id, "disable", `${told} is disabled.`)),
          act("Delete…", () => this.#remove(id, told)),
        ),
      ),
    );
  }

  async #turn(id, how, done) {
    try {
      await call("POST", ofPartner(this.clientId, `/connections/${id}/${how}`));
      notice(done);
    } catch (error) {
      notice(error.message, { bad: true });
    }
    this.changed();
  }

  #remove(id, told) {
    return askBeforeLoss({
      title: "Delete this connection?",
      text: `${told} goes, with its accounts. Only a reset brings back one that the partner started with.`,
      action: "Delete it",
      run: async () => {
        await call("DELETE", ofPartner(this.clientId, `/connections/${id}`));
        notice(`${told} is deleted.`);
        this.changed();
      },
    });
  }

  async #show(id) {
    const raw = el("pre", { class: "text", tabindex: "0" }, "Loading…");
    const facts = el("div");
    const dialog = open({
      title: "Connection",
      name: "connection",
      wide: true,
      content: [facts, el("h3", null, "As the API serves it"), raw],
    });
    try {
      const connection = await call("GET", ofPartner(this.clientId, `/connections/${id}`));
      const { userId, ...served } = connection;
      raw.textContent = json(served);
      facts.replaceChildren(
        el(
          "dl",
          { class: "facts" },
          el("dt", null, "Brokerage"),
          el("dd", null, connection.brokerage.name),
          el("dt", null, "User"),
          el("dd", null, userId),
          el("dt", null, "State"),
          el("dd", null, stateOf(connection)),
          el("dt", null, "Updated"),
          el("dd", null, `${day(connection.updated_date)} UTC`),
        ),
        el(
          "div",
          { class: "row" },
          button("Reconnect through the portal…", () => {
            dialog.close();
            connect(this.clientId, this.#users, { userId, reconnect: id, personal: this.personal });
          }),
        ),
      );
    } catch (error) {
      raw.textContent = error.message;
    }
  }

  #addUser() {
    const userId = el("input", { name: "userId", required: true, maxlength: "255", autocomplete: "off" });
    form({
      title: "New user",
      name: "user",
      fields: [
        field("userId", userId, "Any text. The userSecret is made, and copied with the credentials."),
      ],
      action: "Add",
      run: async () => {
        await call("POST", ofPartner(this.clientId, "/users"), { userId: userId.value });
        notice(`${userId.value} is there.`);
        this.changed();
      },
    });
  }
}
