"""Chromium without a window, driven through chromedriver: WebDriver as its specification has it."""
import base64
import json
import os
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"tab": "\ue004", "enter": "\ue007", "space": " ", "right": "\ue014", "down": "\ue015"}

# The contrast of each text with what is behind it, by the formula of WCAG 2.
CONTRASTS = """\
(() => {
  const channels = colour => colour.match(/[\\d.]+/g).map(Number)
    .map(c => colour.startsWith("color(srgb") ? c * 255 : c);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const colour = channels(getComputedStyle(e).backgroundColor);
      if (colour.length == 3) return colour;
    }
    return [255, 255, 255];
  };
  const texts = [...document.querySelectorAll("body *")].filter(e => e.getClientRects().length &&
    [...e.childNodes].some(n => n.nodeType == Node.TEXT_NODE && n.data.trim()));
  return texts.map(e => {
    const [a, b] = [light(channels(getComputedStyle(e).color)), light(behind(e))];
    return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e.className, e.textContent];
  });
})()\
"""


class Browser:
    """A context; `dark` is what the page is told that its reader prefers, and without `scripts` no
    page runs any."""

    def __init__(self, width=1280, height=900, dark=False, scripts=True):
        self.width, self.height, self.dark, self.scripts = width, height, dark, scripts

    def __enter__(self):
        for program in ("chromium", "chromedriver"):
            if shutil.which(program) is None:
                raise FileNotFoundError(f"{program} (Debian: chromium, chromium-driver)")
        self.profile = tempfile.TemporaryDirectory()
        self.driver = subprocess.Popen([shutil.which("chromedriver"), "--port=0"], text=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        try:
            if hasattr(self, "session"):
                self._call("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.communicate(timeout=30)
            self.profile.cleanup()

    def _start(self):
        line = next(line for line in self.driver.stdout if "successfully on port" in line)
        self.session = f"http://127.0.0.1:{line.split()[-1].rstrip('.')}/session"
        arguments = ["--headless=new", f"--user-data-dir={self.profile.name}", "--no-first-run",
                     "--disable-dev-shm-usage", "--disable-gpu"]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")  # Chromium refuses root with one
        options = {"binary": shutil.which("chromium"), "args": arguments}
        try:
            value = self._call("POST", "", {"capabilities": {"alwaysMatch": {
                "goog:chromeOptions": options,
                "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}}})
        except BaseException:
            del self.session
            raise
        self.session += "/" + value["sessionId"]
        self.resize(self.width, self.height)
        self.devtools("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if self.dark else "light"}])
        self.devtools("Emulation.setScriptExecutionDisabled", value=not self.scripts)
        self.open("about:blank")
        self.log("performance")  # of the page that it starts with

    def _call(self, method, path, body=None):
        request = urllib.request.Request(self.session + path, method=method,
                                         data=None if body is None else json.dumps(body).encode())
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()) from error

    def devtools(self, command, **parameters):
        return self._call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def resize(self, width, height=900):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height,
                      deviceScaleFactor=1, mobile=False)

    def open(self, url):
        self._call("POST", "/url", {"url": url})

    def evaluate(self, expression, *arguments):
        return self._call("POST", "/execute/sync",
                          {"script": f"return {expression};", "args": list(arguments)})

    def find(self, selector):
        return self._call("POST", "/element",
                          {"using": "css selector", "value": selector})[ELEMENT]

    def url(self):
        return self._call("GET", "/url")

    def text(self, selector="body"):
        """As a reader sees it."""
        return self._call("GET", f"/element/{self.find(selector)}/text")

    def enter_frame(self, selector):
        self._call("POST", "/frame", {"id": {ELEMENT: self.find(selector)}})

    def leave_frames(self):
        self._call("POST", "/frame", {"id": None})

    def windows(self):
        """What switch() takes, in no order."""
        return self._call("GET", "/window/handles")

    def window(self):
        return self._call("GET", "/window")

    def switch(self, window):
        self._call("POST", "/window", {"handle": window})

    def close_window(self):
        """That which it is in, as its user does; switch() to another one before anything else."""
        self.devtools("Page.close")

    def click(self, selector):
        self._call("POST", f"/element/{self.find(selector)}/click", {})

    def press(self, *names):
        """Keys, to whatever has the focus."""
        actions = [{"type": kind, "value": KEYS[name]}
                   for name in names for kind in ("keyDown", "keyUp")]
        self._call("POST", "/actions", {"actions": [{"type": "key", "id": "keys",
                                                     "actions": actions}]})

    def visible(self, selector):
        """The ids of the elements that take up room."""
        return self.evaluate("[...document.querySelectorAll(arguments[0])]"
                             ".filter(e => e.getClientRects().length).map(e => e.id)", selector)

    def contrasts(self):
        """Of each text that takes up room: contrast, class and the text."""
        return self.evaluate(CONTRASTS)

    def log(self, kind):
        return self._call("POST", "/se/log", {"type": kind})

    def requested(self):
        """The URLs of all requests since this was last asked."""
        messages = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        return [message["params"]["request"]["url"] for message in messages
                if message["method"] == "Network.requestWillBeSent"]

    def screenshot(self, path, whole=False):
        image = self.devtools("Page.captureScreenshot", captureBeyondViewport=whole)
        with open(path, "wb") as file:
            file.write(base64.b64decode(image["data"]))
