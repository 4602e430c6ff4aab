// Dialogs: to look at something, to fill something in, and to be asked first.

import { keepNotices } from "./announce.js";
import { button, el, findKey } from "./dom.js";

// Opens one, and gives {root, body, close, closed}; `closed` is a promise.
export function open({ title, name, content = [], wide = false }) {
  const opener = document.activeElement;
  const key = opener?.dataset?.key;
  const id = `dialog-${name}`;
  const body = el("div", { class: "body" }, ...content);
  const root = el(
    "dialog",
    { class: wide ? "wide" : null, "data-dialog": name, "aria-labelledby": id },
    el(
      "header",
      null,
      el("h2", { id }, title),
      button("×", () => root.close(), { label: "Close", kind: "plain" }),
    ),
    body,
  );
  const closed = new Promise((resolve) => {
    root.addEventListener("close", () => {
      keepNotices(root);
      root.remove();
      if (key && !opener.isConnected) {
        findKey(key)?.focus();
      }
      resolve();
    });
  });
  document.body.append(root);
  root.showModal();
  return { root, body, close: () => root.close(), closed };
}

// A form that does something when it is sent: `run` may throw, and the dialog stays and says why.
export function form({
  title,
  name,
  text,
  alert = false,
  fields = [],
  action,
  kind = "primary",
  run,
  wide,
}) {
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const send = el("button", { type: "submit", class: kind }, action);
  let done = false;
  const submit = async (event) => {
    event.preventDefault();
    send.disabled = true;
    problem.hidden = true;
    try {
      done = (await run(dialog)) !== false;
      if (done) {
        dialog.close();
      }
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    } finally {
      send.disabled = false;
    }
  };
  const dialog = open({
    title,
    name,
    wide,
    content: [
      el(
        "form",
        { onsubmit: submit },
        text ? el("p", alert ? { class: "problem", role: "alert" } : null, text) : null,
        ...fields,
        problem,
        el(
          "div",
          { class: "row end" },
          button("Cancel", () => dialog.close()),
          send,
        ),
      ),
    ],
  });
  return { ...dialog, closed: dialog.closed.then(() => done) };
}

// Is it to be done? A promise of true or false.
export function ask(wishes) {
  return form({ run: async () => true, ...wishes }).closed;
}

// The same for what loses something.
export function askBeforeLoss({ title, text, action, run }) {
  return form({ title, text, action, run, name: "loss", kind: "danger" }).closed;
}
