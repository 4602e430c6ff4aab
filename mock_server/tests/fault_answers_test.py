#!/usr/bin/env python3
"""What each action of a fault rule does to an answer, byte by byte as a raw socket sees it, and whether
the request was executed. How what waits comes to its end is in fault_waits_test.py.

Usage: fault_answers_test.py SNAPTRADE_MOCK
"""
import sys
import time
import unittest

import sandbox
from faulty import DETAIL, Faulty

Faulty.PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
ENVELOPES = {
    401: ("Unable to verify signature sent", "1076"),
    402: ("Unable to sync with brokerage account because the connection is disabled.", "3003"),
    403: ("User does not have permission to access this resource", "1066"),
    404: ("The requested resource does not exist.", "1011"),
    425: ("The resource is not ready yet, try again later.", "0000"),
    429: ("Request was throttled. Expected available in 7 seconds.", "0000"),
    500: ("A server error occurred.", "0000"),
    503: ("Service temporarily unavailable, try again later.", "0000"),
}


class Statuses(Faulty):
    def test_a_status_comes_in_the_services_envelope(self):
        for status, (detail, code) in ENVELOPES.items():
            answer = self.send({"type": "status", "status": status}).read_answer()
            self.assertEqual(answer.status, status)
            self.assertEqual(answer.headers["content-type"], "application/json")
            self.assertNotIn("retry-after", answer.headers)
            self.assertEqual(list(answer.json().items()),
                             [("detail", detail), ("status_code", status), ("code", code)])

    def test_the_rule_can_give_its_detail_and_code(self):
        answer = self.send({"type": "status", "status": 403, "detail": "Ünknown \"x\"",
                            "code": "1063"}).read_answer()
        self.assertEqual(answer.json(), {"detail": "Ünknown \"x\"", "status_code": 403,
                                         "code": "1063"})

    def test_retry_after_is_a_header_and_the_text_says_the_same(self):
        for status, text in ((429, "in 3 seconds."), (503, "try again later.")):
            answer = self.send({"type": "status", "status": status, "retryAfter": 3}).read_answer()
            self.assertEqual(answer.headers["retry-after"], "3")
            self.assertTrue(answer.json()["detail"].endswith(text))

    def test_the_connection_is_kept(self):
        connection = self.send({"type": "status", "status": 503})
        self.assertEqual(connection.read_answer().status, 503)
        self.assertTrue(self.is_kept(connection))

    def test_head_has_the_headers_only(self):
        self.partner.break_with({"type": "status", "status": 429, "retryAfter": 3})
        data = self.mock.raw(self.partner.signed("HEAD"))
        self.assertTrue(data.endswith(b"\r\n\r\n"))
        self.assertIn(b"Retry-After: 3\r\n", data)


