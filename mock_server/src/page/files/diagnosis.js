// Why a signature was refused, in words: what was signed, what should have been, where they part,
// and how to mend it.

import { el } from "./dom.js";

// How long the beginnings and the ends are that two texts have in common.
export function part(one, other) {
  const [a, b] = [[...one], [...other]];
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) {
    start += 1;
  }
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) {
    end += 1;
  }
  return { start, end };
}

// What does not show by itself.
function visible(text) {
  return text.replaceAll("\n", "⏎\n").replaceAll("\r", "␍").replaceAll("\t", "⇥");
}

function marked(text, { start, end }, differs) {
  const letters = [...text];
  const middle = letters.slice(start, letters.length - end).join("");
  return el(
    "pre",
    { class: "text", tabindex: "0" },
    visible(letters.slice(0, start).join("")),
    differs ? el("mark", null, visible(middle) || "∅") : null,
    visible(letters.slice(letters.length - end).join("")),
  );
}

function texts(signed, expected) {
  const place = part(signed, expected);
  const differs = signed !== expected;
  return [
    el(
      "p",
      null,
      differs
        ? `They part at character ${place.start + 1}; what is marked differs.`
        : "Both texts are the same: it is the key, or how the signature was made of it, that differs.",
    ),
    el("h4", null, "What was signed"),
    marked(signed, place, differs),
    el("h4", null, "What should have been signed"),
    marked(expected, place, differs),
  ];
}

function right({ rule, expected }) {
  return [
    el(
      "p",
      { class: "verdict good" },
      rule === null || rule === "wire"
        ? "This signature is right."
        : `This signature is accepted, by the rule ${rule}.`,
    ),
    expected
      ? [el("h4", null, "What was signed"), el("pre", { class: "text", tabindex: "0" }, visible(expected))]
      : [],
  ].flat();
}

// `explanation` is as the control API gives it.
export function drawDiagnosis(explanation) {
  const { verified, mistake, sentence, mend, signed, expected } = explanation;
  const content = verified
    ? right(explanation)
    : [
        el(
          "p",
          { class: "verdict bad" },
          sentence ?? "This signature is wrong, and by no mistake that is known.",
        ),
        mend ? el("p", { class: "mend" }, el("b", null, "To mend it: "), mend) : null,
        mistake ? el("p", { class: "quiet" }, "Its name is ", el("code", null, mistake), ".") : null,
        ...(signed && expected
          ? texts(signed, expected)
          : expected
            ? [
                el("h4", null, "What should have been signed"),
                el("pre", { class: "text", tabindex: "0" }, visible(expected)),
              ]
            : []),
      ];
  return el("div", { class: "diagnosis", "data-verified": String(verified) }, ...content.filter(Boolean));
}
