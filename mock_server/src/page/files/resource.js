// Something that the sandbox knows, and what is drawn of it when it has become something else.

import { read } from "./api.js";

export class Resource {
  #text = null;

  // ages(value) says whether it becomes another though the state stays.
  constructor(path, draw, ages = () => false) {
    Object.assign(this, { path, draw, ages });
  }

  // Of a state that is known already only what ages is asked for again.
  async load({ stateIsKnown = false } = {}) {
    if (stateIsKnown && this.#text !== null && !this.ages(this.value)) {
      return this.value;
    }
    const text = await read(this.path);
    if (text !== this.#text) {
      this.#text = text;
      this.value = JSON.parse(text);
      this.draw(this.value);
    }
    return this.value;
  }
}
