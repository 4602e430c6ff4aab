// The live journal: what was asked, how it was answered, and what became of its signature.

import { call, read, serverNow } from "./api.js";
import { announce, notice } from "./announce.js";
import { drawChart } from "./chart.js";
import { askBeforeLoss } from "./dialog.js";
import { button, choice, el, empty, panel, redraw, table } from "./dom.js";
import { moment, pathOf, plural, second } from "./format.js";
import { linkTo } from "./partners.js";
import { showRequest } from "./request.js";

const FIRST = 1000;
const NEXT = 100;
const NEXT_IN_FLOOD = 50;
const MOST_KEPT = 1000;
const MOST_SHOWN = 60;
const MOST_IN_FLOOD = 10;
const MOST_FRESH = 8;
const CHART_PACE = 900;

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

export function isRefused(entry) {
  return entry.status === 0 || entry.status >= 400;
}

// What became of the signature: [class, text].
export function verdict(entry) {
  if (entry.webhook) {
    return ["quiet", `webhook ${entry.webhook.eventType}`];
  }
  if (entry.diagnosis) {
    return ["bad", entry.diagnosis];
  }
  if (entry.signatureRule) {
    return ["good", entry.signatureRule === "wire" ? "verified" : `verified: ${entry.signatureRule}`];
  }
  return ["quiet", "not checked"];
}

export function statusMark(status) {
  const kind = status === 0 || status >= 400 ? "bad" : status >= 300 ? "warn" : "good";
  return el("span", { class: `mark ${kind}` }, status === 0 ? "none" : String(status));
}

export class Journal {
  #entries = [];
  #points = [];
  #last = 0;
  #rows = new Map();
  #drawn = 0;
  #chart = el("div");
  #list = el("div", { class: "listing" }, empty("Loading…"));

  #news = CALM;

  // `path` is "" or a partner's; with `everyones` each row says whose it is. The state is that of
  // all with `stateOfAll`, which a partner's journal tells the host alone.
  constructor(path, { everyones, stateOfAll }) {
    Object.assign(this, { path, everyones, stateName: stateOfAll ? "stateOfAll" : "state" });
    this.filter = choice("show", FILTERS, "all");
    this.filter.setAttribute("aria-label", "Which requests are shown");
    this.filter.addEventListener("change", () => this.#draw());
    const { root, body } = panel("Journal", {
      name: "journal",
      tools: [this.filter, button("Empty…", () => this.#empty(), { key: "journal empty" })],
    });
    body.replaceChildren(this.#chart, this.#list);
    this.root = root;
  }

  async load() {
    const { flood } = this.#news;
    await this.#load();
    if (flood && !this.#news.flood) {
      this.#forget();
      await this.#load();
    }
    return this.#news;
  }

  async #load() {
    const first = this.#last === 0;
    const limit = first ? FIRST : this.#news.flood ? NEXT_IN_FLOOD : NEXT;
    const { entries, last, [this.stateName]: state } = JSON.parse(
      await read(`${this.path}/journal?after=${this.#last}&limit=${limit}`),
    );
    if (last < this.#last || (entries.length === 0 && (await this.#isEmptied()))) {
      this.#forget();
      if (last > 0) {
        await this.#load();
      }
    }
    this.#last = last;
    this.#news = { flood: !first && entries.length === limit, state };
    this.#keep(entries);
    if (!first && entries.length > 0) {
      const { method, target, status } = entries.at(-1);
      announce(`${plural(entries.length, "new request")}. ${method} ${pathOf(target)}: ${status}.`);
    }
    this.#draw(first ? 0 : entries.length);
  }

  // Somebody else may have emptied it, which ids do not show.
  async #isEmptied() {
    if (this.#entries.length === 0) {
      return false;
    }
    const { entries } = JSON.parse(await read(`${this.path}/journal?limit=1`));
    return entries.at(-1)?.id !== this.#entries.at(-1).id;
  }

  #keep(entries) {
    this.#entries = [...this.#entries, ...entries].slice(-MOST_KEPT);
    const points = entries.map((entry) => ({ time: Date.parse(entry.time), refused: isRefused(entry) }));
    this.#points = [...this.#points, ...points].slice(-MOST_KEPT);
  }

  #forget() {
    this.#entries = [];
    this.#points = [];
    this.#rows.clear();
    this.#last = 0;
  }

  // The chart goes on while nothing comes.
  tick() {
    if (performance.now() > this.#drawn + CHART_PACE) {
      this.#drawChart();
    }
  }

  #drawChart() {
    this.#drawn = performance.now();
    redraw(this.#chart, drawChart(this.#points, serverNow()));
  }

  #draw(fresh = 0) {
    // Many at once would only flicker, and cost the machine more than the requests do.
    const most = this.#news.flood ? MOST_IN_FLOOD : MOST_SHOWN;
    const shown = this.#entries.filter(WANTED[this.filter.value]).slice(-most).reverse();
    const newest = new Set(fresh > MOST_FRESH ? [] : this.#entries.slice(this.#entries.length - fresh));
    this.#drawChart();
    if (shown.length === 0) {
      redraw(
        this.#list,
        empty(
          this.#entries.length === 0
            ? "Nothing was asked yet. Send a request: it appears here as it arrives."
            : "No request of this kind.",
        ),
      );
      return;
    }
    const rows = shown.map((entry) => this.#row(entry, newest.has(entry)));
    this.#rows = new Map(shown.map((entry, i) => [entry.id, rows[i]]));
    const head = ["Time (UTC)", ...(this.everyones ? ["Partner"] : []), "Request", "Status", "Signature"];
    redraw(
      this.#list,
      this.#news.flood
        ? el("p", { class: "hint" }, `So many at once that only some are counted, and the newest ${MOST_IN_FLOOD} shown.`)
        : null,
      table("Requests, the newest first", head, el("tbody", null, rows)),
    );
  }

  #row(entry, fresh) {
    const known = this.#rows.get(entry.id);
    if (known) {
      known.classList.remove("fresh");
      return known;
    }
    const [kind, text] = verdict(entry);
    const partner = entry.clientId
      ? el("a", { href: linkTo(entry.clientId) }, entry.clientId)
      : el("span", { class: "quiet" }, "unknown");
    return el(
      "tr",
      { class: fresh ? "fresh" : null, "data-id": entry.id },
      el("td", null, el("time", { datetime: entry.time, title: moment(entry.time) }, second(entry.time))),
      this.everyones ? el("td", { class: "id" }, partner) : null,
      el(
        "th",
        { scope: "row" },
        button(`${entry.method} ${pathOf(entry.target)}`, () => showRequest(this.path, entry), {
          kind: "link",
          key: `request ${entry.id}`,
        }),
        entry.fault ? el("span", { class: "mark warn" }, `fault ${entry.fault}`) : null,
      ),
      el("td", null, statusMark(entry.status)),
      el("td", null, el("span", { class: `verdict ${kind}` }, text)),
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
