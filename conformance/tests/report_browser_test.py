#!/usr/bin/env python3
"""The HTML report in a browser: filters, keyboard, and that it asks for nothing.

Usage: report_browser_test.py SAMPLE_REPORT
"""
import http.server
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "mock_server/tests"))
from browser import Browser  # noqa: E402

SAMPLE = (sys.argv[1:] + [""])[0]
ALL = ["SIGN-001", "SIGN-002", "SIGN-003", "LIST-001", "LIST-002", "LIST-003", "LIST-004"]
# What Jenkins serves files of builds with: neither scripts nor styles of the page's own.
JENKINS = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self'"


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.path = os.path.join(folder, "report.html")
        with open(cls.path, "wb") as file:
            subprocess.run([SAMPLE, "html"], stdout=file, timeout=60, check=True)

    def open(self, **settings):
        browser = self.enterContext(Browser(**settings))
        browser.open("file://" + self.path)
        return browser


class Filters(Page):
    def test_a_verdict_and_an_area_show_their_requirements_only(self):
        browser = self.open()
        self.assertEqual(browser.visible(".row"), ALL)
        browser.click("label[for=verdict-failed]")
        self.assertEqual(browser.visible(".row"), ["SIGN-002", "SIGN-003"])
        self.assertEqual(browser.visible("section"), ["SIGN"])
        browser.click("label[for=verdict-all]")
        browser.click("label[for=area-LIST]")
        self.assertEqual(browser.visible(".row"), ALL[3:])
        browser.click("label[for=verdict-withdrawn]")
        self.assertEqual(browser.visible(".row"), ["LIST-004"])
        browser.click("label[for=area-all]")
        browser.click("label[for=verdict-all]")
        self.assertEqual(browser.visible(".row"), ALL)

    def test_when_nothing_is_left_the_page_says_so(self):
        browser = self.open()
        self.assertEqual(browser.visible(".nothing"), [])
        browser.click("label[for=area-LIST]")
        browser.click("label[for=verdict-failed]")
        self.assertEqual(browser.visible(".row"), [])
        self.assertEqual(len(browser.visible(".nothing")), 1)

    def test_the_keyboard_filters_and_opens_a_failure(self):
        browser = self.open()
        browser.press("tab", "right", "right")  # all, passed, failed
        self.assertEqual(browser.evaluate("document.activeElement.id"), "verdict-failed")
        self.assertEqual(browser.visible(".row"), ["SIGN-002", "SIGN-003"])
        browser.press("tab", "tab")
        self.assertEqual(browser.evaluate("document.activeElement.parentElement.id"), "SIGN-002")
        for key, opened in (("enter", True), ("space", False), ("space", True)):
            browser.press(key)
            self.assertIs(browser.evaluate("document.querySelector('#SIGN-002').open"), opened)
        self.assertEqual(len(browser.visible("#SIGN-002 pre")), 6)


class Look(Page):
    def test_nothing_is_asked_for_and_nothing_is_complained_about(self):
        browser = self.open()
        self.assertEqual(browser.requested(), ["file://" + self.path])
        self.assertEqual(browser.log("browser"), [])
        self.assertEqual(browser.evaluate("document.scripts.length"), 0)

    def test_a_script_of_its_own_could_not_run(self):
        browser = self.open()
        browser.evaluate("document.body.insertAdjacentHTML('beforeend', arguments[0])",
                         "<img src='http://127.0.0.1:9/' onerror='document.title = 1'>")
        self.assertIn("Content Security Policy", str(browser.log("browser")))

    def test_where_styles_are_forbidden_it_can_still_be_read(self):
        class Handler(http.server.SimpleHTTPRequestHandler):
            def end_headers(self):
                self.send_header("Content-Security-Policy", JENKINS)
                super().end_headers()

            def log_message(self, *_):
                pass

        folder = os.path.dirname(self.path)
        with http.server.ThreadingHTTPServer(
                ("127.0.0.1", 0), lambda *more: Handler(*more, directory=folder)) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = self.enterContext(Browser())
            browser.open(f"http://127.0.0.1:{server.server_port}/report.html")
            server.shutdown()
        self.assertEqual(browser.visible(".row"), ALL)
        self.assertEqual(browser.visible("input"), [])  # filters, which would do nothing
        browser.click("#SIGN-002 summary")
        self.assertEqual(len(browser.visible("#SIGN-002 pre")), 6)

    def test_it_fits_a_phone_and_a_desk_in_light_and_dark(self):
        for width in (320, 390, 1280):
            for dark in (False, True):
                with self.subTest(width=width, dark=dark), Browser(width, 844, dark) as browser:
                    browser.open("file://" + self.path)
                    browser.evaluate(
                        "document.querySelectorAll('details').forEach(d => { d.open = true; })")
                    self.assertLessEqual(
                        browser.evaluate("document.documentElement.scrollWidth"), width)
                    self.assertTrue(browser.evaluate(
                        "[...document.querySelectorAll('aside, pre')]"
                        ".every(e => e.scrollWidth <= e.clientWidth)"))
                    contrasts = browser.contrasts()
                    self.assertGreater(len(contrasts), 50)
                    self.assertEqual([one for one in contrasts if one[0] < 4.5], [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
