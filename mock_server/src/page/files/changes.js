// Learns that something has happened, and has what is shown asked for again: at most twice a
// second, about once while more happens than is shown, and not at all while nobody can see it.

import { Locked, Refusal, Unreachable, call, wait } from "./api.js";
import { quiet, stopWaiting } from "./lane.js";

const PACE = 500;
const FLOOD_PACE = 900;
const STATE_PACE = 5000;
const BREATH = 50;
const BUSY_PACE = 2000;
const MOST_PAUSE = 4000;
const BUSY_ASKS = 10;
const HOLD = 30;
const BUSY = 503;

function visible() {
  if (!document.hidden) {
    return null;
  }
  return new Promise((resolve) => {
    document.addEventListener("visibilitychange", resolve, { once: true });
  });
}

export class Changes {
  #ended = false;
  #stale = true;
  #asks = 0;
  #pause = PACE;
  #revision = null;
  #state = null;
  #looked = 0;
  #flood = false;
  #wake = () => {};

  // `path` is "" or that of a partner; loadState(how) and loadJournal() ask for what is shown, the
  // first as a Resource does, the second for the news of the journal (journal.js); tell(state, error)
  // hears how it goes: live, asking, gone, paused, locked.
  constructor(path, { loadState, loadJournal, tell }) {
    Object.assign(this, { path, loadState, loadJournal, tell });
  }

  // Has it asked for again now.
  poke() {
    this.#stale = true;
    stopWaiting();
    this.#wake();
  }

  end() {
    this.#ended = true;
    stopWaiting();
    this.#wake();
  }

  async run() {
    const hide = () => {
      if (document.hidden) {
        this.#stale = true;
        stopWaiting();
      }
    };
    document.addEventListener("visibilitychange", hide);
    while (!this.#ended) {
      if (document.hidden) {
        this.tell("paused");
        await visible();
      }
      await this.#step();
    }
    document.removeEventListener("visibilitychange", hide);
  }

  #sleep(milliseconds, { untilPoked = false } = {}) {
    return new Promise((resolve) => {
      this.#wake = untilPoked ? resolve : () => {};
      setTimeout(resolve, milliseconds);
    });
  }

  async #step() {
    try {
      if (this.#stale || this.#revision === null) {
        this.#stale = false;
        this.#state = null;
        await this.#look();
      } else if (this.#flood) {
        await this.#show({ revision: this.#revision, state: this.#state });
      } else {
        await this.#await();
      }
    } catch (error) {
      await this.#recover(error);
    }
  }

  async #look() {
    await this.#show(await call("GET", `${this.path}/changes?after=0`));
  }

  // Where all places for waiting are taken it asks now and then, and later tries to wait again.
  async #await() {
    const path = `${this.path}/changes?after=${this.#revision}`;
    let answer;
    if (this.#asks > 0) {
      await this.#sleep(BUSY_PACE, { untilPoked: true });
      this.#asks -= 1;
      answer = await call("GET", path);
    } else {
      answer = await wait(`${path}&wait=${HOLD}`, HOLD);
    }
    if (answer.revision !== this.#revision) {
      await this.#show(answer);
    }
  }

  // Requests change nothing but the journal, and how long the partners will live. In a flood
  // nothing else is asked, so that it is the journal that tells of a new state.
  async #show({ revision, state }) {
    const start = performance.now();
    this.#revision = revision;
    if (state !== this.#state || start > this.#looked + STATE_PACE) {
      await this.#showState(state);
    }
    const news = await this.loadJournal();
    this.#flood = news.flood;
    if (news.flood && news.state !== this.#state) {
      await this.#showState(news.state);
    }
    if (this.#ended) {
      return;
    }
    this.#pause = PACE;
    this.tell(this.#asks > 0 ? "asking" : "live");
    await this.#sleep(start + (this.#flood ? FLOOD_PACE : PACE) - performance.now());
  }

  async #showState(state) {
    const start = performance.now();
    await this.loadState({ stateIsKnown: state === this.#state });
    this.#state = state;
    this.#looked = start;
  }

  async #recover(error) {
    if (this.#ended) {
      return;
    }
    // Whoever asked for something else will want to see what came of it: a wait that ends as it
    // begins costs a connection.
    if (error.name === "AbortError") {
      await quiet();
      await this.#sleep(BREATH, { untilPoked: true });
      return;
    }
    if (error instanceof Refusal && error.status === BUSY && this.#asks === 0) {
      this.#asks = BUSY_ASKS;
      this.tell("asking");
      return;
    }
    this.#revision = null;
    if (error instanceof Locked) {
      this.#ended = true;
      this.tell("locked", error);
      return;
    }
    this.tell("gone", error);
    if (!(error instanceof Unreachable || error instanceof Refusal)) {
      console.error(error);
    }
    await this.#sleep(this.#pause, { untilPoked: true });
    this.#pause = Math.min(2 * this.#pause, MOST_PAUSE);
  }
}
