// Starts the page: who is here, what they see, and how it is kept up to date.

import { Unreachable, call } from "./api.js";
import { notice } from "./announce.js";
import { Changes } from "./changes.js";
import * as door from "./door.js";
import { button, el, redraw, set, show, write } from "./dom.js";
import { Everyone } from "./everyone.js";
import { CALM } from "./journal.js";
import { Partner } from "./partner.js";
import { PartnerList } from "./partners.js";

const TICK = 1000;
const TICK_AFTER_FLOOD = 1500;
const RETRY = 1000;
const STATES = {
  live: "live",
  asking: "asks every 2 s: all places for waiting are taken",
  gone: "no answer",
  paused: "paused",
  locked: "locked",
};

const [main, nav, banner, state, tools] = ["main", "nav", "banner", "state", "tools"].map((id) =>
  document.getElementById(id),
);
const version = el("small");
const forget = button("Forget the token", forgetToken, { key: "forget" });
let about = null;
let changes = null;
let list = null;
let view = null;
let flooded = -TICK_AFTER_FLOOD;

const changed = () => changes?.poke();

function tell(name, error) {
  write(state, STATES[name]);
  set(state, "data-state", name);
  show(banner, name === "gone");
  if (name === "gone") {
    banner.textContent =
      error instanceof Unreachable
        ? "The sandbox does not answer. This page keeps trying, and goes on by itself."
        : `The sandbox answers with an error: ${error.message} This page keeps trying.`;
  } else if (name === "locked") {
    lock();
  }
}

function lock() {
  changes?.end();
  changes = null;
  view = null;
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  show(nav, false);
  redraw(
    main,
    el(
      "section",
      { class: "door" },
      el("h2", null, about.visitors ? "A sandbox of your own" : "This sandbox needs a token"),
      door.lost()
        ? el(
            "p",
            { class: "problem" },
            `${door.lost()} is gone: it has expired, or was deleted, or the sandbox was started anew.`,
          )
        : null,
      about.visitors
        ? [
            el(
              "p",
              null,
              "Get a partner with credentials, users and connections. Nobody else sees it, " +
                "and it goes when it has not been used for a while.",
            ),
            button("Get a partner", becomeVisitor, { kind: "primary big", key: "visit" }),
          ]
        : el(
            "p",
            null,
            "The host has it: it was printed at the start, or is in the file of --control-token-file.",
          ),
      button(
        "I have a token…",
        () => {
          door.mayAsk(true);
          enter(true);
        },
        { key: "token" },
      ),
    ),
  );
  drawTools();
}

async function becomeVisitor() {
  try {
    await door.becomeVisitor();
    enter();
  } catch (error) {
    notice(error.message, { bad: true });
  }
}

function drawTools() {
  redraw(tools, version, door.hasToken() ? forget : null);
}

function forgetToken() {
  door.forget();
  location.hash = "#/";
  enter();
}

// The partner that the address names; null: everyone.
function named() {
  const [, name] = /^#\/(.*)$/.exec(location.hash) ?? [];
  try {
    return name ? decodeURIComponent(name) : null;
  } catch {
    return null;
  }
}

function choose() {
  const own = door.ownPartner();
  const clientId = own ?? named();
  if (view !== null && view.clientId === clientId) {
    return;
  }
  view =
    clientId === null
      ? new Everyone(list, changed)
      : new Partner(clientId, { changed, isHost: own === null });
  list?.mark(clientId);
  document.title = `${clientId ?? "Everyone"} · SnapTrade sandbox`;
  redraw(main, view.root);
  changed();
}

// Begins anew, as whoever is here now.
function enter(asksAtOnce = false) {
  changes?.end();
  const own = door.ownPartner();
  if (!about.open && !door.hasToken() && about.visitors && !asksAtOnce) {
    tell("locked");
    return;
  }
  view = null;
  list = own === null ? new PartnerList(nav, changed) : null;
  show(nav, own === null);
  drawTools();
  const path = own === null ? "" : `/partners/${encodeURIComponent(own)}`;
  const mine = new Changes(path, {
    loadState: async (how) => {
      await list?.load(how);
      if (changes === mine) {
        await view.loadState(how);
      }
    },
    loadJournal: async () => {
      const news = changes === mine ? await view.loadJournal() : CALM;
      if (news.flood) {
        view.tick();
        flooded = performance.now();
      }
      return news;
    },
    tell: (name, error) => {
      // Whoever gave a token of one partner goes on as that.
      if (name === "locked" && door.ownPartner() !== own) {
        enter();
      } else {
        tell(name, error);
        drawTools();
      }
    },
  });
  changes = mine;
  choose();
  mine.run();
}

async function start() {
  door.start();
  while (about === null) {
    try {
      about = await call("GET", "/about");
    } catch (error) {
      tell("gone", error);
      await new Promise((resolve) => {
        setTimeout(resolve, RETRY);
      });
    }
  }
  version.textContent = about.version;
  door.setVisitors(about.visitors);
  show(banner, false);
  window.addEventListener("hashchange", () => {
    if (changes !== null && (location.hash === "" || location.hash.startsWith("#/"))) {
      choose();
      main.focus({ preventScroll: true });
    }
  });
  // A flood has all drawn that goes on by itself: once more would be a frame more.
  setInterval(() => {
    if (!document.hidden && performance.now() > flooded + TICK_AFTER_FLOOD) {
      view?.tick();
    }
  }, TICK);
  enter();
}

start();
