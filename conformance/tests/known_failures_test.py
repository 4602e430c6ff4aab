#!/usr/bin/env python3
"""Known failures of a target: snaptrade-conformance --expect FILE.

Usage: known_failures_test.py SNAPTRADE_CONFORMANCE SNAPTRADE_MOCK
"""
import pathlib
import sys
import tempfile
import unittest

from judging import Server, judge, run


class KnownFailures(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.file = pathlib.Path(folder, "known")

    def judge(self, lines, *arguments):
        """Against a server that says [] to all."""
        self.file.write_text(lines, encoding="utf-8")
        with Server(200, "[]") as server:
            return judge("--url", server.url, "--expect", str(self.file), *arguments)

    def test_an_expected_failure_does_not_count(self):
        known = "# why\n\n\t AUTH-001\t  nothing is checked  there\r\n  # more\nSIGN-001 never run\n"
        status, report, verdicts = self.judge(known, "AUTH-001")
        self.assertEqual((status, verdicts), (0, {"AUTH-001": "expected-failure"}))
        self.assertEqual(report["results"][0]["known"], "nothing is checked  there")
        self.assertEqual(report["counts"]["failed"], 0)

    def test_another_failure_counts(self):
        status, _, verdicts = self.judge("AUTH-001 nothing is checked", "AUTH-001", "AUTH-011")
        self.assertEqual((status, verdicts), (1, {"AUTH-001": "expected-failure",
                                                  "AUTH-011": "failed"}))

    def test_fail_fast_does_not_stop_at_one_that_is_known(self):
        status, _, verdicts = self.judge("AUTH-001 nothing is checked", "--fail-fast",
                                         "AUTH-001", "AUTH-011", "AUTH-018")
        self.assertEqual((status, list(verdicts)), (1, ["AUTH-001", "AUTH-011"]))

    def test_one_that_passes_is_told_and_harms_nothing(self):
        self.file.write_text("LIST-001 it was down\n", encoding="utf-8")
        done = run("LIST-001", "--expect", str(self.file))
        self.assertEqual(done.returncode, 0)
        for words in ("LIST-001 passed unexpectedly", "take it out of that file",
                      "known: it was down", "1 passed unexpectedly"):
            self.assertIn(words, done.stdout)

    def test_what_cannot_be_judged_stays_that(self):
        status, _, verdicts = self.judge("REMOVE-001 why", "REMOVE-001", "HTTP-008")
        self.assertEqual((status, verdicts["REMOVE-001"]), (0, "not-judged"))

    def test_what_is_wrong_with_the_file_is_named_with_its_line(self):
        for text, line, words in (("SIGN-001 x\nSIGN-01 y\n", ":2: SIGN-01: ", "no requirement"),
                                  ("SIGN x\n", ":1: SIGN: ", "no requirement"),
                                  ("# c\nSIGN-001\n", ":2: SIGN-001: ", "reason"),
                                  ("SIGN-001  \t\n", ":1: SIGN-001: ", "reason"),
                                  ("SIGN-001 x\n\nSIGN-001 y", ":3: SIGN-001: ", "twice")):
            self.file.write_text(text, encoding="utf-8")
            done = run("--expect", str(self.file), "SIGN-001")
            self.assertEqual((done.returncode, done.stdout), (2, ""), text)
            self.assertIn(f"{self.file}{line}", done.stderr)
            self.assertIn(words, done.stderr)

    def test_a_file_that_cannot_be_read_is_named(self):
        for path in ("/nowhere/known", str(self.file.parent)):
            done = run("--expect", path, "SIGN-001")
            self.assertEqual(done.returncode, 2)
            self.assertRegex(done.stderr, rf"^snaptrade-conformance: {path}: \w+")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
