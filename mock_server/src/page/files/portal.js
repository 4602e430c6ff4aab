// Connects a brokerage through the page of the portal, as an app would: login, and its link opened.

import { call, ofPartner, sendSigned } from "./api.js";
import { notice } from "./announce.js";
import { form, open } from "./dialog.js";
import { choice, el, field } from "./dom.js";

const LOGIN = "/api/v1/snapTrade/login";
const TYPES = [
  ["read", "read"],
  ["trade", "trade"],
  ["trade-if-available", "trade, if available"],
];

async function login(clientId, userId, body) {
  const wish = { method: "POST", path: LOGIN, body, ...(userId === null ? {} : { userId }) };
  const answer = await sendSigned(await call("POST", ofPartner(clientId, "/sign"), wish));
  const said = JSON.parse(answer.text);
  if (answer.status !== 200) {
    throw new Error(`login answered ${answer.status}: ${said.detail}`);
  }
  return said.redirectURI;
}

function showLink(link) {
  open({
    title: "The portal",
    name: "portal",
    content: [
      el("p", null, "The browser did not let a window open."),
      el("p", null, el("a", { href: link, target: "_blank", rel: "opener" }, "Open the portal")),
      el(
        "p",
        { class: "quiet" },
        "The link is good for five minutes of the partner's clock, and for one connection.",
      ),
    ],
  });
}

// `users` are those to choose from; with `reconnect` it is a connection that is to be repaired.
export function connect(clientId, users, { userId, reconnect, personal = false }) {
  const user = choice(
    "user",
    users.map((one) => [one.userId]),
    userId ?? users[0]?.userId,
  );
  const type = choice("type", TYPES, "read");
  user.disabled = reconnect !== undefined;
  form({
    title: reconnect ? "Reconnect" : "Connect a brokerage",
    name: "connect",
    text: "Asks for a link by login, and opens the portal's page. No brokerage is asked, and no password.",
    fields: [
      personal ? null : field("User", user),
      reconnect ? null : field("Type of the connection", type),
    ].filter(Boolean),
    action: "Open the portal",
    run: async () => {
      // Before anything is waited for: else the browser takes it for an unwanted window.
      const portal = window.open("", "_blank", "popup,width=480,height=800");
      try {
        const body = reconnect ? { reconnect } : { connectionType: type.value };
        const link = await login(clientId, personal ? null : user.value, body);
        if (portal === null) {
          queueMicrotask(() => showLink(link));
        } else {
          portal.location.replace(link);
          notice("The portal is open in a window of its own. What is done there shows here.");
        }
      } catch (error) {
        portal?.close();
        throw error;
      }
    },
  });
}
