#!/usr/bin/env python3
"""The connection portal in a browser: by mouse, by keyboard, without scripts, in a popup, and how it
looks.

Usage: portal_browser_test.py SNAPTRADE_MOCK
"""
import sys
import unittest
from urllib.parse import parse_qsl, quote, urlsplit

import portal
import sandbox
from browser import Browser
from portal_app import App

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
JOHN = "John.doe@snaptrade.com"
EVIL = "<img src=x onerror=\"document.title='bad'\"><script>document.title='bad'</script>"
# Of each outcome: what the page says of it, its last step, and how the app hears of it.
OUTCOMES = {
    "success": ("Alpaca is connected.", "PARTNER_REDIRECT", "SUCCESS"),
    "mfa": ("Alpaca is connected.", "PARTNER_REDIRECT", "SUCCESS"),
    "wrong-credentials": ("refused the username or the password", "CONNECTION_FAILED", "ERROR"),
    "account-locked": ("locked", "CONNECTION_FAILED", "ERROR"),
    "rate-limited": ("asked so often", "CONNECTION_FAILED", "ERROR"),
    "give-up": ("Nothing has been connected.", "BROKERAGE_CONNECTION_INITIATED", "ABANDONED"),
}


class Portal(unittest.TestCase):
    settings = {}

    @classmethod
    def setUpClass(cls):
        cls.mock = cls.enterClassContext(sandbox.Mock(PROGRAM, "--log", "none"))
        cls.origin = f"http://127.0.0.1:{cls.mock.port}"
        cls.app = cls.enterClassContext(App())
        cls.browser = cls.enterClassContext(Browser(**cls.settings))

    def setUp(self):
        self.partner = sandbox.Partner(self.mock)

    def link(self, user=JOHN, **body):
        return portal.open_link(self.partner, user, urlsplit(self.origin).netloc, **body).link

    def visit(self, **body):
        """With a way back to the app."""
        self.browser.open(self.link(customRedirect=self.app.url + "/back?a=1", **body))

    def choose(self, outcome, broker="ALPACA"):
        self.browser.click(f"input[value={broker}]")
        self.browser.click(f"form:first-of-type input[value={outcome}]")
        self.browser.click("form:first-of-type button")
        self.wait_for("ol", "the steps")

    def wait_for(self, selector, what):
        sandbox.wait_until(lambda: self.browser.evaluate("document.querySelector(arguments[0])",
                                                         selector), what)

    def come_back(self):
        """What the app is told, once the browser is there."""
        back = self.app.url + "/back?"
        sandbox.wait_until(lambda: self.browser.url().startswith(back), "back in the app")
        return dict(parse_qsl(urlsplit(self.browser.url()).query))

    def connections(self):
        return self.partner.call().json()

    def assert_connected(self, told):
        self.assertEqual(told, {"a": "1", "status": "SUCCESS",
                                "connection_id": self.connections()[-1]["id"]})


class Mouse(Portal):
    def test_every_outcome_is_shown_step_by_step_and_leads_back(self):
        for outcome, (text, last, status) in OUTCOMES.items():
            with self.subTest(outcome):
                before = len(self.connections())
                self.visit()
                self.choose(outcome)
                self.assertIn(text, self.browser.text("[role=status]"))
                steps = self.browser.text("ol").splitlines()
                self.assertEqual((steps[1], steps[-1]), ("DISCLAIMER_ACCEPTED", last))
                if status == "ERROR":
                    self.assertIn("Try again", self.browser.text(".ways a"))
                self.browser.click(".ways a:last-of-type")
                told = self.come_back()
                self.assertEqual((told["a"], told["status"]), ("1", status))
                self.assertEqual("error_code" in told and "status_code" in told, status == "ERROR")
                self.assertEqual(len(self.connections()) - before, status == "SUCCESS")

    def test_who_was_connected_goes_back_without_doing_anything(self):
        self.visit()
        self.choose("success")
        self.assert_connected(self.come_back())

    def test_a_failure_can_be_tried_again(self):
        self.visit(broker="ALPACA")
        self.browser.click("input[value=account-locked]")
        self.browser.click("button")
        self.wait_for("ol", "the steps")
        self.browser.click(".ways a:first-of-type")
        self.wait_for("input[value=success]:checked", "the choice")
        self.browser.click("button")
        self.assert_connected(self.come_back())

    def test_an_immediate_redirect_shows_no_more_pages(self):
        self.visit(immediateRedirect=True)
        self.browser.click("input[value=KRAKEN]")
        self.browser.click("button")
        self.assert_connected(self.come_back())

    def test_the_close_button_gives_up(self):
        self.visit()
        self.browser.click(".close button")
        self.assertEqual(self.come_back(), {"a": "1", "status": "ABANDONED"})

    def test_a_link_that_was_used_or_has_expired_says_so(self):
        used = self.link()
        self.browser.open(used)
        self.choose("success")
        self.browser.open(used)
        self.assertEqual(self.browser.text("h1"), "This link has been used")
        self.assertEqual(len(self.connections()), 4)
        late = self.link()
        self.partner.take("POST", "/clock", {"action": "advance", "seconds": 301})
        self.browser.open(late)
        self.assertEqual(self.browser.text("h1"), "This link has expired")

    def test_a_brokerage_must_be_chosen(self):
        self.visit()
        self.browser.click("button")  # the browser itself refuses
        self.assertEqual(self.browser.text("h1"), "Connect a brokerage")
        self.assertTrue(self.browser.evaluate("document.activeElement.name == 'broker'"))

    def test_a_hostile_user_is_a_text(self):
        made = self.partner.take("POST", "/users", {"userId": EVIL})
        self.partner.made["users"].append(made)
        self.browser.log("browser")
        self.browser.open(self.link(EVIL, broker="ALPACA"))
        self.assertIn(EVIL, self.browser.text())
        self.assertEqual(self.browser.evaluate("document.title"), "Connect Alpaca")
        self.assertEqual(self.browser.evaluate("[document.images.length, document.scripts.length]"),
                         [0, 1])
        self.assertEqual(self.browser.log("browser"), [])


