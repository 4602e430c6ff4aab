// A request and its signature, pasted by somebody, and what is wrong with them.

import { call } from "./api.js";
import { form } from "./dialog.js";
import { drawDiagnosis } from "./diagnosis.js";
import { choice, el, field } from "./dom.js";

const METHODS = [["GET"], ["POST"], ["DELETE"], ["PUT"], ["PATCH"]];

// Of a whole request that was pasted into the field of the target: "GET /x HTTP/1.1", headers, body.
function takeApart(text) {
  const [head, ...bodies] = text.trim().split(/\r?\n\r?\n/);
  const [first, ...lines] = head.split(/\r?\n/);
  const words = first.trim().split(/\s+/);
  const signature = lines.find((line) => /^signature:/i.test(line));
  return {
    method: /^[A-Z]+$/.test(words[0]) ? words[0] : null,
    target: /^[A-Z]+$/.test(words[0]) ? (words[1] ?? "") : words[0],
    signature: signature ? signature.slice(signature.indexOf(":") + 1).trim() : null,
    body: bodies.length > 0 ? bodies.join("\n\n") : null,
  };
}

// `path` is "" or that of the partner whose requests may be explained.
export function explainRequest(path) {
  const method = choice("method", METHODS, "GET");
  const target = el("textarea", {
    name: "target",
    rows: "4",
    required: true,
    spellcheck: "false",
    placeholder: "/api/v1/authorizations?clientId=…&timestamp=…",
  });
  const signature = el("input", { name: "signature", autocomplete: "off", spellcheck: "false" });
  const body = el("textarea", { name: "body", rows: "3", spellcheck: "false" });
  const answer = el("div", { class: "answer", "aria-live": "polite" });
  target.addEventListener("change", () => {
    const parts = takeApart(target.value);
    target.value = parts.target;
    method.value = parts.method ?? method.value;
    signature.value = parts.signature ?? signature.value;
    body.value = parts.body ?? body.value;
  });
  form({
    title: "Explain a signature",
    name: "explain",
    wide: true,
    text:
      "Paste the request as it was sent, path and query or the whole URL, and the header Signature. " +
      "Times are not judged.",
    fields: [
      field("Target, or a whole request", target),
      el("div", { class: "pair" }, field("Method", method), field("Signature", signature)),
      field("Body, if it has one", body),
      answer,
    ],
    action: "Explain",
    run: async () => {
      const request = { method: method.value, target: target.value.trim() };
      if (signature.value !== "") {
        request.signature = signature.value;
      }
      if (body.value !== "") {
        request.body = body.value;
      }
      answer.replaceChildren(drawDiagnosis(await call("POST", `${path}/explain`, request)));
      return false;
    },
  });
}
