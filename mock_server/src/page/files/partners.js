// The partners that there are: the list beside all else, and making one.

import { call } from "./api.js";
import { notice } from "./announce.js";
import { button, el, field, redraw } from "./dom.js";
import { form, open } from "./dialog.js";
import { copyText } from "./credentials.js";
import { duration } from "./format.js";
import { Resource } from "./resource.js";

const MOST_SHOWN = 100;
const FILTER_FROM = 12;

export function linkTo(clientId) {
  return `#/${encodeURIComponent(clientId)}`;
}

// Whoever uses it puts that off.
export function expires(partner) {
  return !partner.ofFixtures;
}

export function kindOf(partner) {
  if (partner.ofFixtures) {
    return partner.personal ? "of the fixtures, personal" : "of the fixtures";
  }
  return `expires in ${duration(partner.expiresInSeconds)}`;
}

function showMade(made) {
  const dialog = open({
    title: "Your partner",
    name: "made",
    content: [
      el(
        "p",
        null,
        el("b", { class: "id" }, made.clientId),
        " is a copy of the first partner of the fixtures, and nobody else's.",
      ),
      el(
        "p",
        null,
        `It goes when it has not been used for ${duration(made.ttlSeconds)}. ` +
          "Its own token opens it and nothing else; it cannot be had later.",
      ),
      el(
        "div",
        { class: "row end" },
        button("Copy its token", () => copyText(async () => made.token, "the token")),
        button(
          "Show it",
          () => {
            dialog.close();
            location.hash = linkTo(made.clientId);
          },
          { kind: "primary" },
        ),
      ),
    ],
  });
}

// `changed` is called once there is one more.
export function makePartner(changed) {
  const hours = el("input", {
    name: "hours",
    type: "number",
    min: "0.1",
    max: "8760",
    step: "any",
    value: "1",
    required: true,
  });
  const fresh = el("input", { name: "newIds", type: "checkbox" });
  form({
    title: "New partner",
    name: "make",
    text: "A partner of its own, with users and connections, for one test or one person.",
    fields: [
      field("Hours that it lives unused", hours),
      el("label", { class: "check" }, fresh, el("span", null, "New ids for its connections and sessions")),
    ],
    action: "Make it",
    run: async () => {
      const wishes = { ttlSeconds: Math.round(Number(hours.value) * 3600), newIds: fresh.checked };
      const made = await call("POST", "/partners", wishes);
      notice(`${made.clientId} is there.`);
      changed();
      queueMicrotask(() => showMade(made));
    },
  });
}

export class PartnerList {
  partners = null;
  #resource = new Resource(
    "/partners",
    (partners) => {
      this.partners = partners;
      this.draw();
    },
    (partners) => partners.some(expires),
  );
  #filter = "";
  #list = el("ul");
  #count = el("p", { class: "quiet" });

  constructor(nav, changed) {
    this.search = el("input", {
      type: "search",
      placeholder: "Filter by clientId",
      "aria-label": "Filter by clientId",
      hidden: true,
      oninput: () => {
        this.#filter = this.search.value.toLowerCase();
        this.draw();
      },
    });
    this.all = el("a", { href: "#/", "data-key": "everyone" }, "Everyone");
    this.fold = el(
      "details",
      { open: matchMedia("(min-width: 52rem)").matches },
      el("summary", null, el("h2", null, "Partners")),
      this.search,
      el("p", null, this.all),
      this.#list,
      this.#count,
      button("New partner…", () => makePartner(changed), { kind: "wide", key: "make" }),
    );
    nav.replaceChildren(this.fold);
  }

  load(how) {
    return this.#resource.load(how);
  }

  // `clientId` is that of the page, null: everyone's.
  mark(clientId) {
    this.current = clientId;
    this.draw();
  }

  draw() {
    if (this.partners === null) {
      return;
    }
    const found = this.partners.filter(({ clientId }) => clientId.toLowerCase().includes(this.#filter));
    this.search.hidden = this.partners.length < FILTER_FROM;
    this.#mark(this.all, this.current === null);
    redraw(
      this.#list,
      found.slice(0, MOST_SHOWN).map((partner) => this.#line(partner)),
    );
    const rest = found.length - MOST_SHOWN;
    redraw(
      this.#count,
      rest > 0
        ? `and ${rest} more; filter them`
        : found.length === 0
          ? "None has this in its clientId."
          : null,
    );
  }

  #mark(link, current) {
    if (current) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }

  #line(partner) {
    const link = el(
      "a",
      { href: linkTo(partner.clientId), "data-key": `partner ${partner.clientId}` },
      el("span", { class: "id" }, partner.clientId),
      el("small", null, kindOf(partner)),
    );
    this.#mark(link, partner.clientId === this.current);
    return el("li", null, link);
  }
}