class Keyboard(Portal):
    def focus(self):
        """Name and value of what has the focus, which can be seen."""
        name, value, outline = self.browser.evaluate(
            "(e => [e.name, e.value, getComputedStyle(e).outlineStyle])(document.activeElement)")
        self.assertEqual(outline, "solid")
        return name, value

    def test_everything_is_chosen_with_it(self):
        self.visit()
        self.browser.press("tab", "space")
        self.assertEqual(self.focus(), ("broker", "QUESTRADE"))
        self.browser.press("down", "down")
        self.assertEqual(self.focus(), ("broker", "ALPACA"))
        self.browser.press("tab")
        self.assertEqual(self.focus(), ("outcome", "success"))
        self.browser.press("down", "down", "down")
        self.assertEqual(self.focus(), ("outcome", "mfa"))
        self.browser.press("tab", "down")
        self.assertEqual(self.focus(), ("scenario", "cash-only"))
        self.browser.press("tab", "enter")
        self.wait_for("ol", "the steps")
        self.assertIn("MFA_SUBMITTED", self.browser.text("ol"))
        self.browser.press("tab", "enter")
        self.assert_connected(self.come_back())
        connection = self.connections()[-1]
        self.assertEqual(connection["brokerage"]["slug"], "ALPACA")
        accounts = self.partner.call("GET", f"{sandbox.LIST}/{connection['id']}/accounts").json()
        self.assertEqual([account["name"] for account in accounts], ["Cash"])


class WithoutScripts(Portal):
    settings = {"scripts": False}

    def test_it_connects_and_leads_back_by_itself(self):
        self.browser.open(self.app.url)
        self.assertEqual(self.browser.evaluate("typeof told"), "undefined")  # nor does the app's run
        self.visit()
        self.choose("success")
        self.assertIn("CONNECTION_SUCCESSFUL", self.browser.text("ol"))
        self.assert_connected(self.come_back())


