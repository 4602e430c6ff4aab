// Copies credentials. They are asked for when somebody presses the button, go to the clipboard, and
// are neither shown nor kept.

import { call, ofPartner } from "./api.js";
import { notice } from "./announce.js";
import { open } from "./dialog.js";
import { button, choice, el, field } from "./dom.js";
import { token } from "./door.js";
import SNIPPETS from "./snippets.js";

const HIDDEN = "***";

// Where a page may not write to the clipboard by itself: plain http from another machine.
function copyByHand(text) {
  const area = el("textarea", { class: "unseen", "aria-hidden": "true", tabindex: "-1" });
  const place = document.querySelector("dialog[open]") ?? document.body;
  area.value = text;
  place.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) {
    throw new Error("This browser does not let the page copy.");
  }
}

// `get` gives a promise of the text; `what` is its name in the notice that it is done.
export async function copyText(get, what) {
  try {
    const text = await get();
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
    } else {
      copyByHand(text);
    }
    notice(`Copied: ${what}.`);
  } catch (error) {
    notice(error.message, { bad: true });
  }
}

function all(credentials, userId) {
  const { clientId, consumerKey, personal, users } = credentials;
  const user = personal ? null : users.find((one) => one.userId === userId);
  return {
    url: `${location.origin}/api/v1`,
    clientId,
    consumerKey,
    userId: user?.userId ?? null,
    userSecret: user?.userSecret ?? null,
  };
}

export function showCredentials({ clientId, personal }, users) {
  const user = choice(
    "user",
    users.map(({ userId }) => [userId]),
    users[0]?.userId,
  );
  const form = choice(
    "form",
    SNIPPETS.map(({ name, title }) => [name, title]),
    "environment",
  );
  const preview = el("pre", { class: "text", tabindex: "0" });
  const chosen = () => SNIPPETS.find(({ name }) => name === form.value);
  const draw = () => {
    const shown = {
      clientId,
      consumerKey: HIDDEN,
      personal,
      users: users.map(({ userId }) => ({ userId, userSecret: HIDDEN })),
    };
    preview.textContent = chosen().make(all(shown, user.value));
  };
  const copy = () =>
    copyText(async () => {
      const credentials = await call("GET", ofPartner(clientId, "/credentials"));
      return chosen().make(all(credentials, user.value));
    }, chosen().title);
  user.addEventListener("change", draw);
  form.addEventListener("change", draw);
  open({
    title: "Copy credentials",
    name: "credentials",
    wide: true,
    content: [
      el(
        "div",
        { class: "pair" },
        field("As", form),
        personal || users.length === 0 ? null : field("User", user),
      ),
      preview,
      el(
        "p",
        { class: "quiet" },
        "The secrets are put in as you copy; this page neither shows nor keeps them.",
      ),
      el(
        "div",
        { class: "row end" },
        token() ? button("Copy the page's token", () => copyText(async () => token(), "the token")) : null,
        button("Copy", copy, { kind: "primary" }),
      ),
    ],
  });
  draw();
}
