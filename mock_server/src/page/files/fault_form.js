// Arming a fault: a few that are common, or any as JSON.

import { call } from "./api.js";
import { notice } from "./announce.js";
import { form } from "./dialog.js";
import { choice, el, field } from "./dom.js";
import { json } from "./format.js";

const OWN = "own";
const ACTIONS = {
  outage: ["503, the service is down", { type: "status", status: 503, retryAfter: 2 }],
  throttle: ["429, asked too often", { type: "status", status: 429, retryAfter: 2 }],
  broken: ["500, an error of the service", { type: "status", status: 500 }],
  refused: ["401, the signature is refused", { type: "status", status: 401 }],
  syncing: ["425, not synced yet", { type: "status", status: 425 }],
  late: ["Late by 2 to 5 seconds", { type: "delay", delayMs: { min: 2000, max: 5000 } }],
  slow: ["A slow body, 100 bytes a second", { type: "slowBody", bytesPerSecond: 100 }],
  truncated: ["The body ends after 20 bytes", { type: "truncate", bytes: 20 }],
  hollow: ["No body at all", { type: "emptyBody" }],
  reset: ["The connection is reset before the answer", { type: "reset", when: "before" }],
  lost: ["The request is done, and its answer lost", { type: "reset", when: "before", execute: true }],
  silent: ["No answer for a minute", { type: "noAnswer" }],
};
const METHODS = [["", "any"], ["GET"], ["POST"], ["DELETE"]];

function number(name, attributes) {
  return el("input", { name, type: "number", ...attributes });
}

function makeFields() {
  const kind = choice(
    "action",
    [...Object.entries(ACTIONS).map(([name, [text]]) => [name, text]), [OWN, "Another, as JSON"]],
    "outage",
  );
  const own = el("textarea", { name: "json", rows: "5", spellcheck: "false" }, json(ACTIONS.outage[1]));
  const ownField = field("Its action", own, "As README's table of actions has it.");
  ownField.hidden = true;
  kind.addEventListener("change", () => {
    if (kind.value === OWN) {
      ownField.hidden = false;
    } else {
      ownField.hidden = true;
      own.value = json(ACTIONS[kind.value][1]);
    }
  });
  return {
    kind,
    own,
    ownField,
    name: el("input", {
      name: "name",
      required: true,
      pattern: "[A-Za-z0-9._\\-]{1,64}",
      value: "outage",
      autocomplete: "off",
    }),
    method: choice("method", METHODS, ""),
    path: el("input", { name: "path", placeholder: "any", autocomplete: "off" }),
    probability: number("probability", { min: "0", max: "1", step: "any", placeholder: "1" }),
    times: number("times", { min: "1", step: "1", placeholder: "always" }),
  };
}

function ruleOf({ kind, own, name, method, path, probability, times }) {
  const match = {};
  if (method.value) {
    match.method = method.value;
  }
  if (path.value.trim()) {
    match.path = path.value.trim();
  }
  if (probability.value !== "") {
    match.probability = Number(probability.value);
  }
  if (times.value !== "") {
    match.times = Number(times.value);
  }
  const action = kind.value === OWN ? JSON.parse(own.value) : ACTIONS[kind.value][1];
  return { name: name.value, match, action };
}

// `path` is "" for the faults of everyone, or a partner's.
export function armFault(path, changed) {
  const fields = makeFields();
  fields.kind.addEventListener("change", () => {
    fields.name.value = fields.kind.value;
  });
  form({
    title: path === "" ? "Arm a fault for everyone" : "Arm a fault",
    name: "fault",
    text: "Requests that fit meet it from now on; the first rule that fits is taken.",
    fields: [
      field("What happens", fields.kind),
      fields.ownField,
      field("Name of the rule", fields.name),
      el(
        "div",
        { class: "pair" },
        field("Method", fields.method),
        field("Path", fields.path, "* is a part of a segment, ** anything."),
      ),
      el(
        "div",
        { class: "pair" },
        field("Probability", fields.probability),
        field("How many times", fields.times),
      ),
    ],
    action: "Arm it",
    run: async () => {
      const rule = ruleOf(fields);
      await call("POST", `${path}/faults`, rule);
      notice(`The fault ${rule.name} is armed.`);
      changed();
    },
  });
}
