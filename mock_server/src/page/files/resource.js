// Something that the sandbox knows, and what is drawn of it when it has become something else.

import { read } from "./api.js";

export class Resource {
  #text = null;

  constructor(path, draw) {
    this.path = path;
    this.draw = draw;
  }

  async load() {
    const text = await read(this.path);
    if (text !== this.#text) {
      this.#text = text;
      this.value = JSON.parse(text);
      this.draw(this.value);
    }
    return this.value;
  }
}
