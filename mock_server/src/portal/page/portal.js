// Tells the page that has framed or opened this one how it ends, in SnapTrade's words.
"use strict";

(() => {
  const listener = window.parent !== window ? window.parent : window.opener;
  if (!listener) {
    return;
  }
  // Whoever has the link may listen: it is the link that is secret.
  const tell = (message) => listener.postMessage(message, "*");
  const { messages, unfinished } = document.body.dataset;
  let goesOn = unfinished !== "yes";

  JSON.parse(messages).forEach(tell);
  for (const button of document.querySelectorAll("[data-close]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      goesOn = true;
      tell("CLOSE_MODAL");
      window.close();
    });
  }
  document.addEventListener("submit", () => {
    goesOn = true;
  });
  // Of a window that closes, another site hears only what was said before; of a page that goes,
  // and in browsers that do not ask before, the other one is heard.
  for (const end of ["beforeunload", "pagehide"]) {
    window.addEventListener(end, () => {
      if (!goesOn) {
        tell("CLOSED");
      }
      goesOn = true;
    });
  }
})();
