// What happened at the connection portal: each session as a line of time.

import { el, empty, panel, redraw } from "./dom.js";
import { day, plural, second } from "./format.js";

// The last of these that a session has is how it ended: [class, text].
const OUTCOMES = {
  CONNECTION_SUCCESSFUL: ["good", "connected"],
  CONNECTION_FAILED: ["bad", "failed"],
  CONNECTION_ABORTED: ["warn", "given up"],
};
const OPEN = ["warn", "not finished"];
const MOST_SHOWN = 30;

function words(type) {
  const text = type.toLowerCase().replaceAll("_", " ");
  return text
    .replace(/^./, (letter) => letter.toUpperCase())
    .replace(/\b(mfa|oauth)\b/gi, (name) => name.toUpperCase().replace("OAUTH", "OAuth"));
}

function group(events) {
  const sessions = new Map();
  for (const event of events) {
    const id = event.session_id;
    sessions.set(id, [...(sessions.get(id) ?? []), event]);
  }
  return [...sessions.values()].reverse();
}

function outcomeOf(events) {
  const last = events.findLast(({ session_event_type: type }) => type in OUTCOMES);
  return last ? OUTCOMES[last.session_event_type] : OPEN;
}

function step(event) {
  const [kind] = OUTCOMES[event.session_event_type] ?? ["plain"];
  const code = event.brokerage_status_code;
  return el(
    "li",
    { class: kind },
    el("span", null, words(event.session_event_type)),
    code === null ? null : el("small", null, `brokerage said ${code}`),
    el("time", { datetime: event.created_date }, second(event.created_date)),
  );
}

function draw(events) {
  const [kind, text] = outcomeOf(events);
  const [{ session_id: id, user_id: user, created_date: start }] = events;
  return el(
    "li",
    { class: "session", "data-session": id },
    el(
      "p",
      { class: "row" },
      el("span", { class: `mark ${kind}` }, text),
      el("b", { class: "id" }, user),
      el("small", null, `${day(start)} UTC`),
    ),
    el("ol", { class: "timeline", "aria-label": `Steps of the session of ${user}` }, events.map(step)),
    el("p", { class: "quiet id" }, el("small", null, `session ${id}`)),
  );
}

export class Sessions {
  constructor() {
    const { root, body } = panel("Sessions at the portal", { name: "sessions" });
    Object.assign(this, { root, body });
  }

  draw(events) {
    const sessions = group(events);
    const rest = sessions.length - MOST_SHOWN;
    redraw(
      this.body,
      sessions.length === 0
        ? empty("Nobody has been at the portal. Connect a brokerage: each step shows here.")
        : el("ul", { class: "sessions" }, sessions.slice(0, MOST_SHOWN).map(draw)),
      rest > 0 ? el("p", { class: "quiet" }, `and ${plural(rest, "older session")}`) : null,
    );
  }
}
