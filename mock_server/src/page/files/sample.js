// Sends a signed request, for a look at how it is answered and at how it arrives in the journal.

import { notice } from "./announce.js";
import { call, ofPartner, sendSigned } from "./api.js";
import { form } from "./dialog.js";
import { button, choice, el, field } from "./dom.js";
import { legible, plural } from "./format.js";
import { statusMark } from "./journal_row.js";
import { showRequest } from "./request.js";

// What a call needs: a user, one of its connections, or a text; and whether something is lost.
const CALLS = {
  "GET /authorizations": { user: true },
  "GET /authorizations/{id}": { user: true, connection: true },
  "GET /authorizations/{id}/accounts": { user: true, connection: true },
  "GET /accounts": { user: true },
  "GET /sessionEvents": { partner: true },
  "GET /brokerages": {},
  "GET /snapTrade/partners": {},
  "GET /snapTrade/listUsers": {},
  "POST /snapTrade/registerUser": { text: true },
  "POST /authorizations/{id}/refresh": { user: true, connection: true },
  "POST /authorizations/{id}/disable": { user: true, connection: true },
  "DELETE /authorizations/{id}": {
    user: true,
    connection: true,
    loses: "The connection goes, with its accounts.",
  },
};
// What goes wrong on its way: for a look at a refusal.
const MISTAKES = {
  none: ["None: it is right", (request) => request],
  newline: [
    "A parameter is added after signing",
    (request) => ({ ...request, target: `${request.target}&page=1` }),
  ],
  prefix: [
    "It is sent without the prefix that was signed",
    (request) => ({ ...request, target: request.target.replace("/api/v1", "") }),
  ],
  cut: [
    "The signature is cut short",
    (request) => ({ ...request, signature: request.signature.slice(0, -5) }),
  ],
  missing: ["The signature is missing", (request) => ({ ...request, signature: "" })],
};

function wishOf(name, { userId, connection, text, clientId, personal }) {
  const [method, path] = name.split(" ");
  const needs = CALLS[name];
  const wish = { method, path: `/api/v1${path.replace("{id}", connection)}` };
  if (needs.user && !personal) {
    wish.userId = userId;
  }
  if (needs.partner) {
    wish.parameters = { PartnerClientId: clientId };
  }
  if (needs.text) {
    wish.body = { userId: text };
  }
  return wish;
}

// The last that was refused is this one, unless somebody else is at it.
async function showRefused(path) {
  try {
    showRequest(path, await call("GET", `${path}/journal/last-failure`));
  } catch (error) {
    notice(error.message, { bad: true });
  }
}

function drawAnswer(place, path, request, answer, took) {
  const diagnosis = answer.headers.get("X-Sandbox-Diagnosis");
  place.replaceChildren(
    el(
      "p",
      { class: "row" },
      statusMark(answer.status),
      el("b", { class: "id" }, `${request.method} ${request.target.split("?")[0]}`),
      el("small", null, `${took} ms, ${plural(answer.text.length, "character")}`),
    ),
    ...(diagnosis
      ? [
          el(
            "p",
            { class: "row" },
            el("span", { class: "verdict bad" }, `Diagnosis: ${diagnosis}.`),
            button("Read it in words", () => showRefused(path), { kind: "link", key: "words" }),
          ),
        ]
      : []),
    el("pre", { class: "text", tabindex: "0" }, answer.text === "" ? "No body." : legible(answer.text)),
  );
}

export function sendSample({ clientId, personal }, { users, connections }) {
  const path = ofPartner(clientId);
  const what = choice(
    "call",
    Object.keys(CALLS).map((name) => [name]),
    "GET /authorizations",
  );
  const user = choice(
    "user",
    users.map(({ userId }) => [userId]),
    users[0]?.userId,
  );
  const connection = el("select", { name: "connection" });
  const text = el("input", { name: "userId", value: `user-${Math.floor(Date.now() / 1000)}` });
  const mistake = choice(
    "mistake",
    Object.entries(MISTAKES).map(([name, [words]]) => [name, words]),
    "none",
  );
  const loss = el("p", { class: "hint", role: "status" });
  const answer = el("div", { class: "answer", "aria-live": "polite" });
  const fields = {
    user: field("User", user),
    connection: field("Connection", connection),
    text: field("userId of the new user", text),
  };
  const draw = () => {
    const needs = CALLS[what.value];
    for (const [name, label] of Object.entries(fields)) {
      label.hidden = !needs[name] || (name === "user" && personal);
    }
    const own = connections().filter(({ userId }) => personal || userId === user.value);
    connection.replaceChildren(
      ...own.map(({ id, brokerage, name }) => el("option", { value: id }, `${brokerage.name}, ${name}`)),
    );
    connection.disabled = own.length === 0;
    loss.textContent = needs.loses ? `${needs.loses} Sending it does that at once.` : "";
    send.className = needs.loses ? "danger" : "primary";
    send.disabled = needs.connection && own.length === 0;
  };
  const { root } = form({
    title: "Send a signed request",
    name: "sample",
    wide: true,
    fields: [
      field("Call", what),
      fields.user,
      fields.connection,
      fields.text,
      field("Mistake", mistake),
      loss,
      answer,
    ],
    action: "Send it",
    run: async () => {
      const wish = wishOf(what.value, {
        userId: user.value,
        connection: connection.value,
        text: text.value,
        clientId,
        personal,
      });
      const request = MISTAKES[mistake.value][1](await call("POST", `${path}/sign`, wish));
      const start = performance.now();
      drawAnswer(answer, path, request, await sendSigned(request), Math.round(performance.now() - start));
      draw();
      return false;
    },
  });
  const send = root.querySelector("button[type=submit]");
  what.addEventListener("change", draw);
  user.addEventListener("change", draw);
  draw();
}
