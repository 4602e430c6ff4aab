#!/usr/bin/env python3
"""Bytes that no good client sends, to a real server: a clean answer of ours, and the connection is
closed where it is in doubt where a request ends.

Usage: hostile_test.py SNAPTRADE_MOCK
"""
import select
import sys
import time
import unittest

import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
HOST = b"Host: a\r\n"
SECOND = b"GET /health HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"


def get(*headers, path=b"/", version=b"1.1", method=b"GET"):
    lines = b"".join(header + b"\r\n" for header in headers)
    return method + b" " + path + b" HTTP/" + version + b"\r\n" + lines + b"\r\n"


# Bytes and the status they get; every one is followed by a second request, which must never run.
REFUSED = {
    "NUL in the target": (get(path=b"/\0"), 400),
    "a raw byte above 0x7F": (get(b"Host: a", path=b"/\xff"), 400),
    "a space in the target": (get(b"Host: a", path=b"/a b"), 400),
    "HTTP/2.0": (get(b"Host: a", version=b"2.0"), 505),
    "no version": (b"GET /\r\n\r\n", 400),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    "TRACE": (get(b"Host: a", method=b"TRACE"), 400),
    "an unknown method": (get(b"Host: a", method=b"FOO"), 400),
    "no Host": (get(), 400),
    "two Hosts": (get(b"Host: a", b"Host: a"), 400),
    "length and chunked": (get(b"Host: a", b"Content-Length: 5", b"Transfer-Encoding: chunked")
                           + b"0\r\n\r\n", 400),
    "two lengths": (get(b"Host: a", b"Content-Length: 5", b"Content-Length: 5") + b"hello", 400),
    "two different lengths": (get(b"Host: a", b"Content-Length: 0", b"Content-Length: 5"), 400),
    "a signed length": (get(b"Host: a", b"Content-Length: +5") + b"hello", 400),
    "a negative length": (get(b"Host: a", b"Content-Length: -1"), 400),
    "a hexadecimal length": (get(b"Host: a", b"Content-Length: 0x5") + b"hello", 400),
    "an empty length": (get(b"Host: a", b"Content-Length: "), 400),
    "a length of 20 digits": (get(b"Host: a", b"Content-Length: 99999999999999999999"), 413),
    "a length over the limit": (get(b"Host: a", b"Content-Length: 65537"), 413),
    "gzip": (get(b"Host: a", b"Transfer-Encoding: gzip"), 400),
    "chunked twice": (get(b"Host: a", b"Transfer-Encoding: chunked",
                          b"Transfer-Encoding: chunked"), 400),
    "a chunk without a size": (get(b"Host: a", b"Transfer-Encoding: chunked")
                               + b"zz\r\nabc\r\n0\r\n\r\n", 400),
    "Upgrade": (get(b"Host: a", b"Connection: Upgrade", b"Upgrade: websocket",
                    b"Sec-WebSocket-Key: x"), 400),
    "an unknown expectation": (get(b"Host: a", b"Expect: 200-ok"), 417),
    "64 headers": (get(b"Host: a", *(b"X%d: y" % i for i in range(63))), 431),
    "a head of 20 KB": (get(b"Host: a", b"X: " + b"a" * 20000), 400),
}
# More than the mock reads before it refuses, and the status.
MIB = 1 << 20
TOO_MUCH = {
    "a body": (get(b"Host: a", b"Content-Length: %d" % (4 * MIB)) + b"x" * 4 * MIB, 413),
    "a chunk": (get(b"Host: a", b"Transfer-Encoding: chunked")
                + b"%x\r\n" % (4 * MIB) + b"x" * 4 * MIB + b"\r\n0\r\n\r\n", 413),
    "a body that is not read": (get(b"Content-Length: %d" % (4 * MIB)) + b"x" * 4 * MIB, 413),
    "a body in doubt": (get(b"Host: a", b"Transfer-Encoding: gzip") + b"x" * 4 * MIB, 400),
    "a head": (get(b"Host: a", b"X: " + b"x" * 4 * MIB), 400),
}


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mock = sandbox.Mock(PROGRAM, "--log", "none")

    @classmethod
    def tearDownClass(cls):
        seconds = cls.mock.stop()
        errors = cls.mock.process.stderr.read()
        cls.mock.__exit__()
        assert cls.mock.process.returncode == 0 and errors == "", errors
        assert seconds < sandbox.DEADLINE

    def check_refusal(self, answer, status):
        self.assertEqual(answer.status, status)
        self.assertEqual(answer.headers["connection"], "close")
        self.assertEqual(answer.headers["content-type"], "application/json")
        body = answer.json()
        self.assertEqual(list(body), ["detail", "status_code", "code"])
        self.assertEqual(body["status_code"], status)

    def test_what_is_in_doubt_is_refused_and_no_smuggled_request_runs(self):
        for name, (data, status) in REFUSED.items():
            with self.subTest(name):
                answers = sandbox.parse(self.mock.raw(data + SECOND))
                self.assertEqual(len(answers), 1)
                self.check_refusal(answers[0], status)

    def test_who_sends_much_too_much_can_read_to_the_end_why_it_is_refused(self):
        for name, (data, status) in TOO_MUCH.items():
            with self.subTest(name), self.mock.connect() as connection:
                # A client that reads when it has sent all; a reset is an error to it.
                connection.socket.sendall(data)
                said = b""
                while piece := connection.socket.recv(65536):
                    said += piece
                self.check_refusal(sandbox.parse(said)[0], status)

    def test_who_is_refused_and_stays_is_let_go(self):
        with self.mock.connect() as connection:
            connection.send(TOO_MUCH["a body"][0][:100])
            self.assertEqual(connection.read_answer().status, 413)
            start = time.monotonic()
            with self.assertRaises(ConnectionError):
                while time.monotonic() < start + sandbox.DEADLINE:
                    connection.socket.sendall(b"x")
                    select.select([], [], [], 0.02)
            self.assertLess(time.monotonic() - start, 5)

    def test_a_delete_with_a_short_body_does_not_run(self):
        path = f"{sandbox.LIST}/{sandbox.ID}"
        data = sandbox.request("DELETE", path, sandbox.user_query(), ["Content-Length: 5"], b"he")
        answers = sandbox.parse(self.mock.raw(data, end=True))
        self.check_refusal(answers[0], 400)
        self.assertEqual(self.mock.ask("GET", path, sandbox.user_query()).status, 200)

    def test_a_body_that_does_not_come_is_given_up(self):
        start = time.monotonic()
        data = sandbox.request("GET", "/", headers=["Content-Length: 5"], body=b"he")
        self.check_refusal(sandbox.parse(self.mock.raw(data))[0], 400)
        self.assertLess(time.monotonic() - start, 7)

    def test_a_body_up_to_the_limit_is_read_and_ignored(self):
        for length in (1, 65536):
            data = sandbox.request("GET", sandbox.LIST, sandbox.user_query(),
                                   [f"Content-Length: {length}"], b"x" * length, close=False)
            answers = sandbox.parse(self.mock.raw(data + SECOND))
            self.assertEqual([answer.status for answer in answers], [200, 200])

    def test_a_chunked_body_is_read_and_its_connection_closed(self):
        data = get(b"Host: a", b"Transfer-Encoding: chunked") + b"3\r\nabc\r\n0\r\n\r\n"
        answers = sandbox.parse(self.mock.raw(data + SECOND))
        self.assertEqual([answer.status for answer in answers], [200])
        self.assertEqual(answers[0].headers["connection"], "close")

    def test_continue_is_sent_before_the_body_is_read(self):
        with self.mock.connect() as connection:
            connection.send(sandbox.request(headers=["Content-Length: 3", "Expect: 100-continue"]))
            self.assertEqual(connection.read_answer().status, 100)
            connection.send(b"abc")
            self.assertEqual(connection.read_answer().status, 200)

    def test_pipelined_requests_are_answered_in_order(self):
        data = get(b"Host: a") + get(b"Host: a", path=b"/nope") + SECOND
        answers = sandbox.parse(self.mock.raw(data))
        self.assertEqual([answer.status for answer in answers], [200, 404, 200])

    def test_a_request_may_come_byte_by_byte(self):
        with self.mock.connect() as connection:
            for byte in sandbox.request("GET", sandbox.LIST, sandbox.user_query()):
                connection.send(bytes([byte]))
            self.assertEqual(connection.read_answer().status, 200)

    def test_http_1_0_closes_unless_asked_to_stay(self):
        answers = sandbox.parse(self.mock.raw(get(version=b"1.0") + SECOND))
        self.assertEqual([answer.headers["connection"] for answer in answers], ["close"])
        stay = get(b"Connection: keep-alive", version=b"1.0")
        answers = sandbox.parse(self.mock.raw(stay + SECOND))
        self.assertEqual([answer.headers["connection"] for answer in answers],
                         ["keep-alive", "close"])

    def test_head_has_gets_headers_and_no_body(self):
        query = sandbox.user_query()
        get_answer = self.mock.ask("GET", sandbox.LIST, query)
        data = self.mock.raw(sandbox.request("HEAD", sandbox.LIST, query))
        head, rest = data.split(b"\r\n\r\n", 1)
        self.assertEqual(rest, b"")
        length = sandbox.Answer(head, b"").headers["content-length"]
        self.assertEqual(length, get_answer.headers["content-length"])

    def test_nothing_of_a_request_is_echoed_outside_a_json_string(self):
        answer = self.mock.ask("GET", "/<script>%0d%0aX:y", headers=["X: <script>"])
        self.assertEqual(answer.status, 404)
        self.assertNotIn(b"script", answer.body)
        self.assertEqual(self.mock.ask("PUT", "/").json()["detail"], 'Method "PUT" not allowed.')

    def test_what_civetweb_closes_without_an_answer_is_closed_promptly(self):
        for target in (b"http://a/", b"*"):
            with self.subTest(target):
                self.assertEqual(self.mock.raw(get(b"Host: a", path=target) + SECOND), b"")

    def test_good_clients_are_served_while_100_idle_ones_sit_there(self):
        idle = [self.mock.connect() for _ in range(100)]
        for connection in idle:
            connection.send(b"GET / HT")
        start = time.monotonic()
        self.assertEqual(self.mock.ask().status, 200)
        self.assertLess(time.monotonic() - start, 1)
        for connection in idle:
            connection.socket.close()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
