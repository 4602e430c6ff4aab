// How many requests the partner may send in a minute.

import { call } from "./api.js";
import { notice } from "./announce.js";
import { form } from "./dialog.js";
import { button, el, field, panel, redraw } from "./dom.js";
import { plural } from "./format.js";

export class Limit {
  constructor(path, changed) {
    this.path = `${path}/rateLimit`;
    this.changed = changed;
    this.off = button("No limit", () => this.#remove(), { key: "limit off" });
    const { root, body } = panel("Rate limit", {
      name: "limit",
      tools: [this.off, button("Set…", () => this.#set(), { key: "limit set" })],
    });
    Object.assign(this, { root, body });
  }

  draw({ requests, remaining, resetSeconds }) {
    this.off.hidden = requests === 0;
    this.requests = requests;
    redraw(
      this.body,
      requests === 0
        ? el("p", { class: "empty" }, "None: any number of requests is answered.")
        : [
            el("meter", {
              min: 0,
              max: requests,
              low: requests / 10,
              value: remaining,
              "aria-label": "Requests left",
            }),
            el(
              "p",
              null,
              `${remaining} of ${plural(requests, "request")} left in any 60 seconds`,
              remaining === 0 ? `; the next one in ${resetSeconds} s` : "",
            ),
          ],
    );
  }

  async #remove() {
    try {
      await call("DELETE", this.path);
      notice("There is no rate limit any more.");
    } catch (error) {
      notice(error.message, { bad: true });
    }
    this.changed();
  }

  #set() {
    const requests = el("input", {
      name: "requests",
      type: "number",
      min: "1",
      max: "1000000",
      required: true,
      value: this.requests || 250,
    });
    form({
      title: "Rate limit",
      name: "limit",
      text: "A request too many gets 429, and is told when the next one is let through.",
      fields: [field("Requests in any 60 seconds", requests, "SnapTrade's own is 250.")],
      action: "Set it",
      run: async () => {
        await call("PUT", this.path, { requests: Number(requests.value) });
        notice("The rate limit is on.");
        this.changed();
      },
    });
  }
}
