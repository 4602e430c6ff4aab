#!/usr/bin/env python3
"""The options of the mock that concern the control API and what it keeps, on the command line and
in the environment.

Usage: control_options_test.py SNAPTRADE_MOCK
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
FIXTURES = pathlib.Path(__file__).parents[2] / "fixtures" / "default"
TOKEN = "a-token-of-some-length"
BAD_SIGNATURE = ["Signature: " + "A" * 44]
PATH = f"{sandbox.LIST}/{sandbox.ID}"


def run(*arguments, **environment):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True,
                          timeout=sandbox.DEADLINE, env={**os.environ, **environment}, check=False)


class WithFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, text):
        path = self.folder / "token"
        path.write_bytes(text)
        return str(path)

    def both(self, option, value=None):
        """A mock that was told by option, then one that was told by its environment."""
        variable = "SNAPTRADE_MOCK_" + option[2:].upper().replace("-", "_")
        arguments = (option,) if value is None else (option, value)
        for options, extra in ((arguments, {}), ((), {variable: value or "1"})):
            with self.subTest(options or variable), \
                    sandbox.Mock(PROGRAM, "--log", "none", *options,
                                 env={**os.environ, **extra}) as mock:
                yield mock


class Options(WithFolder):
    def test_no_control_leaves_nothing_of_it(self):
        for mock in self.both("--no-control"):
            for method, path in (("GET", "/openapi.json"), ("POST", "/partners"), ("GET", ""),
                                 ("OPTIONS", "/partners")):
                answer = mock.control.ask(method, path)
                self.assertEqual((answer.status, answer.json()["detail"]), (404, "Not found."))
            self.assertEqual(mock.ask("GET", sandbox.LIST, sandbox.user_query()).status, 200)
            mock.stop()
            self.assertEqual(mock.process.stderr.read(), "")

    def test_no_control_prints_no_token(self):
        with sandbox.Mock(PROGRAM, "--log", "none", "--no-control", listen="0.0.0.0:0") as mock:
            mock.stop()
            self.assertEqual(mock.process.stderr.read(), "")

    def test_no_hints_takes_the_header_away_and_leaves_the_journal(self):
        def refused(mock):
            return mock.ask("GET", sandbox.LIST, sandbox.user_query(), BAD_SIGNATURE)

        with sandbox.Mock(PROGRAM, "--log", "none") as mock:
            answer = refused(mock)
            hint = answer.headers["x-sandbox-diagnosis"]
            self.assertTrue(hint)
            good = mock.ask("GET", sandbox.LIST, sandbox.user_query())
            self.assertNotIn("x-sandbox-diagnosis", good.headers)
        for mock in self.both("--no-hints"):
            self.assertNotIn("x-sandbox-diagnosis", refused(mock).headers)
            self.assertEqual(mock.control.take("GET", "/journal/last-failure")["diagnosis"], hint)

    def test_control_token_file(self):
        for mock in self.both("--control-token-file", self.write(TOKEN.encode() + b"\n")):
            self.assertEqual(mock.control.ask("GET", "/partners").status, 401)
            self.assertEqual(sandbox.Control(mock, token=TOKEN).ask("GET", "/partners").status, 200)

    def test_public_url(self):
        for mock in self.both("--public-url", "https://demo.example:8443"):
            self.assertEqual(mock.control.ask("GET", "/partners").status, 401)

    def test_journal(self):
        for mock in self.both("--journal", "1"):
            mock.ask()
            mock.ask()
            self.assertEqual(len(mock.control.take("GET", "/journal")["entries"]), 1)

    def test_max_partners(self):
        for mock in self.both("--max-partners", "0"):
            self.assertEqual(mock.control.ask("POST", "/partners").status, 503)

    def test_a_visitor_needs_room_for_a_partner_too(self):
        with sandbox.Mock(PROGRAM, "--visitors", "--max-partners", "0", "--log", "none") as mock:
            self.assertEqual(mock.control.ask("POST", "/visitors").status, 503)

    def test_max_waiting(self):
        for mock in self.both("--max-waiting", "0"):
            self.assertEqual(mock.control.ask("GET", "/journal", query="wait=1").status, 503)
            self.assertEqual(mock.control.ask("GET", "/journal", query="wait=0").status, 200)
            self.assertEqual(mock.control.ask("GET", "/changes", query="wait=1").status, 503)

    def test_max_body(self):
        for mock in self.both("--max-body", "1024"):
            for size, status in ((1024, 201), (1025, 413)):
                body = '{"newIds":false' + " " * (size - 16) + "}"
                self.assertEqual(mock.control.ask("POST", "/partners", body).status, status)

    def test_reset_every(self):
        for mock in self.both("--reset-every", "1"):
            mock.ask("DELETE", PATH, sandbox.user_query())
            sandbox.wait_until(lambda it=mock: it.ask("GET", PATH,
                                                      sandbox.user_query()).status == 200, "no reset")

    def test_contract(self):
        for mock in self.both("--contract", "2026-08"):
            self.assertEqual(mock.ask("DELETE", PATH, sandbox.user_query()).status, 404)

    def test_a_flag_in_the_environment_can_be_off(self):
        with sandbox.Mock(PROGRAM, "--log", "none",
                          env={**os.environ, "SNAPTRADE_MOCK_NO_CONTROL": "0"}) as mock:
            self.assertEqual(mock.control.ask("GET", "/partners").status, 200)


class BadOptions(WithFolder):
    BAD = {
        "--contract": ("2026", "", "2026-09"),
        "--public-url": ("demo.example", "https://", "https://:443", "https://demo.example/",
                         "ftp://demo.example", "https://user@demo.example", ""),
        "--journal": ("-1", "1000001", "many", ""),
        "--max-partners": ("-1", "100001", "1e3"),
        "--max-waiting": ("-1", "10001"),
        "--max-body": ("1023", "268435457", "1M"),
        "--reset-every": ("0", "-1s", "s", "10x", "10 s", "1h30m", ""),
        "--control-token-file": ("",),
    }

    def test_each_is_named_on_one_line_whichever_way_it_was_given(self):
        for option, values in self.BAD.items():
            variable = "SNAPTRADE_MOCK_" + option[2:].upper().replace("-", "_")
            for value in values:
                with self.subTest(option=option, value=value):
                    for name, done in ((option, run(option, value)),
                                       (variable, run(**{variable: value}))):
                        self.assertEqual((done.returncode, done.stdout), (2, ""))
                        self.assertIn(name, done.stderr)
                        self.assertEqual(done.stderr.count("\n"), 1)

    def test_a_flag_in_the_environment_is_0_or_1(self):
        for name in ("NO_CONTROL", "NO_HINTS"):
            for value in ("", "yes", "2"):
                done = run(**{f"SNAPTRADE_MOCK_{name}": value})
                self.assertEqual(done.returncode, 2)
                self.assertIn(f"SNAPTRADE_MOCK_{name}", done.stderr)

    def test_a_bad_period_is_refused_also_where_the_environment_has_a_good_one(self):
        done = run("--reset-every", "10x", SNAPTRADE_MOCK_RESET_EVERY="10s")
        self.assertEqual(done.returncode, 2)

    def test_a_bad_token_file_is_named_and_its_content_is_not_shown(self):
        for text in (b"", b"\n" + TOKEN.encode(), b"too-short", b"a token with spaces in it",
                     b"a-t\xc3\xb6ken-that-is-no-ascii", b"with-a-tab-behind-it\t\n",
                     b"a-null\0a-null-a-null", b"x" * 511, b"x" * 5000):
            path = self.write(text)
            with self.subTest(text[:30]):
                done = run("--listen", "127.0.0.1:0", "--control-token-file", path)
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertIn(path, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1)
                self.assertNotIn("xxxx", done.stderr)
                self.assertNotIn("token-of", done.stderr)

    def test_a_token_file_that_cannot_be_read_is_named(self):
        for path in (str(self.folder / "none"), str(self.folder)):
            done = run("--listen", "127.0.0.1:0", "--control-token-file", path)
            self.assertEqual(done.returncode, 1)
            self.assertIn(path, done.stderr)

    def test_the_longest_token_is_taken(self):
        path = self.write(b"x" * 510 + b"\n")
        with sandbox.Mock(PROGRAM, "--log", "none", "--control-token-file", path) as mock:
            admin = sandbox.Control(mock, token="x" * 510)
            self.assertEqual(admin.ask("GET", "/partners").status, 200)

    def test_help_names_every_option_and_variable(self):
        text = run("--help").stdout
        for option in (*self.BAD, "--no-control", "--no-hints"):
            self.assertIn(f"  {option}", text)
            self.assertIn("SNAPTRADE_MOCK_" + option[2:].upper().replace("-", "_"), text)
        self.assertLessEqual(max(map(len, text.splitlines())), 90)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