class Popup(Portal):
    def setUp(self):
        super().setUp()
        self.main = self.browser.window()
        self.addCleanup(self.close_all)

    def close_all(self):
        for window in self.browser.windows():
            if window != self.main:
                self.browser.switch(window)
                self.browser.close_window()
        self.browser.switch(self.main)

    def pop_up(self, **body):
        """Has the app open the portal, and goes there."""
        self.browser.open(f"{self.app.url}/?{quote(self.link(**body), safe='')}")
        self.browser.click("button")
        self.browser.switch(sandbox.wait_until(
            lambda: [one for one in self.browser.windows() if one != self.main], "the popup")[0])
        self.wait_for("form", "the portal")

    def told(self, count):
        """What the app has been told, once that is so much."""
        here = self.browser.windows()
        window = self.browser.window() if len(here) > 1 else self.main
        self.browser.switch(self.main)
        messages = sandbox.wait_until(lambda: self.browser.evaluate(
            "told.length >= arguments[0] && told", count), "messages")
        self.browser.switch(window)
        self.assertEqual({origin for origin, _ in messages}, {self.origin})
        return [message for _, message in messages]

    def test_the_page_that_opened_it_is_told(self):
        self.pop_up()
        self.choose("wrong-credentials")
        [message] = self.told(1)
        self.assertEqual(message, {"status": "ERROR", "errorCode": "1006", "statusCode": "400",
                                   "detail": self.browser.text("[role=status]")})
        self.browser.click(".ways a")
        self.wait_for("form", "the choice")
        self.choose("success")
        self.assertEqual(self.told(2)[1:], [{"status": "SUCCESS",
                                             "authorizationId": self.connections()[-1]["id"]}])
        self.browser.click("[data-close]")
        sandbox.wait_until(lambda: self.browser.windows() == [self.main], "it closes itself")
        self.browser.switch(self.main)
        self.assertEqual(self.told(3)[2:], ["CLOSE_MODAL"])

    def test_giving_up_is_told(self):
        self.pop_up()
        self.choose("give-up")
        self.assertEqual(self.told(2), ["ABANDONED", "CLOSE_MODAL"])

    def test_closing_the_window_is_told(self):
        self.pop_up()
        self.browser.close_window()
        sandbox.wait_until(lambda: self.browser.windows() == [self.main], "it is closed")
        self.browser.switch(self.main)
        self.assertEqual(self.told(1), ["CLOSED"])

    def test_leaving_the_page_is_told_once(self):
        self.pop_up()
        self.browser.open(self.app.url + "/back")
        self.assertEqual(self.told(1), ["CLOSED"])

    def test_closing_it_when_all_is_done_is_not_told(self):
        self.pop_up()
        self.choose("success")
        self.browser.close_window()
        sandbox.wait_until(lambda: self.browser.windows() == [self.main], "it is closed")
        self.browser.switch(self.main)
        self.assertEqual([message["status"] for message in self.told(1)], ["SUCCESS"])

    def test_it_also_leads_back(self):
        self.pop_up(customRedirect=self.app.url + "/back?a=1")
        self.choose("success")
        self.assertEqual(len(self.told(1)), 1)
        self.assert_connected(self.come_back())


class Look(Portal):
    def pages(self):
        """Each page there is, open."""
        user = "a-user-whose-id-has-no-place-to-be-broken@" + "x" * 80
        made = self.partner.take("POST", "/users", {"userId": user})
        self.partner.made["users"].append(made)
        self.browser.open(self.link(user, connectionType="trade"))
        yield "choose"
        self.choose("mfa")
        yield "result"
        self.visit(reconnect=sandbox.ID)
        yield "reconnect"
        self.browser.click("input[value=rate-limited]")
        self.browser.click("button")
        self.wait_for("ol", "the steps")
        yield "failure"
        self.browser.open(self.origin + portal.PAGE)
        yield "problem"

    def look(self):
        """What is behind the text, once all pages have been looked at in all widths."""
        for page in self.pages():
            for width in (320, 390, 1280):
                with self.subTest(page=page, width=width):
                    self.browser.resize(width)
                    self.assertLessEqual(
                        self.browser.evaluate("document.documentElement.scrollWidth"), width)
                    contrasts = self.browser.contrasts()
                    self.assertGreater(len(contrasts), 2)
                    self.assertEqual([one for one in contrasts if one[0] < 4.5], [])
        return self.browser.evaluate("getComputedStyle(document.body).backgroundColor")

    def test_it_fits_a_phone_and_a_desk_and_can_be_read(self):
        self.assertEqual(self.look(), "rgb(255, 255, 255)")

    def test_nothing_is_asked_for_elsewhere_and_nothing_is_complained_about(self):
        self.browser.requested()
        self.browser.log("browser")
        self.browser.open(self.link())
        self.choose("success")
        requested = self.browser.requested()
        self.assertGreater(len(requested), 3)
        self.assertEqual([url for url in requested
                          if not url.startswith((self.origin + portal.PAGE, "data:,"))], [])
        self.assertEqual(self.browser.log("browser"), [])

    def test_who_asks_for_dark_gets_dark(self):
        self.browser.open(self.link(darkMode=True))
        self.assertEqual(self.browser.evaluate("getComputedStyle(document.body).backgroundColor"),
                         "rgb(20, 23, 31)")
        self.assertEqual([one for one in self.browser.contrasts() if one[0] < 4.5], [])


class Dark(Look):
    settings = {"dark": True}

    def test_it_fits_a_phone_and_a_desk_and_can_be_read(self):
        self.assertEqual(self.look(), "rgb(20, 23, 31)")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
