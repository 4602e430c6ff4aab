// Times and numbers as texts. Times are UTC, as in the API.

export function day(date) {
  return date ? date.slice(0, 16).replace("T", " ") : "never";
}

export function second(date) {
  return date.slice(11, 19);
}

export function moment(date) {
  return `${date.slice(0, 10)} ${date.slice(11, 23)} UTC`;
}

export function plural(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

// 95 seconds: "1 min 35 s".
export function duration(seconds) {
  const whole = Math.abs(Math.round(seconds));
  const parts = [
    [86400, "d"],
    [3600, "h"],
    [60, "min"],
    [1, "s"],
  ];
  const texts = [];
  let rest = whole;
  for (const [size, unit] of parts) {
    if (rest >= size) {
      texts.push(`${Math.floor(rest / size)} ${unit}`);
      rest %= size;
    }
  }
  return texts.slice(0, 2).join(" ") || "0 s";
}

export function json(value) {
  return JSON.stringify(value, null, 2);
}

// A target without its query.
export function pathOf(target) {
  return target.split("?")[0];
}

// JSON when it is some, indented; else as it is.
export function legible(text) {
  try {
    return json(JSON.parse(text));
  } catch {
    return text;
  }
}
