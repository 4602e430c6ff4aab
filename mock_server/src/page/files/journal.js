// The live journal: what was asked, how it was answered, and what became of its signature.

import { call, read, serverNow } from "./api.js";
import { announce, notice } from "./announce.js";
import { Chart } from "./chart.js";
import { askBeforeLoss } from "./dialog.js";
import { button, choice, el, empty, panel, redraw, table } from "./dom.js";
import { pathOf, plural } from "./format.js";
import { JournalRow, isRefused } from "./journal_row.js";
import { showRequest } from "./request.js";

// How many are asked for: at first, as they come, and while more come than that, which is over when
// fewer than EBB came.
const FIRST = 1000;
const NEXT = 100;
const NEXT_IN_FLOOD = 20;
const EBB = 50;
const MOST_KEPT = 1000;
const MOST_SHOWN = 60;
const MOST_IN_FLOOD = 5;
const MOST_FRESH = 8;
const CHART_PACE = 900;
const IN_FLOOD = `So many at once that only some are counted, and the newest ${MOST_IN_FLOOD} shown.`;

// What an answer of the journal says beside its entries: whether more came at once than is asked
// for, and the state (that of /changes).
export const CALM = { flood: false, state: null };

const FILTERS = [
  ["all", "All"],
  ["refused", "Refused"],
  ["signature", "Bad signatures"],
  ["webhooks", "Webhooks"],
];
const WANTED = {
  all: () => true,
  refused: isRefused,
  signature: (entry) => entry.diagnosis !== null,
  webhooks: (entry) => entry.webhook !== undefined,
};

export class Journal {
  #entries = [];
  #last = 0;
  #newest = null;
  #rows = [];
  #drawn = 0;
  #chart = new Chart();
  #list = el("div", { class: "listing" }, empty("Loading…"));
  #flooded = el("p", { class: "hint" }, IN_FLOOD);
  #body = el("tbody");
  #news = CALM;

  // `path` is "" or a partner's; with `everyones` each row says whose it is. The state is that of
  // all with `stateOfAll`, which a partner's journal tells the host alone.
  constructor(path, { everyones, stateOfAll }) {
    Object.assign(this, { path, stateName: stateOfAll ? "stateOfAll" : "state" });
    const head = ["Time (UTC)", ...(everyones ? ["Partner"] : []), "Request", "Status", "Signature"];
    this.table = table("Requests, the newest first", head, this.#body);
    this.newRow = () => new JournalRow(head, { everyones, open: (entry) => showRequest(path, entry) });
    this.filter = choice("show", FILTERS, "all");
    this.filter.setAttribute("aria-label", "Which requests are shown");
    this.filter.addEventListener("change", () => this.#draw());
    const { root, body } = panel("Journal", {
      name: "journal",
      tools: [this.filter, button("Empty…", () => this.#empty(), { key: "journal empty" })],
    });
    body.replaceChildren(this.#chart.root, this.#list);
    this.root = root;
  }

  async load() {
    const { flood } = this.#news;
    await this.#load();
    if (flood && !this.#news.flood) {
      this.#forget();
      await this.#load();
    } else if (this.#news.flood && !flood) {
      announce(IN_FLOOD);
    }
    return this.#news;
  }

  async #load() {
    const before = this.#last;
    const first = before === 0;
    const limit = first ? FIRST : this.#news.flood ? NEXT_IN_FLOOD : NEXT;
    const { entries, last, [this.stateName]: state } = JSON.parse(
      await read(`${this.path}/journal?after=${before}&limit=${limit}`),
    );
    if (last < before || (entries.length === 0 && (await this.#isEmptied()))) {
      this.#forget();
      if (last > 0) {
        await this.#load();
        return;
      }
    }
    this.#last = last;
    this.#news = { flood: !first && entries.length === limit && last - before >= EBB, state };
    this.#keep(entries);
    if (!first && entries.length > 0 && !this.#news.flood) {
      const { method, target, status } = entries.at(-1);
      announce(`${plural(entries.length, "new request")}. ${method} ${pathOf(target)}: ${status}.`);
    }
    this.#draw(first ? 0 : entries.length);
  }

  // Somebody else may have emptied it, which ids do not show.
  async #isEmptied() {
    if (this.#newest === null) {
      return false;
    }
    const { entries } = JSON.parse(await read(`${this.path}/journal?limit=1`));
    return entries.at(-1)?.id !== this.#newest;
  }

  // In a flood a few: more would only flicker, and what is kept and thrown away again costs the
  // machine most. All are asked for anew when it is over.
  #keep(entries) {
    const { flood } = this.#news;
    const kept = flood ? entries.filter(WANTED[this.filter.value]) : entries;
    this.#entries = [...this.#entries, ...kept].slice(flood ? -MOST_IN_FLOOD : -MOST_KEPT);
    this.#newest = entries.at(-1)?.id ?? this.#newest;
    for (const entry of entries) {
      this.#chart.count(Date.parse(entry.time), isRefused(entry));
    }
  }

  #forget() {
    this.#entries = [];
    this.#newest = null;
    this.#last = 0;
    this.#chart.clear();
  }

  // The chart goes on while nothing comes.
  tick() {
    if (performance.now() > this.#drawn + CHART_PACE) {
      this.#drawChart();
    }
  }

  #drawChart() {
    this.#drawn = performance.now();
    this.#chart.draw(serverNow());
  }

  #draw(fresh = 0) {
    const shown = this.#entries.filter(WANTED[this.filter.value]).slice(-MOST_SHOWN).reverse();
    const newest = new Set(fresh > MOST_FRESH ? [] : this.#entries.slice(this.#entries.length - fresh));
    this.#drawChart();
    if (shown.length === 0) {
      redraw(
        this.#list,
        empty(
          this.#newest === null
            ? "Nothing was asked yet. Send a request: it appears here as it arrives."
            : "No request of this kind.",
        ),
      );
      return;
    }
    this.#drawRows(shown, newest);
    redraw(this.#list, this.#news.flood ? this.#flooded : null, this.table);
  }

  // A row of what is not shown any more shows something else.
  #drawRows(shown, newest) {
    const known = new Map(this.#rows.map((row) => [row.entry, row]));
    const spare = this.#rows.filter(({ entry }) => !shown.includes(entry));
    this.#rows = shown.map((entry) => {
      const row = known.get(entry) ?? spare.shift() ?? this.newRow();
      row.show(entry, newest.has(entry));
      return row;
    });
    redraw(
      this.#body,
      this.#rows.map(({ root }) => root),
    );
  }

  #empty() {
    askBeforeLoss({
      title: "Empty the journal?",
      text: "What was asked so far can then not be looked at any more, nor verified by tests.",
      action: "Empty it",
      run: async () => {
        await call("DELETE", `${this.path}/journal`);
        this.#forget();
        this.#draw();
        notice("The journal is empty.");
      },
    });
  }
}
