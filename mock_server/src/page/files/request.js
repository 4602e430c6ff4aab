// One request of the journal, whole, and why it was refused.

import { call } from "./api.js";
import { open } from "./dialog.js";
import { drawDiagnosis } from "./diagnosis.js";
import { el, empty } from "./dom.js";
import { legible, moment } from "./format.js";

function fact(name, value) {
  return value === null || value === undefined || value === ""
    ? []
    : [el("dt", null, name), el("dd", null, String(value))];
}

function facts(entry) {
  return el(
    "dl",
    { class: "facts" },
    fact("Status", entry.status === 0 ? "no answer was sent" : entry.status),
    fact("When", moment(entry.time)),
    fact("Took", `${entry.microseconds.toLocaleString("en")} µs`),
    fact("Partner", entry.clientId ?? "unknown"),
    fact("Signature", entry.signatureRule && `verified by the rule ${entry.signatureRule}`),
    fact("Mistake", entry.diagnosis),
    fact("Fault", entry.fault),
    fact("Draw of the fault", entry.faultDraw),
    fact("Event", entry.webhook?.eventType),
    fact("Post", entry.webhook && `number ${entry.webhook.attempt}`),
    fact("Problem", entry.webhook?.error),
    fact("Number", entry.id),
  );
}

function headers(entry) {
  return entry.headers.length === 0
    ? empty("None.")
    : el(
        "table",
        null,
        el("caption", { class: "unseen" }, "Headers"),
        el(
          "thead",
          null,
          el("tr", null, el("th", { scope: "col" }, "Header"), el("th", { scope: "col" }, "Value")),
        ),
        el(
          "tbody",
          null,
          entry.headers.map(({ name, value }) =>
            el("tr", null, el("th", { scope: "row" }, name), el("td", { class: "id" }, value)),
          ),
        ),
      );
}

async function explain(path, entry, place) {
  try {
    place.replaceChildren(drawDiagnosis(await call("GET", `${path}/journal/${entry.id}/explanation`)));
  } catch (error) {
    place.replaceChildren(el("p", { class: "problem", role: "alert" }, error.message));
  }
}

export function showRequest(path, entry) {
  const reason = el(
    "div",
    { "aria-live": "polite" },
    el("p", { class: "empty" }, "Looking for the mistake…"),
  );
  const refused = entry.diagnosis !== null && !entry.webhook;
  open({
    title: `${entry.method} ${entry.target.split("?")[0]}`,
    name: "request",
    wide: true,
    content: [
      refused ? el("section", null, el("h3", null, "Why it was refused"), reason) : null,
      facts(entry),
      el("h3", null, "Target"),
      el("pre", { class: "text", tabindex: "0" }, entry.target),
      el("h3", null, "Headers"),
      headers(entry),
      entry.body === null
        ? null
        : el(
            "section",
            null,
            el("h3", null, "Body"),
            el("pre", { class: "text", tabindex: "0" }, legible(entry.body)),
          ),
    ].filter(Boolean),
  });
  if (refused) {
    explain(path, entry, reason);
  }
}
