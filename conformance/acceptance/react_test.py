#!/usr/bin/env python3
"""snaptrade-react 3.2.5, SnapTrade's own component, frames the portal and calls its app back.

Usage: react_test.py SNAPTRADE_MOCK PAGE, where PAGE is react_page.jsx in one file with all it imports

What the component does, as its source has it (src/hooks/useWindowMessage.ts and
src/components/SnapTradeReact.tsx):
- It hears messages from https://app.snaptrade.com, https://app.staging.snaptrade.com,
  https://app.local.snaptrade.com, https://connect.snaptrade.com and http://localhost:5173, wherever the
  link leads; all others it ignores without a word. It does not look at their source.
- {status: 'SUCCESS'}: onSuccess(authorizationId). {status: 'ERROR'}: onError with all the others that
  the message has. Neither closes the frame.
- 'CLOSED': onExit(), but not within five whole seconds of the last of these three messages, by a time
  that it keeps in localStorage.
- 'CLOSE_MODAL': close(), then onExit(). 'ABANDONED' and all others mean nothing to it. A click beside
  the frame does nothing, although its README says so.
- It reads darkMode=true in the link, for what is around the frame, and adds reactSDK=3.2.5 to it.
- When it is closed, it takes the frame out of the page.
"""
import pathlib
import sys
import unittest
from urllib.parse import parse_qs, quote, urlsplit

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "mock_server/tests"))
import portal  # noqa: E402
import sandbox  # noqa: E402
from browser import Browser  # noqa: E402
from portal_app import App  # noqa: E402

PROGRAM, PAGE = sys.argv[1:3]
JOHN = "John.doe@snaptrade.com"
PORTAL = "http://localhost:5173"
FRAME = "#snaptrade-react-connection-portal"
HTML = b'<!doctype html><title>App</title><main></main><script src="page.js"></script>'
AT_REST = ("document.querySelector('.ant-modal:not([class*=ant-zoom])') && "
           "document.getAnimations().length == 0")  # what moves cannot be clicked


class React(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mock = cls.enterClassContext(sandbox.Mock(
            PROGRAM, "--log", "none", "--listen", "127.0.0.1:5173", "--portal-url", PORTAL))
        page = pathlib.Path(PAGE).read_bytes()
        cls.app = cls.enterClassContext(App({"/react": ("text/html; charset=utf-8", HTML),
                                             "/page.js": ("text/javascript", page)}))
        cls.browser = cls.enterClassContext(Browser())

    def setUp(self):
        self.partner = sandbox.Partner(self.mock)

    def open(self, link=None, app=None, **body):
        """An app that nobody has used yet, with the portal open; the browser is in its frame."""
        app = app or self.app.url
        link = link or portal.open_link(self.partner, JOHN, **body).link
        self.browser.leave_frames()
        self.browser.open(app + "/react?" + quote(link, safe=""))
        self.browser.evaluate("localStorage.clear()")
        self.browser.click("#connect")
        self.in_app(AT_REST, "the modal is open")
        self.browser.enter_frame(FRAME)
        self.wait_for("form", "the portal")

    def wait_for(self, selector, what):
        sandbox.wait_until(lambda: self.browser.evaluate(
            "document.readyState == 'complete' && document.querySelector(arguments[0])", selector),
            what)

    def choose(self, outcome):
        self.browser.click("input[value=ALPACA]")
        self.browser.click(f"form:first-of-type input[value={outcome}]")
        self.browser.click("form:first-of-type button")
        self.wait_for("ol", "the steps")

    def in_app(self, expression, what):
        """Its value in the app's page, once it is true; the browser then is there."""
        self.browser.leave_frames()
        return sandbox.wait_until(lambda: self.browser.evaluate(expression), what)

    def called(self, count):
        """What the component has called, once that is so much."""
        return self.in_app(f"called.length >= {count} && called", "the app is called")

    def last_connection(self):
        return self.partner.call().json()[-1]["id"]

    def test_success_is_called_back_and_the_close_button_closes(self):
        for app in (self.app.url, self.app.url.replace("localhost", "127.0.0.1")):
            self.open(app=app)
            self.assertEqual(parse_qs(urlsplit(self.browser.evaluate("location.href")).query)
                             ["reactSDK"], ["3.2.5"])
            self.choose("success")
            done = ["onSuccess", self.last_connection()]
            self.assertEqual(self.called(1), [done])
            self.browser.enter_frame(FRAME)
            self.browser.click("[data-close]")
            self.assertEqual(self.called(3), [done, ["close"], ["onExit"]])
            self.in_app(f"!document.querySelector('{FRAME}')", "the frame is gone")

    def test_an_error_is_called_back_with_its_codes_and_can_be_tried_again(self):
        self.open(customRedirect=self.app.url + "/back", immediateRedirect=True)
        self.choose("account-locked")
        self.assertEqual(self.called(1), [["onError", {
            "errorCode": "1140", "statusCode": "403",
            "detail": "The account is locked at the brokerage."}]])
        self.browser.enter_frame(FRAME)
        self.browser.click(".ways a")
        self.wait_for("form", "the choice")
        self.choose("mfa")
        self.assertEqual(self.called(2)[1:], [["onSuccess", self.last_connection()]])

    def test_giving_up_closes_it(self):
        self.open()
        self.browser.click(".close button")
        self.assertEqual(self.called(2), [["close"], ["onExit"]])
        self.assertEqual(self.in_app("heard.length == 2 && heard", "what there was to hear"),
                         [[PORTAL, "ABANDONED"], [PORTAL, "CLOSE_MODAL"]])

    def test_a_link_that_is_not_valid_is_an_error(self):
        link = f"{PORTAL}{portal.PAGE}?token={'0' * 64}"
        self.browser.leave_frames()
        self.browser.open(self.app.url + "/react?" + quote(link, safe=""))
        self.browser.click("#connect")
        [[name, error]] = self.called(1)
        self.assertEqual((name, error["errorCode"], error["statusCode"]),
                         ("onError", "0000", "401"))

    def test_leaving_the_page_is_an_exit(self):
        self.open()
        self.browser.evaluate("void (location.href = arguments[0])", self.app.url + "/back")
        self.assertEqual(self.called(1), [["onExit"]])

    def test_a_portal_elsewhere_is_not_heard(self):
        link = portal.open_link(self.partner, JOHN).link
        self.open(link.replace("localhost", "127.0.0.1"))
        self.choose("success")
        heard = self.in_app("heard.length && heard", "the message")
        self.assertEqual(heard, [["http://127.0.0.1:5173",
                                  {"status": "SUCCESS", "authorizationId": self.last_connection()}]])
        self.assertEqual(self.browser.evaluate("called"), [])

    def test_dark_is_dark_around_it_too(self):
        self.open(darkMode=True)
        self.assertEqual(self.browser.evaluate("getComputedStyle(document.body).backgroundColor"),
                         "rgb(20, 23, 31)")
        self.assertIn("rgb(10, 10, 10)", self.in_app(
            "[...document.querySelectorAll('[role=dialog] *')]"
            ".map(e => getComputedStyle(e).backgroundColor)", "the modal"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
