// Who is here: the host, who sees all, or somebody with a partner of their own. The token is kept
// for this tab, and asked for when the sandbox wants one.

import { call, setDoor } from "./api.js";
import { ask } from "./dialog.js";
import { el, field } from "./dom.js";

const PLACE = "snaptrade-sandbox";
let key = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
let asking = true;
let visitors = false;
let gone = null;

function keep(token, clientId) {
  key = token ? { token, clientId: clientId || null } : null;
  if (key) {
    sessionStorage.setItem(PLACE, JSON.stringify(key));
  } else {
    sessionStorage.removeItem(PLACE);
  }
}

async function unlock(why) {
  if (visitors && key?.clientId) {
    gone = key.clientId;
    keep(null);
    return false;
  }
  if (!asking) {
    return false;
  }
  const before = ownPartner();
  const token = el("input", { name: "token", type: "password", required: true, autocomplete: "off" });
  const clientId = el("input", { name: "clientId", autocomplete: "off", value: key?.clientId });
  const given = await ask({
    title: "A token is needed",
    name: "token",
    text:
      why ??
      "The sandbox printed it at its start, or it is in --control-token-file. It is kept for this tab.",
    alert: why !== null,
    fields: [
      field("Token", token),
      field("clientId", clientId, "Only with the token of one partner, which opens nothing else."),
    ],
    action: "Let me in",
  });
  if (given) {
    keep(token.value.trim(), clientId.value.trim());
  }
  asking = given;
  // As somebody else the same call makes no sense any more.
  return given && ownPartner() === before;
}

export function start() {
  setDoor({ token: () => key?.token ?? null, unlock });
}

// The partner that the token is of; null: it opens all, or none is needed.
export function ownPartner() {
  return key?.clientId ?? null;
}

export function hasToken() {
  return key !== null;
}

export function token() {
  return key?.token ?? null;
}

export function forget() {
  keep(null);
}

// May whoever sits here be asked for a token? Not again after they said no.
export function mayAsk(may) {
  asking = may;
}

// A visitor whose partner is gone needs another one, and not a token.
export function setVisitors(are) {
  visitors = are;
}

// The partner that a visitor has lost; null: none.
export function lost() {
  return gone;
}

export async function becomeVisitor() {
  const made = await call("POST", "/visitors");
  gone = null;
  keep(made.token, made.clientId);
}
