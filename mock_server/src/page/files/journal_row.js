// A request as a row of the journal.

import { button, dressRows, el, redraw, set, show, write } from "./dom.js";
import { moment, pathOf, second } from "./format.js";
import { linkTo } from "./partners.js";

export function isRefused(entry) {
  return entry.status === 0 || entry.status >= 400;
}

// What became of the signature: [class, text].
function verdict(entry) {
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

function drawStatus(mark, status) {
  const kind = status === 0 || status >= 400 ? "bad" : status >= 300 ? "warn" : "good";
  set(mark, "class", `mark ${kind}`);
  write(mark, status === 0 ? "none" : String(status));
}

export function statusMark(status) {
  const mark = el("span");
  drawStatus(mark, status);
  return mark;
}

function whose({ clientId }) {
  return clientId
    ? el("a", { href: linkTo(clientId) }, clientId)
    : el("span", { class: "quiet" }, "unknown");
}

export class JournalRow {
  entry = null;
  #time = el("time");
  #partner = el("td", { class: "id" });
  #fault = el("span", { class: "mark warn" });
  #status = el("span");
  #verdict = el("span");

  // Under `head`; with `everyones` it says whose the request is. open(entry) shows all of it.
  constructor(head, { everyones, open }) {
    this.request = button("", () => open(this.entry), { kind: "link" });
    this.root = el(
      "tr",
      null,
      el("td", null, this.#time),
      everyones ? this.#partner : null,
      el("th", { scope: "row" }, this.request, this.#fault),
      el("td", null, this.#status),
      el("td", null, this.#verdict),
    );
    dressRows([this.root], head);
  }

  show(entry, fresh) {
    this.root.classList.toggle("fresh", fresh);
    if (entry !== this.entry) {
      this.#draw(entry);
      this.entry = entry;
    }
  }

  #draw(entry) {
    const [kind, text] = verdict(entry);
    set(this.#time, "datetime", entry.time);
    set(this.#time, "title", moment(entry.time));
    write(this.#time, second(entry.time));
    if (entry.clientId !== this.entry?.clientId) {
      redraw(this.#partner, whose(entry));
    }
    set(this.request, "data-key", `request ${entry.id}`);
    write(this.request, `${entry.method} ${pathOf(entry.target)}`);
    show(this.#fault, Boolean(entry.fault));
    write(this.#fault, entry.fault ? `fault ${entry.fault}` : "");
    drawStatus(this.#status, entry.status);
    set(this.#verdict, "class", `verdict ${kind}`);
    write(this.#verdict, text);
  }
}

