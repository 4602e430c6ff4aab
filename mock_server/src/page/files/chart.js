// Requests and refusals over the last minutes, as bars.

import { el, svg } from "./dom.js";
import { plural } from "./format.js";

const BUCKET = 10_000;
const BUCKETS = 30;
const WIDTH = 600;
const HEIGHT = 90;
const GAP = 3;

// One bucket per ten seconds, the newest last: [requests, refusals]. A clock may be a second off.
function count(entries, now) {
  const buckets = Array.from({ length: BUCKETS }, () => [0, 0]);
  const end = Math.floor(Math.max(now, Math.min(entries.at(-1)?.time ?? now, now + BUCKET)) / BUCKET);
  for (const { time, refused } of entries) {
    const place = BUCKETS - 1 - (end - Math.floor(time / BUCKET));
    if (place >= 0 && place < BUCKETS) {
      buckets[place][0] += 1;
      buckets[place][1] += refused ? 1 : 0;
    }
  }
  return buckets;
}

function bar(kind, place, from, height) {
  const width = WIDTH / BUCKETS;
  return height === 0
    ? null
    : svg("rect", {
        class: kind,
        x: place * width + GAP / 2,
        y: HEIGHT - from - height,
        width: width - GAP,
        height,
      });
}

// `entries` are {time, refused}, times in milliseconds.
export function drawChart(entries, now) {
  const buckets = count(entries, now);
  const most = Math.max(...buckets.map(([all]) => all));
  const [all, refused] = buckets.reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
  const scale = most === 0 ? 0 : HEIGHT / most;
  const said = `${plural(all, "request")} in the last five minutes, ${refused} of them refused`;
  const bars = buckets.flatMap(([total, bad], place) => [
    bar("good", place, bad * scale, (total - bad) * scale),
    bar("bad", place, 0, bad * scale),
  ]);
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT + 1}`, preserveAspectRatio: "none", role: "img", "aria-label": said },
    bars.filter(Boolean),
    svg("line", { x1: 0, x2: WIDTH, y1: HEIGHT, y2: HEIGHT }),
  );
  return el(
    "figure",
    { class: "chart" },
    el("p", { class: "scale" }, most > 0 ? `${most} in 10 s` : "none"),
    picture,
    el("figcaption", null, el("span", null, "5 min ago"), el("span", null, said), el("span", null, "now")),
  );
}
