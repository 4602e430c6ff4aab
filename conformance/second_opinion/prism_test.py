#!/usr/bin/env python3
"""Prism answers examples of the OpenAPI document: the suite finds out that it verifies no signature
and keeps no state.

Usage: prism_test.py SNAPTRADE_CONFORMANCE PRISM
"""
import pathlib
import re
import subprocess
import sys
import unittest

from suite import Suite

PROGRAM, PRISM = (sys.argv[1:] + ["", ""])[:2]
DOCUMENT = pathlib.Path(__file__).parents[2] / "fixtures" / "openapi.yaml"
# What it answers to what it should refuse, or no longer have.
UNMET = {
    "SIGN-003": "answered 200 instead of 401",    # a signature of another key
    "SIGN-006": "answered 200 instead of 401",    # changed after signing
    "AUTH-002": "answered 200 instead of 401",    # milliseconds
    "AUTH-005": "answered 200 instead of 401",    # an unknown partner
    "AUTH-007": "answered 200 instead of 401",    # an unknown user
    "AUTH-008": "answered 200 instead of 401",    # a wrong userSecret
    "DETAIL-004": "answered 200 instead of 404",  # an unknown connection
    "REMOVE-003": "answered 200 instead of 404",  # what was removed is still there
    "REMOVE-004": "answered 204 instead of 404",  # and is removed again
    "REMOVE-008": "answered 204 instead of 401",  # a refused request removes
}
# What an example can do.
MET = {"SIGN-001", "SIGN-002", "LIST-001", "LIST-002", "LIST-005", "DETAIL-001", "REMOVE-001",
       "EVENTS-001"}


class Prism:
    """Serves the document on a port of its choice."""
    def __init__(self):
        self.process = subprocess.Popen([PRISM, "mock", "--host", "127.0.0.1", "--port", "0",
                                         str(DOCUMENT)], stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True)
        self.url, said = None, []
        for line in self.process.stdout:
            said.append(line)
            listening = re.search(r"listening on (http://[\d.:]+)", line)
            if listening:
                self.url = listening[1]
                break
        assert self.url, "".join(said)

    def __enter__(self):
        # What it logs of each request would fill the pipe.
        self.drain = subprocess.Popen(["cat"], stdin=self.process.stdout, stdout=subprocess.DEVNULL)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()
        self.drain.wait(30)


class AnotherMock(unittest.TestCase):
    def test_the_suite_says_what_a_server_of_examples_does_not_do(self):
        with Prism() as prism:
            judgement = Suite(PROGRAM).judge_url(prism.url, "SIGN", "AUTH", "LIST", "DETAIL",
                                                 "REMOVE", "EVENTS")
        self.assertEqual(judgement.status, 1, judgement.output)
        self.assertLessEqual(UNMET.keys(), set(judgement.ids("failed")), judgement.output)
        self.assertLessEqual(MET, set(judgement.ids("passed")), judgement.output)
        for name, answer in UNMET.items():
            self.assertIn(answer, judgement.results[name]["message"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
