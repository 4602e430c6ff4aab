// Elements, made by hand: whatever comes from the sandbox becomes text, and never HTML.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// el("p", {class: "x", onclick: f}, "text", element, [more], null): an element.
export function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

// What is as it was costs nothing to draw: write() and set() leave it alone.
export function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function set(element, name, value) {
  if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value);
  }
}

// Replaces what is in `parent`, unless it is just that. Who was in there, on something with a
// data-key, stays on it.
export function redraw(parent, ...children) {
  const wanted = children.flat().filter((child) => child !== null && child !== undefined);
  if (wanted.length === parent.childNodes.length && wanted.every((child, i) => child === parent.childNodes[i])) {
    return;
  }
  const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  parent.replaceChildren(...wanted);
  if (key) {
    findKey(key, parent)?.focus({ preventScroll: true });
  }
}

export function findKey(key, parent = document) {
  return parent.querySelector(`[data-key="${CSS.escape(key)}"]`);
}

export function show(element, shown) {
  element.hidden = !shown;
}

// A part of the page under a heading, with its tools at the right: {root, body, tools}.
export function panel(title, { name, tools = [] } = {}) {
  const body = el("div", { class: "body" }, el("p", { class: "empty" }, "Loading…"));
  const id = `of-${name}`;
  const root = el(
    "section",
    { class: "panel", "data-panel": name, "aria-labelledby": id },
    el("header", null, el("h3", { id }, title), el("div", { class: "row" }, ...tools)),
    body,
  );
  return { root, body };
}

export function button(text, onclick, { key, kind, label } = {}) {
  return el("button", { type: "button", class: kind, "data-key": key, "aria-label": label, onclick }, text);
}

export function empty(...texts) {
  return el("p", { class: "empty" }, ...texts);
}

let fields = 0;

// A field under its label.
export function field(text, input, hint) {
  fields += 1;
  input.id = `field-${fields}`;
  if (hint) {
    input.setAttribute("aria-describedby", `hint-${fields}`);
  }
  return el(
    "div",
    { class: "field" },
    el("label", { for: input.id }, text),
    input,
    hint ? el("small", { id: `hint-${fields}` }, hint) : null,
  );
}

export function choice(name, options, selected) {
  return el(
    "select",
    { name },
    options.map(([value, text]) => el("option", { value, selected: value === selected }, text ?? value)),
  );
}

const ROLES = [
  ["thead, tbody", "rowgroup"],
  ["tr", "row"],
  ["th[scope=col]", "columnheader"],
];

// Rows of a table under `head`. On a narrow page they are no table rows any more: the roles keep it a
// table for those who hear it, the labels for those who look.
export function dressRows(rows, head) {
  for (const row of rows) {
    row.setAttribute("role", "row");
    [...row.cells].forEach((cell, i) => {
      cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
      cell.dataset.label = head[i];
    });
  }
}

// A table; `head` are texts, `bodies` are made of rows.
export function table(caption, head, bodies, { stacks = false } = {}) {
  const root = el(
    "table",
    { class: stacks ? "stacks" : null, role: "table" },
    el("caption", { class: "unseen" }, caption),
    el(
      "thead",
      null,
      el(
        "tr",
        null,
        head.map((text) => el("th", { scope: "col" }, text)),
      ),
    ),
    bodies,
  );
  for (const [selector, role] of ROLES) {
    root.querySelectorAll(selector).forEach((element) => element.setAttribute("role", role));
  }
  dressRows(root.querySelectorAll("tbody tr"), head);
  return root;
}
