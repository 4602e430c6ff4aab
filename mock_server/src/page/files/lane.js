// One request at a time. A connection to the sandbox holds one of its threads, so that a page has
// one only: what the sandbox holds back makes way for whatever else is asked.

let tail = Promise.resolve();
let held = null;

export function inLane(job) {
  held?.abort();
  held = null;
  const done = tail.then(job);
  tail = done.then(
    () => {},
    () => {},
  );
  return done;
}

// The same for a job that waits for something to happen; it is given a signal to stop by.
export function waitInLane(job) {
  const controller = new AbortController();
  const done = inLane(() => job(controller.signal));
  held = controller;
  const clear = () => {
    held = held === controller ? null : held;
  };
  done.then(clear, clear);
  return done;
}

// Until nothing that was asked for so far is under way.
export function quiet() {
  return tail;
}

export function stopWaiting() {
  held?.abort();
}