class Bytes(Faulty):
    def body_of(self, **action):
        connection = self.send({"type": "respond", **action})
        return connection.read_answer()

    def test_an_answer_comes_as_it_was_given(self):
        answer = self.body_of(status=302, body="<p>é",
                              headers={"Location": "https://example.org/?a=b", "Content-Type": "a/b"})
        self.assertEqual((answer.status, answer.body), (302, "<p>é".encode()))
        self.assertEqual(answer.headers["location"], "https://example.org/?a=b")
        self.assertEqual(answer.headers["content-type"], "a/b")
        self.assertEqual(set(answer.headers), {"date", "location", "content-type",
                                               "content-length", "connection"})

    def test_any_bytes_can_be_given_as_base64(self):
        for text, data in (("", b""), ("AA==", b"\0"), ("eyJhIjo=", b'{"a":'), ("/+8A", b"\xff\xef\0")):
            self.assertEqual(self.body_of(status=200, bodyBase64=text).body, data)

    def test_any_status_can_be_given(self):
        for status in (100, 199, 204, 304, 599, 999):
            connection = self.send({"type": "respond", "status": status})
            line = connection.socket.recv(4096).split(b"\r\n")[0]
            self.assertTrue(line.startswith(b"HTTP/1.1 %d " % status), line)

    def test_a_header_can_come_several_times(self):
        data, _ = self.end_of(self.send({"type": "respond", "status": 200, "headers": {
            "Set-Cookie": ["a=1", "b=2"], "Connection": "close", "Content-Length": "0"}}))
        self.assertIn(b"Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n", data)
        self.assertEqual(data.count(b"Connection:"), 1)
        self.assertEqual(data.count(b"Content-Length:"), 1)

    def test_a_length_can_be_given_and_wrong(self):
        data, end = self.end_of(self.send({"type": "respond", "status": 200, "body": "ab",
                                           "headers": {"Content-Length": "7"}}))
        head, body = data.split(b"\r\n\r\n")
        self.assertIn(b"\r\nContent-Length: 7", head)
        self.assertEqual((body, end), (b"ab", "closed"))

    def test_the_connection_is_kept_while_it_is_clear_where_the_answer_ends(self):
        connection = self.send({"type": "respond", "status": 200, "body": "ab"})
        self.assertEqual(connection.read_answer().headers["connection"], "keep-alive")
        self.assertTrue(self.is_kept(connection))
        for action in ({"status": 204, "body": "ab"}, {"status": 101},
                       {"status": 200, "headers": {"Transfer-Encoding": "chunked"}}):
            data, end = self.end_of(self.send({"type": "respond", **action}))
            self.assertEqual(end, "closed")
            self.assertIn(b"\r\nConnection: close\r\n", data)

    def test_an_empty_body_leaves_the_head_as_it_was(self):
        usual = self.send().read_answer()
        connection = self.send({"type": "emptyBody"})
        answer = connection.read_answer()
        self.assertEqual((answer.status, answer.body), (200, b""))
        self.assertEqual(answer.headers["content-length"], "0")
        self.assertEqual(answer.headers["content-type"], usual.headers["content-type"])
        self.assertEqual(set(answer.headers), set(usual.headers))
        self.assertTrue(self.is_kept(connection))

    def test_a_truncated_body_ends_before_its_length(self):
        usual = self.send().read_answer()
        for count in (0, 1, 100):
            data, end = self.end_of(self.send({"type": "truncate", "bytes": count}))
            head, body = data.split(b"\r\n\r\n", 1)
            answer = sandbox.Answer(head, body)
            self.assertEqual((answer.status, body, end), (200, usual.body[:count], "closed"))
            self.assertEqual(int(answer.headers["content-length"]), len(usual.body))
            self.assertEqual(answer.headers["connection"], "keep-alive")

    def test_a_body_that_is_no_longer_than_that_comes_whole_and_then_the_end(self):
        usual = self.send().read_answer()
        data, end = self.end_of(self.send({"type": "truncate", "bytes": 100000}))
        self.assertEqual((data.split(b"\r\n\r\n", 1)[1], end), (usual.body, "closed"))

    def test_a_reset_before_the_answer_is_all_that_there_is(self):
        self.assertEqual(self.end_of(self.send({"type": "reset", "when": "before"})), (b"", "reset"))

    def test_a_reset_in_the_middle_comes_behind_half_of_the_body(self):
        usual = self.send().read_answer()
        data, end = self.end_of(self.send({"type": "reset", "when": "middle"}))
        head, body = data.split(b"\r\n\r\n", 1)
        self.assertEqual(end, "reset")
        self.assertEqual(body, usual.body[:len(usual.body) // 2])
        self.assertIn(b"\r\nContent-Length: %d\r\n" % len(usual.body), head)

    def test_without_a_body_the_middle_is_that_of_the_head(self):
        data, end = self.end_of(self.send({"type": "reset", "when": "middle"}, method="DELETE",
                                          path=DETAIL))
        self.assertEqual(end, "reset")
        self.assertTrue(data.startswith(b"HTTP/1.1 204 "))
        self.assertNotIn(b"\r\n\r\n", data)

    def test_a_reset_reaches_its_own_connection_only(self):
        others = [self.mock.connect() for _ in range(20)]
        self.end_of(self.send({"type": "reset", "when": "before"}))
        for other in others:
            other.send(sandbox.request("GET", "/", close=False))
            self.assertEqual(other.read_answer().status, 200)
            other.socket.close()


class Late(Faulty):
    def time_of(self, action):
        start = time.monotonic()
        answer = self.send(action).read_answer()
        return answer, time.monotonic() - start

    def test_a_delayed_answer_is_the_usual_one_later(self):
        usual = self.send().read_answer()
        for delay, least in ((300, 0.3), ({"min": 200, "max": 400}, 0.2)):
            answer, seconds = self.time_of({"type": "delay", "delayMs": delay})
            self.assertEqual(answer.body, usual.body)
            self.assertGreaterEqual(seconds, least)

    def test_every_action_can_be_late_too(self):
        answer, seconds = self.time_of({"type": "status", "status": 503, "delayMs": 300})
        self.assertEqual(answer.status, 503)
        self.assertGreaterEqual(seconds, 0.3)
        start = time.monotonic()
        self.assertEqual(self.end_of(self.send({"type": "reset", "when": "before",
                                                "delayMs": 300}))[1], "reset")
        self.assertGreaterEqual(time.monotonic() - start, 0.3)

    def test_a_slow_body_comes_in_pieces_behind_its_head(self):
        usual = self.send().read_answer()
        start = time.monotonic()
        connection = self.send({"type": "slowBody", "bytesPerSecond": 2 * len(usual.body)})
        first = connection.socket.recv(65536)
        self.assertIn(b"\r\n\r\n", first)
        self.assertLess(len(first), len(usual.body))
        rest = b""
        while len(first + rest) < first.index(b"\r\n\r\n") + 4 + len(usual.body):
            rest += connection.socket.recv(65536)
        self.assertTrue((first + rest).endswith(usual.body))
        self.assertGreaterEqual(time.monotonic() - start, 0.4)
        self.assertTrue(self.is_kept(connection))

    def test_no_answer_ends_in_a_close_when_the_limit_has_passed(self):
        start = time.monotonic()
        self.assertEqual(self.end_of(self.send({"type": "noAnswer", "limitSeconds": 1})),
                         (b"", "closed"))
        self.assertGreaterEqual(time.monotonic() - start, 1)

    def test_the_draw_decides_the_delay(self):
        action = {"type": "delay", "delayMs": {"min": 0, "max": 400}}
        times = []
        for _ in range(2):
            self.partner.break_with(action, seed=3)
            times.append([self.time_of(None)[1] for _ in range(4)])
        for first, second in zip(*times):
            self.assertAlmostEqual(first, second, delta=0.15)
        self.assertGreater(max(times[0]) - min(times[0]), 0.05)


class Executed(Faulty):
    def test_what_is_refused_is_not_done(self):
        for action in ({"type": "status", "status": 503}, {"type": "respond", "status": 204},
                       {"type": "reset", "when": "before"},
                       {"type": "noAnswer", "limitSeconds": 1}):
            self.remove(action)
            self.assertTrue(self.is_there(), action)

    def test_what_only_loses_its_answer_is_done(self):
        for action in ({"type": "delay"}, {"type": "slowBody", "bytesPerSecond": 1},
                       {"type": "truncate", "bytes": 0}, {"type": "emptyBody"},
                       {"type": "reset", "when": "middle"}):
            self.remove(action)
            self.assertFalse(self.is_there(), action)

    def test_the_rule_can_choose(self):
        for action in ({"type": "status", "status": 503}, {"type": "respond", "status": 500},
                       {"type": "reset", "when": "before"},
                       {"type": "noAnswer", "limitSeconds": 1}):
            self.remove({**action, "execute": True})
            self.assertFalse(self.is_there(), action)
            self.remove({**action, "execute": False})
            self.assertTrue(self.is_there(), action)

    def test_a_removal_whose_answer_is_lost_answers_404_the_next_time(self):
        self.assertEqual(self.remove({"type": "reset", "when": "before", "execute": True}),
                         (b"", "reset"))
        self.partner.take("DELETE", "/faults")
        self.assertEqual(self.partner.call("DELETE", DETAIL).status, 404)

    def test_the_journal_has_the_status_that_was_sent(self):
        for action, status in (({"type": "status", "status": 503, "execute": True}, 503),
                               ({"type": "truncate", "bytes": 0}, 204),
                               ({"type": "reset", "when": "before", "execute": True}, 0),
                               ({"type": "noAnswer", "limitSeconds": 1}, 0)):
            self.remove(action)
            entry = self.partner.take("GET", "/journal")["entries"][-1]
            self.assertEqual((entry["status"], entry["fault"]), (status, "x"))

    def test_a_wrong_signature_shows_behind_a_fault_that_executes(self):
        self.partner.break_with({"type": "delay", "delayMs": 1})
        self.partner.key = "wrong"
        answer = self.partner.call()
        self.assertEqual((answer.status, answer.json()["code"]), (401, "1076"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
