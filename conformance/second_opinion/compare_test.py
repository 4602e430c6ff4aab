#!/usr/bin/env python3
"""The mock and the second server answer the same requests with the same status, body and headers.

Usage: compare_test.py SNAPTRADE_MOCK [SEED [ROUNDS]]
"""
import collections
import pathlib
import re
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "mock_server" / "tests"))
import sandbox  # noqa: E402
from drawn import Drawn  # noqa: E402

MOCK, SEED, ROUNDS = ([*sys.argv[1:], "", "", ""])[:3]
REQUESTS = 250  # of a round; then their state is as new again
# What each of the two has its own of: dates of today, new secrets.
OWN = re.compile(rb'"20\d\d-\d\d-\d\d(?:T[\d:]{8}\.\d{6}Z)?"|"[0-9a-f]{64}"')
OF_ONE_ANSWER = {"date", "x-request-id", "x-sandbox-diagnosis"}


def without_own(found):
    """The same of both, when it was made by this test."""
    text = found[0].decode()
    days = [time.strftime('"%Y-%m-%d', time.gmtime(time.time() - ago)) for ago in (0, 9)]
    return b'"own"' if text.startswith(tuple(days)) or len(text) == 66 else found[0]


def check_link(got):
    """What the two links have in common: each leads to its own page, in words of its own."""
    link = got.json()
    page, _, query = link["redirectURI"].partition("?")
    found = dict(pair.split("=") for pair in query.split("&"))
    assert found["sessionId"] == link["sessionId"] and len(found["token"]) >= 32, link
    return list(link), page, found["clientId"]


def answer(connection, method, data):
    connection.send(data)
    if method != "HEAD":
        got = connection.read_answer()
    else:  # says how long its body would be
        head = b""
        while b"\r\n\r\n" not in head:
            head += connection.read_some(1)
        got = sandbox.Answer(head[:-4], b"")
    body = b"the status" if got.body.startswith(b'{"version":151,"timestamp":"') else got.body
    body = OWN.sub(without_own, body)
    if body.startswith(b'{"redirectURI":'):
        body = check_link(got)
        del got.headers["content-length"]
    headers = {name: value for name, value in got.headers.items() if name not in OF_ONE_ANSWER}
    headers.pop("connection", None)
    return got.status, body, headers


class Compare(unittest.TestCase):
    def play(self, drawn, statuses, options):
        """The same requests to both, on one connection each."""
        with sandbox.Mock(MOCK, "--log", "none", *options) as mock, \
                sandbox.Mock(HERE / "server.py", *options) as second, \
                mock.connect() as first_line, second.connect() as second_line:
            for _ in range(REQUESTS):
                method, path, query, headers, body = drawn.request()
                data = sandbox.request(method, path, query, headers, body, close=False, key=None)
                got = answer(first_line, method, data)
                statuses[got[0]] += 1
                with self.subTest(method=method, path=path, query=query, headers=headers,
                                  body=body):
                    self.assertEqual(got, answer(second_line, method, data))

    def compare(self, *options):
        """How often each status came."""
        drawn, statuses = Drawn(int(SEED or 1)), collections.Counter()
        for _ in range(int(ROUNDS or 8)):
            self.play(drawn, statuses, options)
        return statuses

    def test_answers_are_the_same(self):
        statuses = self.compare()
        print(dict(statuses), flush=True)
        for status in (200, 204, 400, 401, 402, 403, 404, 405, 429, 501):
            self.assertIn(status, statuses)

    def test_answers_are_the_same_when_signatures_are_checked_strictly(self):
        self.compare("--signature-check", "strict")

    def test_answers_are_the_same_when_any_time_will_do(self):
        self.compare("--clock-skew", "0")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
