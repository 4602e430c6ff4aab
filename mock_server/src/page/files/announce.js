// What is said to those who do not look: notices that go by themselves, and quiet news.

import { button, el } from "./dom.js";

const STAYS = 6000;
const MOST = 3;
const QUIET = 3000;
let pending = null;
let spoken = 0;

// What is behind a dialog can be neither read nor pressed.
function place() {
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  if (dialog === undefined) {
    return document.getElementById("notices");
  }
  const own = dialog.querySelector(".notices") ?? el("div", { class: "notices", role: "status" });
  dialog.append(own);
  return own;
}

// When a dialog closes, they stay.
export function keepNotices(dialog) {
  document.getElementById("notices").append(...dialog.querySelectorAll(".notice"));
}

export function notice(text, { bad = false } = {}) {
  const line = el(
    "p",
    { class: bad ? "notice bad" : "notice", role: bad ? "alert" : null },
    el("span", null, text),
    button("×", () => line.remove(), { label: "Dismiss" }),
  );
  const notices = place();
  notices.append(line);
  [...notices.querySelectorAll(".notice:not(.bad)")].slice(0, -MOST).forEach((old) => old.remove());
  if (!bad) {
    setTimeout(() => line.remove(), STAYS);
  }
}

// Says it to screen readers, not more often than they can follow.
export function announce(text) {
  const first = pending === null;
  pending = text;
  if (first) {
    setTimeout(
      () => {
        document.getElementById("announcer").textContent = pending;
        pending = null;
        spoken = Date.now();
      },
      Math.max(0, spoken + QUIET - Date.now()),
    );
  }
}
