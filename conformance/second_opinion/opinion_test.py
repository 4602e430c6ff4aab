#!/usr/bin/env python3
"""The conformance suite finds nothing wrong with a server that shares no code with the mock.

Usage: opinion_test.py SNAPTRADE_CONFORMANCE
"""
import pathlib
import re
import subprocess
import sys
import unittest

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
SERVER = pathlib.Path(__file__).with_name("server.py")
DEMANDED = ["SIGN", "AUTH", "LIST", "DETAIL", "REMOVE", "EVENTS", "ERROR"]
REPORTED = ["HTTP"]


def suite(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=300,
                          check=False)


def judge(areas):
    """How the suite ends, and the ids of those that pass."""
    done = suite("--mock", str(SERVER), "--verbose", *areas)
    return done, re.findall(r":P:([A-Z]+-\d{3}):", done.stdout)


def ids(areas):
    return [line.split()[0] for line in suite("--list", *areas).stdout.splitlines()]


class SecondOpinion(unittest.TestCase):
    def test_every_requirement_of_the_calls_holds_on_the_second_server(self):
        wanted = ids(DEMANDED)
        self.assertGreater(len(wanted), 80)
        done, passed = judge(DEMANDED)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(passed, wanted)

    def test_what_is_asked_of_http_is_judged_and_reported(self):
        done, passed = judge(REPORTED)
        failed = re.findall(r":[FE]:([A-Z]+-\d{3}):", done.stdout)
        print(f"of HTTP {len(passed)} pass, and these do not: {failed}", flush=True)
        self.assertEqual(sorted(passed + failed), ids(REPORTED), done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
