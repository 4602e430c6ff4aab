#!/usr/bin/env python3
"""The matrix of SDKs in a browser: filters, keyboard, evidence, and how it looks.

Usage: sdk_report_browser_test.py SNAPTRADE_CONFORMANCE
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from sdk_reports import HOSTILE, write_all

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "mock_server/tests"))
from browser import Browser  # noqa: E402

PROGRAM = (sys.argv[1:] + [""])[0]
ALL = ["SDK-SIGN-001", "SDK-SIGN-009", "SDK-CALL-003", "SDK-CALL-016", "SDK-FAULT-001"]


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.path = os.path.join(folder, "matrix.html")
        subprocess.run([PROGRAM, "sdk-report", *write_all(folder), "-o", cls.path], timeout=60,
                       check=True)

    def open(self, **settings):
        browser = self.enterContext(Browser(**settings))
        browser.open("file://" + self.path)
        return browser


class Filters(Page):
    def test_area_verdict_and_difference_show_their_rows_only(self):
        browser = self.open()
        self.assertEqual(browser.visible(".row"), ALL)
        browser.click("label[for=verdict-failed]")
        self.assertEqual(browser.visible(".row"), ["SDK-SIGN-009", "SDK-CALL-016"])
        self.assertEqual(browser.visible(".matrix tbody"), ["SDK-SIGN", "SDK-CALL"])
        browser.click("label[for=area-SDK-CALL]")
        self.assertEqual(browser.visible(".row"), ["SDK-CALL-016"])
        browser.click("label[for=verdict-all]")
        self.assertEqual(browser.visible(".row"), ["SDK-CALL-003", "SDK-CALL-016"])
        browser.click("label[for=area-all]")
        browser.click("label[for=verdict-passed]")
        browser.click("label[for=differing]")
        self.assertEqual(browser.visible(".row"), ALL)
        browser.click("label[for=differing]")
        browser.click("label[for=verdict-all]")
        self.assertEqual(browser.visible(".row"), ALL)

    def test_when_nothing_is_left_the_page_says_so(self):
        browser = self.open()
        self.assertEqual(browser.visible(".nothing"), [])
        browser.click("label[for=verdict-failed]")
        browser.click("label[for=area-SDK-FAULT]")
        self.assertEqual(browser.visible(".row"), [])
        self.assertEqual(len(browser.visible(".nothing")), 1)


class Evidence(Page):
    cell = "#SDK-CALL-016 .failed details"

    def is_open(self, browser, cell):
        return browser.evaluate(f"document.querySelector('{cell}').open")

    def test_the_keyboard_filters_and_opens_a_cell(self):
        browser = self.open()
        browser.press("tab", "right", "right", "right")  # all, SDK-SIGN, SDK-CALL, SDK-FAULT
        self.assertEqual(browser.visible(".row"), ["SDK-FAULT-001"])
        browser.press("tab", "tab", "space")  # verdicts, then the difference
        self.assertEqual(browser.evaluate("document.activeElement.id"), "differing")
        self.assertIs(browser.evaluate("document.activeElement.checked"), True)
        browser.press("tab", "tab", "tab")  # the words, the table, its first cell
        for opened in (True, False):
            browser.press("enter")
            self.assertIs(self.is_open(browser, "#SDK-FAULT-001 .adapter-error details"), opened)

    def test_one_cell_is_open_at_a_time_and_closes_by_its_button(self):
        for width in (390, 1280):
            with self.subTest(width=width), Browser(width, 844) as browser:
                browser.open("file://" + self.path)
                browser.click("#SDK-SIGN-009 .failed summary")
                browser.evaluate(f"document.querySelector('{self.cell}').open = true")
                self.assertIs(self.is_open(browser, "#SDK-SIGN-009 .failed details"), False)
                sheet = browser.evaluate(
                    f"document.querySelector('{self.cell} .details').getBoundingClientRect()")
                self.assertGreater(sheet["width"], 350)
                x, y = sheet["right"] - 60, sheet["top"] + 30
                for kind in ("mousePressed", "mouseReleased"):
                    browser.devtools("Input.dispatchMouseEvent", type=kind, x=x, y=y,
                                     button="left", clickCount=1)
                self.assertIs(self.is_open(browser, self.cell), False)


class Look(Page):
    def test_nothing_is_asked_for_and_nothing_is_complained_about(self):
        browser = self.open()
        self.assertEqual(browser.requested(), ["file://" + self.path])
        self.assertEqual(browser.log("browser"), [])
        self.assertEqual(browser.evaluate("document.querySelectorAll('script, img').length"), 0)
        self.assertIn(HOSTILE, browser.evaluate("document.querySelector('.matrix').textContent"))

    def test_header_and_first_column_stay_when_the_table_scrolls(self):
        browser = self.open(width=390, height=500)
        positions = """[...document.querySelectorAll('.matrix thead th, #SDK-CALL-016 th')]
            .map(e => e.getBoundingClientRect()).map(r => [r.left, r.top])"""
        before = browser.evaluate(positions)
        browser.evaluate("document.querySelector('.scroll').scrollBy(60, 90)")
        [corner, one, *_, row] = browser.evaluate(positions)
        self.assertEqual(corner, before[0])
        self.assertEqual(one, [before[1][0] - 60, before[1][1]])
        self.assertEqual(row, [before[-1][0], before[-1][1] - 90])

    def test_it_fits_a_phone_and_a_desk_in_light_and_dark(self):
        for width in (320, 390, 1280):
            for dark in (False, True):
                with self.subTest(width=width, dark=dark), Browser(width, 844, dark) as browser:
                    browser.open("file://" + self.path)
                    browser.evaluate("document.querySelectorAll('details')"
                                     ".forEach(d => { d.name = ''; d.open = true; })")
                    self.assertLessEqual(
                        browser.evaluate("document.documentElement.scrollWidth"), width)
                    self.assertTrue(browser.evaluate(
                        "[...document.querySelectorAll('pre, .details')]"
                        ".every(e => e.scrollWidth <= e.clientWidth)"))
                    contrasts = browser.contrasts()
                    self.assertGreater(len(contrasts), 100)
                    self.assertEqual([one for one in contrasts if one[0] < 4.5], [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
