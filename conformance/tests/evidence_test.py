#!/usr/bin/env python3
"""That each failure shows what failed, whatever a server does wrong, and that the commands it shows
send the request anew.

Usage: evidence_test.py SNAPTRADE_CONFORMANCE SNAPTRADE_MOCK
"""
import base64
import hashlib
import hmac
import json
import os
import re
import subprocess
import sys
import time
import unittest
import urllib.parse

from judging import FIRST_ID, Listening, judge, read_body, reply
from shown import lacking

KEY, SECRET = "sandbox-consumer-key", "USERSECRET123"
ITEM = {"id": FIRST_ID, "type": "sell", "disabled": "no", "disabled_date": "today", "brokerage": [],
        "user_id": 7, "session_event_type": "NEW", "created_date": "now", "data_freshness_mode": "?"}
HANGS = 1.5


class Wrong(Listening):
    """A server that is in order until it is reached, and then does one wrong thing with all."""

    def __init__(self, status=200, body="", hang=0, close=False):
        self.seen, self.reached = [], False

        def answer(handler):
            first, self.reached = not self.reached, True
            self.seen.append((handler.command, handler.path, handler.headers.get("Signature"),
                              read_body(handler).decode()))
            if hang and not first:
                time.sleep(hang)  # it is what the test is about
            if close and not first:
                handler.close_connection = True
                return
            reply(handler, 200 if first else status, b"[]" if first else body.encode(),
                  {"Content-Type": "application/json"})

        super().__init__(answer)
        self.url += "/api/v1"


def masked(target):
    return re.sub("(userSecret=)[^&]*", r"\1***", target)


def without_time(target):
    return re.sub(r"timestamp=\d+", "timestamp=", target)


class Shown(unittest.TestCase):
    def fail_with(self, server, *arguments, least):
        """What failed, of which each shows all there is."""
        _, report, _ = judge("--url", server.url, "--disposable", "--level", "assumed", *arguments)
        failures = [one for one in report["results"] if one["verdict"] == "failed"]
        self.assertGreaterEqual(len(failures), least)
        targets = {masked(path) for _, path, _, _ in server.seen}
        for one in failures:
            with self.subTest(id=one["id"]):
                self.assertEqual(lacking(one), [], one)
                url = urllib.parse.urlsplit(one["exchange"]["url"])
                self.assertIn(masked(url.path + ("?" + url.query if url.query else "")), targets)
        return failures

    def test_each_failure_shows_what_failed_whatever_is_wrong(self):
        for least, wrong in ((100, {"status": 500, "body": "broken"}), (100, {"body": ""}),
                             (60, {"body": "[]"}), (90, {"body": "{}"}), (60, {"status": 204}),
                             (90, {"body": json.dumps([ITEM])}), (90, {"body": "[7, null]"}),
                             (60, {"status": 404, "body": '{"detail":1,"code":1011}'}),
                             (100, {"close": True})):
            with self.subTest(**wrong), Wrong(**wrong) as server:
                self.fail_with(server, least=least)

    def test_a_server_that_does_not_answer_is_told_as_that(self):
        with Wrong(hang=HANGS, body="[]") as server:
            failures = self.fail_with(server, "--timeout", "0.4", "LIST-007", "CLIENT-001",
                                      "REMOVE-006", least=3)
        for one in failures:
            self.assertRegex(one["exchange"]["error"], "(?i)time")

    def test_a_server_that_is_too_slow_for_a_requirement_is_told_as_that(self):
        with Wrong(hang=0.3, body="[]") as server:
            [one] = self.fail_with(server, "--timeout", "0.7", "SIGN-005", least=1)
        self.assertEqual(one["expected"], "an end within 0.7 seconds")

    def test_the_commands_send_it_anew(self):
        with Wrong(status=500, body="{}") as server:
            failures = self.fail_with(server, "CLIENT", "SIGN-001", "REMOVE-006", "AUTH-008",
                                      "BODY-001", "SYNC-009", least=13)
            for one in failures:
                with self.subTest(id=one["id"]):
                    self.send_anew(server, one["exchange"])

    def send_anew(self, server, exchange):
        before = len(server.seen)
        settings = {"SNAPTRADE_CONSUMER_KEY": KEY, "SNAPTRADE_USER_SECRET": SECRET}
        subprocess.run(["bash", "-euc", exchange["command"]], check=True, capture_output=True,
                       timeout=60, env={**os.environ, **settings, "no_proxy": "*"})
        [(method, target, signature, body)] = server.seen[before:]
        url = urllib.parse.urlsplit(exchange["url"])
        shown = url.path + ("?" + url.query if url.query else "")
        self.assertEqual((method, without_time(masked(target))),
                         (exchange["method"], without_time(masked(shown))))
        if exchange["signed"] is None:
            self.assertIsNone(signature)
            return
        path, query = target.split("?")
        text = f'{{"content":{body or "null"},"path":"{path}","query":"{query}"}}'
        digest = hmac.new(KEY.encode(), text.encode(), hashlib.sha256).digest()
        self.assertEqual(signature, base64.b64encode(digest).decode())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
