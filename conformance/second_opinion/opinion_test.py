#!/usr/bin/env python3
"""The conformance suite finds nothing wrong with a server that shares no code with the mock.

Usage: opinion_test.py SNAPTRADE_CONFORMANCE
"""
import pathlib
import sys
import unittest

from suite import Suite

SUITE = Suite(sys.argv[1] if len(sys.argv) > 1 else "")
SERVER = pathlib.Path(__file__).resolve().with_name("server.py")
# It has no connection portal, and so no LOGIN.
DEMANDED = ["SIGN", "VECTOR", "TAMPER", "AUTH", "LIST", "DETAIL", "REMOVE", "EVENTS", "LIMIT", "ERROR",
            "ACCOUNTS", "HISTORY", "SYNC", "USERS", "BODY"]


class SecondOpinion(unittest.TestCase):
    def test_every_requirement_of_the_calls_holds_on_the_second_server(self):
        wanted = SUITE.ids(*DEMANDED)
        self.assertGreater(len(wanted), 160)
        judgement = SUITE.judge_mock(SERVER, *DEMANDED)
        self.assertEqual(judgement.status, 0, judgement.output)
        self.assertEqual(judgement.ids("passed"), wanted)

    def test_what_is_asked_of_http_is_judged_and_reported(self):
        judgement = SUITE.judge_mock(SERVER, "HTTP")
        passed, failed = judgement.ids("passed"), judgement.ids("failed")
        print(f"of HTTP {len(passed)} pass, and these fail: {failed}", flush=True)
        self.assertEqual(sorted(passed + failed), SUITE.ids("HTTP"), judgement.output)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
