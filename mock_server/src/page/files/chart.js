// Requests and refusals over the last minutes, as bars.

import { el, set, show, svg, write } from "./dom.js";
import { plural } from "./format.js";

const BUCKET = 10_000;
const BUCKETS = 30;
const WIDTH = 600;
const HEIGHT = 90;
const GAP = 3;

function bucketOf(time) {
  return Math.floor(time / BUCKET);
}

function bar(kind, place) {
  const width = WIDTH / BUCKETS;
  return svg("rect", { class: kind, x: place * width + GAP / 2, width: width - GAP, y: HEIGHT, height: 0 });
}

function raise(rect, from, height) {
  set(rect, "y", HEIGHT - from - height);
  set(rect, "height", height);
}

export class Chart {
  // [requests, refusals] per ten seconds.
  #counts = new Map();
  #bars = Array.from({ length: BUCKETS }, (_, place) => [bar("good", place), bar("bad", place)]);
  #picture = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT + 1}`, preserveAspectRatio: "none", role: "img" },
    ...this.#bars,
    svg("line", { x1: 0, x2: WIDTH, y1: HEIGHT, y2: HEIGHT }),
  );
  #scale = el("p", { class: "scale" });
  #said = el("span");
  root = el(
    "figure",
    { class: "chart", hidden: true },
    this.#scale,
    this.#picture,
    el("figcaption", null, el("span", null, "5 min ago"), this.#said, el("span", null, "now")),
  );

  // `time` in milliseconds since 1970.
  count(time, refused) {
    const bucket = bucketOf(time);
    const [all, bad] = this.#counts.get(bucket) ?? [0, 0];
    this.#counts.set(bucket, [all + 1, bad + (refused ? 1 : 0)]);
  }

  clear() {
    this.#counts.clear();
  }

  // The newest bucket last. A clock may be a second off.
  #buckets(now) {
    const newest = Math.min(Math.max(...this.#counts.keys()), bucketOf(now) + 1);
    const first = Math.max(newest, bucketOf(now)) - BUCKETS + 1;
    for (const bucket of this.#counts.keys()) {
      if (bucket < first) {
        this.#counts.delete(bucket);
      }
    }
    return Array.from({ length: BUCKETS }, (_, place) => this.#counts.get(first + place) ?? [0, 0]);
  }

  draw(now) {
    const buckets = this.#buckets(now);
    const most = Math.max(...buckets.map(([all]) => all));
    const [all, refused] = buckets.reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
    const scale = most === 0 ? 0 : HEIGHT / most;
    const said = `${plural(all, "request")} in the last five minutes, ${refused} of them refused`;
    buckets.forEach(([total, bad], place) => {
      const [good, refusals] = this.#bars[place];
      raise(good, bad * scale, (total - bad) * scale);
      raise(refusals, 0, bad * scale);
    });
    set(this.#picture, "aria-label", said);
    write(this.#said, said);
    write(this.#scale, most > 0 ? `${most} in 10 s` : "none");
    show(this.root, true);
  }
}
