#!/usr/bin/env python3
"""What the bundled client makes of each fault: its exit status, and what it says.

Usage: fault_client_test.py SNAPTRADE_MOCK SNAPTRADE_CLIENT
"""
import subprocess
import sys
import unittest

import sandbox

PROGRAM, CLIENT = sys.argv[1:3]
ERROR, NO_WHOLE_ANSWER = 1, 3
JSON = {"Content-Type": "application/json"}
# The action; how `list` exits; what it says.
FAULTS = [
    ({"type": "status", "status": 401}, ERROR,
     "401 Unauthorized: Unable to verify signature sent (code 1076)"),
    ({"type": "status", "status": 402, "detail": "Pay."}, ERROR,
     "402 Payment Required: Pay. (code 3003)"),
    ({"type": "status", "status": 403, "code": "9"}, ERROR,
     "403 Forbidden: User does not have permission to access this resource (code 9)"),
    ({"type": "status", "status": 404}, ERROR,
     "404 Not Found: The requested resource does not exist. (code 1011)"),
    ({"type": "status", "status": 425}, ERROR,
     "425 Too Early: The resource is not ready yet, try again later. (code 0000)"),
    ({"type": "status", "status": 429, "retryAfter": 2}, ERROR,
     "429 Too Many Requests: Request was throttled. Expected available in 2 seconds. (code 0000)"),
    ({"type": "status", "status": 500}, ERROR,
     "500 Internal Server Error: A server error occurred. (code 0000)"),
    ({"type": "status", "status": 503}, ERROR,
     "503 Service Unavailable: Service temporarily unavailable, try again later. (code 0000)"),
    ({"type": "respond", "status": 302, "headers": {"Location": "http://127.0.0.1:1/"}}, ERROR,
     "302 Found"),
    ({"type": "respond", "status": 200, "body": "<p>", "headers": {"Content-Type": "text/html"}},
     NO_WHOLE_ANSWER, "the Content-Type is text/html, not application/json"),
    ({"type": "respond", "status": 200, "body": "[{", "headers": JSON}, NO_WHOLE_ANSWER,
     "the body: not JSON"),
    ({"type": "respond", "status": 200, "body": "[]", "headers": JSON}, 0, ""),
    ({"type": "delay", "delayMs": 50}, 0, ""),
    ({"type": "slowBody", "bytesPerSecond": 50000}, 0, ""),
    ({"type": "truncate", "bytes": 10}, NO_WHOLE_ANSWER, "bytes remaining to read"),
    ({"type": "emptyBody"}, NO_WHOLE_ANSWER, "200 without a body"),
    ({"type": "reset", "when": "before"}, NO_WHOLE_ANSWER, "Connection reset by peer"),
    ({"type": "reset", "when": "middle"}, NO_WHOLE_ANSWER, "Connection reset by peer"),
    ({"type": "noAnswer", "limitSeconds": 1}, NO_WHOLE_ANSWER, "Empty reply from server"),
]


class Client(unittest.TestCase):
    def setUp(self):
        self.mock = sandbox.Mock(PROGRAM, "--log", "none")
        self.addCleanup(self.mock.__exit__)
        self.partner = sandbox.Partner(self.mock)

    def run_client(self, *arguments):
        user = self.partner.made["users"][0]
        return subprocess.run(
            [CLIENT, "--base-url", f"http://127.0.0.1:{self.mock.port}/api/v1",
             "--client-id", self.partner.client_id, "--consumer-key", self.partner.key,
             "--user-id", user["userId"], "--user-secret", user["userSecret"], *arguments],
            capture_output=True, text=True, check=False, timeout=sandbox.DEADLINE)

    def test_every_fault_is_told_apart(self):
        for action, status, said in FAULTS:
            with self.subTest(action):
                self.partner.break_with(action)
                done = self.run_client("list")
                self.assertEqual(done.returncode, status, done.stderr)
                self.assertIn(said, done.stderr)
                self.assertEqual(done.stderr == "", status == 0)

    def test_it_gives_up_when_its_own_time_is_over(self):
        for action in ({"type": "noAnswer"}, {"type": "delay", "delayMs": 60000},
                       {"type": "slowBody", "bytesPerSecond": 1}):
            self.partner.break_with(action)
            done = self.run_client("list", "--timeout", "0.3")
            self.assertEqual(done.returncode, NO_WHOLE_ANSWER)
            self.assertIn("timed out", done.stderr)

    def test_a_removal_whose_answer_is_lost_was_done(self):
        self.partner.break_with({"name": "lost", "match": {"method": "DELETE", "times": 1},
                                 "action": {"type": "reset", "when": "before", "execute": True}})
        done = self.run_client("remove", "--yes", sandbox.ID)
        self.assertEqual(done.returncode, NO_WHOLE_ANSWER, done.stderr)
        done = self.run_client("remove", "--yes", sandbox.ID)
        self.assertEqual(done.returncode, ERROR)
        self.assertIn("404", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
