// What the host sees of all: the journal of all, the faults for all, and what puts all back.

import { call } from "./api.js";
import { notice } from "./announce.js";
import { askBeforeLoss } from "./dialog.js";
import { button, el, write } from "./dom.js";
import { explainRequest } from "./explain.js";
import { Faults } from "./faults.js";
import { Journal } from "./journal.js";
import { plural } from "./format.js";
import { makePartner } from "./partners.js";
import { Resource } from "./resource.js";

export class Everyone {
  clientId = null;

  constructor(list, changed) {
    this.list = list;
    this.journal = new Journal("", { everyones: true, stateOfAll: false });
    this.faults = new Faults("", changed);
    this.rules = new Resource("/faults", (value) => this.faults.draw(value));
    this.count = el("p", { class: "facts-line" });
    this.root = el(
      "div",
      null,
      el(
        "header",
        { class: "head" },
        el("div", null, el("h2", null, "Everyone"), this.count),
        el(
          "div",
          { class: "row" },
          button("New partner…", () => makePartner(changed), { kind: "primary", key: "new" }),
          button("Explain a signature…", () => explainRequest(""), { key: "explain" }),
          button("Reset the fixtures' partners…", () => this.#reset(changed), { key: "reset all" }),
        ),
      ),
      el(
        "div",
        { class: "grid led" },
        el("div", null, this.journal.root),
        el("div", null, this.faults.root),
      ),
    );
  }

  async loadState(how) {
    const { partners } = this.list;
    const made = partners.filter(({ ofFixtures }) => !ofFixtures).length;
    write(this.count, `${plural(partners.length - made, "partner")} of the fixtures, ${made} made`);
    await this.rules.load(how);
  }

  loadJournal() {
    return this.journal.load();
  }

  tick() {
    this.journal.tick();
  }

  #reset(changed) {
    askBeforeLoss({
      title: "Reset the partners of the fixtures?",
      text:
        "All that was changed of them is lost: users, connections, sessions. " +
        "Journals stay, and partners that were made.",
      action: "Reset them",
      run: async () => {
        await call("POST", "/reset");
        notice("The partners of the fixtures are as they started.");
        changed();
      },
    });
  }
}
