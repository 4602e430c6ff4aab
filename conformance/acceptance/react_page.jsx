// An app that has SnapTrade's component open the portal, whose link is its query. What the component
// calls stands in window.called, and what there was to hear in window.heard.
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { SnapTradeReact } from "snaptrade-react";

window.called = [];
window.heard = [];
window.addEventListener("message", (event) => window.heard.push([event.origin, event.data]));

const keep = (name) => (...given) => window.called.push([name, ...given]);

function App() {
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    keep("close")();
    setOpen(false);
  };
  return (
    <>
      <button id="connect" onClick={() => setOpen(true)}>
        Connect
      </button>
      <SnapTradeReact
        loginLink={decodeURIComponent(window.location.search.slice(1))}
        isOpen={isOpen}
        close={close}
        onSuccess={keep("onSuccess")}
        onError={keep("onError")}
        onExit={keep("onExit")}
      />
    </>
  );
}

createRoot(document.querySelector("main")).render(<App />);
