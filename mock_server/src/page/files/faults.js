// The fault rules that are armed: what goes wrong on purpose.

import { call } from "./api.js";
import { notice } from "./announce.js";
import { askBeforeLoss } from "./dialog.js";
import { button, el, empty, panel, redraw } from "./dom.js";
import { armFault } from "./fault_form.js";
import { json } from "./format.js";

function delayOf({ delayMs }) {
  if (delayMs === undefined) {
    return "";
  }
  return typeof delayMs === "number"
    ? `, after ${delayMs} ms`
    : `, after ${delayMs.min} to ${delayMs.max} ms`;
}

const WORDS = {
  status: (action) =>
    `answers ${action.status}${action.retryAfter === undefined ? "" : `, retry after ${action.retryAfter} s`}`,
  respond: (action) => `answers ${action.status} as given`,
  delay: () => "answers late",
  slowBody: (action) => `${action.bytesPerSecond} bytes a second`,
  truncate: (action) => `ends after ${action.bytes} bytes`,
  emptyBody: () => "answers without a body",
  reset: (action) =>
    `resets the connection ${action.when === "before" ? "before the answer" : "in the middle"}`,
  noAnswer: () => "never answers",
};

export function actionWords(action) {
  return (WORDS[action.type]?.(action) ?? action.type) + delayOf(action);
}

export function matchWords(match = {}) {
  const { method = "any method", path = "any path", userId, nth, probability, times } = match;
  return [
    `${method} ${path}`,
    userId && `of ${userId}`,
    nth && `only number ${nth}`,
    probability !== undefined && `with probability ${probability}`,
    times && `at most ${times} times`,
  ]
    .filter(Boolean)
    .join(", ");
}

export class Faults {
  // `path` is "" or a partner's.
  constructor(path, changed) {
    this.path = path;
    this.changed = changed;
    this.clear = button("Clear…", () => this.#clearAll(), { key: "faults clear" });
    const { root, body } = panel(path === "" ? "Faults of everyone" : "Faults", {
      name: "faults",
      tools: [
        this.clear,
        button("Arm a fault…", () => armFault(this.path, this.changed), { key: "fault arm" }),
      ],
    });
    Object.assign(this, { root, body });
  }

  draw({ rules }) {
    this.clear.hidden = rules.length === 0;
    redraw(
      this.body,
      rules.length === 0
        ? empty("None: every request is answered as it should be.")
        : el(
            "ul",
            { class: "rules" },
            rules.map((rule) => this.#line(rule)),
          ),
    );
  }

  #line(rule) {
    const { name, match, action, onlyByName, counts } = rule;
    return el(
      "li",
      { "data-fault": name },
      el(
        "div",
        null,
        el("b", { class: "id" }, name),
        " ",
        actionWords(action),
        el(
          "small",
          null,
          onlyByName ? "only requests that name it" : matchWords(match),
          `; met ${counts.matched}, applied to ${counts.applied}`,
        ),
        el(
          "details",
          null,
          el("summary", null, "As JSON"),
          el("pre", { class: "text", tabindex: "0" }, json({ name, match, onlyByName, action })),
        ),
      ),
      button("Remove…", () => this.#remove(name), {
        key: `fault ${name}`,
        label: `Remove the fault ${name}`,
      }),
    );
  }

  #remove(name) {
    askBeforeLoss({
      title: "Remove this fault?",
      text: `The rule ${name} and its counts go; what it keeps waiting goes on.`,
      action: "Remove it",
      run: async () => {
        await call("DELETE", `${this.path}/faults/${encodeURIComponent(name)}`);
        notice(`The fault ${name} is gone.`);
        this.changed();
      },
    });
  }

  #clearAll() {
    askBeforeLoss({
      title: "Clear all faults?",
      text: "All these rules and their counts go; what they keep waiting goes on.",
      action: "Clear them",
      run: async () => {
        await call("DELETE", `${this.path}/faults`);
        notice("No fault is armed any more.");
        this.changed();
      },
    });
  }
}
