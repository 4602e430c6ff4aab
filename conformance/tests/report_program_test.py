#!/usr/bin/env python3
"""The reports of snaptrade-conformance about a server that fails: what a terminal gets, and that
no secret is in any of them.

Usage: report_program_test.py SNAPTRADE_CONFORMANCE SNAPTRADE_MOCK FIXTURES
"""
import json
import os
import pathlib
import pty
import re
import stat
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

PROGRAM, MOCK, FIXTURES = (sys.argv[1:] + ["", "", ""])[:3]
FORMATS = ("text", "tap", "junit", "json", "html")


def environment(**settings):
    inherited = {name: value for name, value in os.environ.items()
                 if not name.startswith("SNAPTRADE_") and name != "NO_COLOR"}
    return {**inherited, **settings}


def secrets():
    """Every consumerKey and userSecret of the default fixtures."""
    found = []

    def visit(value):
        if isinstance(value, dict):
            found.extend(value[name] for name in ("consumerKey", "userSecret") if name in value)
        for inner in value.values() if isinstance(value, dict) else value:
            if isinstance(inner, (dict, list)):
                visit(inner)

    for file in pathlib.Path(FIXTURES).glob("*.json"):
        visit(json.loads(file.read_text(encoding="utf-8")))
    return found


def spellings(secret):
    upper = [secret, urllib.parse.quote(secret, safe=""), urllib.parse.quote_plus(secret),
             urllib.parse.quote(secret, safe=";,/?:@&=+$-_.!~*'()#"), json.dumps(secret)[1:-1]]
    lower = [re.sub("%..", lambda escape: escape[0].lower(), one) for one in upper]
    return set(upper + lower + [urllib.parse.quote(one) for one in upper])


class Failing(unittest.TestCase):
    """A mock that refuses what SDKs sign, and takes any timestamp."""

    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.mock = os.path.join(cls.folder, "mock")
        with open(cls.mock, "w", encoding="ascii") as script:
            script.write(f'#!/bin/sh\nexec "{MOCK}" "$@" --signature-check strict --clock-skew 0\n')
        os.chmod(cls.mock, stat.S_IRWXU)

    def judge(self, *arguments, **settings):
        return subprocess.run([PROGRAM, "--mock", self.mock, *arguments], capture_output=True,
                              text=True, timeout=300, env=environment(**settings), check=False)

    def on_a_terminal(self, **settings):
        """What a terminal gets."""
        main, secondary = pty.openpty()
        with subprocess.Popen([PROGRAM, "--mock", self.mock, "AUTH-004", "AUTH-005"],
                              stdout=secondary, env=environment(**settings)) as process:
            os.close(secondary)
            seen = b""
            try:
                while part := os.read(main, 65536):
                    seen += part
            except OSError:  # EIO: the other end is closed
                pass
            os.close(main)
        self.assertEqual(process.returncode, 1)
        return seen.decode()

    def test_no_secret_is_in_any_report(self):
        files = {name: os.path.join(self.folder, name) for name in FORMATS}
        reports = [word for name, file in files.items() for word in ("--report", f"{name}={file}")]
        done = self.judge("--level", "assumed", "--verbose", "SIGN", "VECTOR", "AUTH",
                          "REMOVE-008", *reports)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertGreaterEqual(len(secrets()), 10)
        texts = {"stdout": done.stdout, "stderr": done.stderr}
        for name, file in files.items():
            texts[name] = pathlib.Path(file).read_text(encoding="utf-8")
            self.assertIn("userSecret=", texts[name], name)  # so requests are in it
            self.assertIn("SNAPTRADE_CONSUMER_KEY", texts[name], name)
        for name, text in texts.items():
            for secret in secrets():
                for spelling in spellings(secret):
                    self.assertNotIn(spelling, text, name)

    def test_each_format_takes_the_place_of_the_usual_text(self):
        starts = {"text": "AUTH-004 ", "tap": "TAP version 13\n", "junit": "<?xml ", "json": "{",
                  "html": "<!DOCTYPE html>"}
        for name in FORMATS:
            done = self.judge("AUTH-004", "--report", name + "=-")
            self.assertEqual((done.returncode, done.stderr), (1, ""), name)
            self.assertTrue(done.stdout.startswith(starts[name]), done.stdout[:80])
            self.assertIn("AUTH-004", done.stdout)

    def test_a_failure_says_where_the_requirement_is_from(self):
        out = self.judge("AUTH-004", "SIGN-011").stdout
        self.assertIn("source: our choice of window\n      (assumed: nobody knows: an assumption "
                      "of ours, not a rule of SnapTrade's)", out)
        self.assertIn("(sdk: official SDKs", out)
        self.assertIn("Of what failed, 1 is an assumption of ours, not SnapTrade's.", out)

    def test_only_a_terminal_gets_colours_and_progress(self):
        seen = self.on_a_terminal()
        self.assertIn("\r\x1b[K1 of 2  AUTH-004\r\x1b[K", seen)
        self.assertIn("AUTH-004 \x1b[1;31mfailed\x1b[0m", seen)
        self.assertNotIn("\x1b", self.judge("AUTH-004").stdout)

    def test_no_color_leaves_the_progress(self):
        seen = self.on_a_terminal(NO_COLOR="1")
        self.assertIn("\x1b[K1 of 2", seen)
        self.assertNotRegex(seen, r"\x1b\[[0-9;]*m")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
