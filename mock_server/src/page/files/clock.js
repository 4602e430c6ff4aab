// The partner's own clock: standing still, or another time than ours.

import { call } from "./api.js";
import { notice } from "./announce.js";
import { form } from "./dialog.js";
import { button, el, field, panel } from "./dom.js";
import { day, duration, moment } from "./format.js";

const STEPS = [
  [60, "+1 min"],
  [300, "+5 min"],
  [3600, "+1 h"],
  [86400, "+1 day"],
];

export function clockWords({ frozen, offsetSeconds, time }) {
  const off =
    Math.abs(offsetSeconds) < 1
      ? null
      : `${duration(offsetSeconds)} ${offsetSeconds > 0 ? "ahead" : "behind"}`;
  if (frozen) {
    return `frozen at ${moment(time)}`;
  }
  return off;
}

export class Clock {
  constructor(path, changed) {
    this.path = `${path}/clock`;
    this.changed = changed;
    const { root, body } = panel("Clock", { name: "clock" });
    this.time = el("p", { class: "time" });
    this.words = el("p", { class: "quiet" });
    this.stop = button("Freeze", () => this.#change({ action: "freeze" }, "The clock stands still."), {
      key: "freeze",
    });
    this.go = button("Let it run", () => this.#change({ action: "resume" }, "The clock runs on."), {
      key: "resume",
    });
    this.back = button("Real time", () => this.#reset(), { key: "real" });
    body.replaceChildren(
      this.time,
      this.words,
      el(
        "div",
        { class: "row" },
        this.stop,
        this.go,
        STEPS.map(([seconds, text]) =>
          button(text, () =>
            this.#change({ action: "advance", seconds }, `The clock went on by ${duration(seconds)}.`),
          ),
        ),
        button("Set…", () => this.#set()),
        this.back,
      ),
    );
    this.root = root;
  }

  draw(clock) {
    const words = clockWords(clock);
    this.value = clock;
    this.seen = performance.now();
    this.tick();
    this.words.textContent =
      words ?? "As the real one. Timestamps, links of the portal and expiry go by it.";
    this.stop.hidden = clock.frozen;
    this.go.hidden = !clock.frozen;
    this.back.hidden = words === null;
  }

  // Between two looks it goes on.
  tick() {
    if (this.value) {
      const passed = this.value.frozen ? 0 : performance.now() - this.seen;
      const time = new Date(Date.parse(this.value.time) + passed);
      this.time.textContent = `${day(time.toISOString())}:${time.toISOString().slice(17, 19)} UTC`;
    }
  }

  async #change(change, done) {
    try {
      this.draw(await call("POST", this.path, change));
      notice(done);
    } catch (error) {
      notice(error.message, { bad: true });
    }
    this.changed();
  }

  async #reset() {
    try {
      await call("DELETE", this.path);
      notice("The clock shows real time.");
    } catch (error) {
      notice(error.message, { bad: true });
    }
    this.changed();
  }

  #set() {
    const time = el("input", {
      name: "time",
      type: "datetime-local",
      step: "1",
      required: true,
      value: this.value.time.slice(0, 19),
    });
    form({
      title: "Set the clock",
      name: "clock",
      text: "It runs on from there, or stands there if it is frozen.",
      fields: [field("Time, UTC", time)],
      action: "Set it",
      run: async () => {
        const whole = time.value.length === 16 ? `${time.value}:00` : time.value;
        await call("POST", this.path, { action: "set", time: `${whole}Z` });
        notice("The clock is set.");
        this.changed();
      },
    });
  }
}
