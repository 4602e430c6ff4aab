#!/usr/bin/env python3
"""Every case of quick_cases.py, on a real server: the right answer, the right end, in time, and the
server as well as before.

Usage: cases_test.py SNAPTRADE_MOCK
"""
import itertools
import select
import sys
import time
import unittest

from case import KEPT, CLOSED, LET_GO, Case, Piece, judge, play
from quick_cases import HOST, TABLES, chunked, get, with_body
from server import Server, sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""


class WithServer(unittest.TestCase):
    OPTIONS = ()

    @classmethod
    def setUpClass(cls):
        cls.server = Server(PROGRAM, *cls.OPTIONS)
        cls.numbers = itertools.count(1)

    @classmethod
    def tearDownClass(cls):
        problems = cls.server.finish()
        assert not problems, "\n".join(problems)

    def check(self, case):
        number = next(self.numbers)
        problems = judge(case, play(self.server.port, case, number))
        problems += self.server.illness()
        behind, hidden = self.server.how_often(f"/health?probe={number}", "/health?hidden")
        if behind != (case.end == KEPT):
            problems.append(f"what is behind it has run {behind} times")
        if hidden:
            problems.append(f"what is hidden in it has run {hidden} times")
        self.assertEqual(problems, [])


class Hostile(WithServer):
    def test_there_are_many_cases_and_each_has_a_name_of_its_own(self):
        names = [case.name for table in TABLES.values() for case in table]
        self.assertGreater(len(names), 120)
        self.assertEqual(len(names), len(set(names)))

    def check_table(self, name):
        for case in TABLES[name]:
            with self.subTest(case.name):
                self.check(case)

    def test_request_lines(self):
        self.check_table("request lines")

    def test_targets(self):
        self.check_table("targets")

    def test_headers(self):
        self.check_table("headers")

    def test_lengths(self):
        self.check_table("lengths")

    def test_encodings(self):
        self.check_table("encodings")

    def test_pipelines(self):
        self.check_table("pipelines")

    def test_ends(self):
        self.check_table("ends")

    def test_a_delete_with_a_body_cut_short_does_not_run(self):
        path = f"{sandbox.LIST}/{sandbox.ID}"
        data = sandbox.request("DELETE", path, sandbox.user_query(), ["Content-Length: 5"], b"he")
        answers = sandbox.parse(self.server.raw(data, end=True))
        self.assertEqual([answer.status for answer in answers], [400])
        self.assertEqual(self.server.ask("GET", path, sandbox.user_query()).status, 200)

    def test_nothing_of_a_request_is_echoed_outside_a_json_string(self):
        answer = self.server.ask("GET", "/<script>%0d%0aX:y", headers=["X: <script>"])
        self.assertEqual(answer.status, 404)
        self.assertNotIn(b"script", answer.body)
        self.assertEqual(self.server.ask("PUT", "/").json()["detail"], 'Method "PUT" not allowed.')

    def test_head_has_gets_headers(self):
        query = sandbox.user_query()
        expected = self.server.ask("GET", sandbox.LIST, query).headers["content-length"]
        head = self.server.raw(sandbox.request("HEAD", sandbox.LIST, query))
        self.assertIn(f"Content-Length: {expected}\r\n".encode(), head)

    def test_who_is_refused_and_stays_is_let_go(self):
        with self.server.connect() as connection:
            connection.send(get(HOST, b"Content-Length: 4194304"))
            self.assertEqual(connection.read_answer().status, 413)
            start = time.monotonic()
            with self.assertRaises(ConnectionError):
                while time.monotonic() < start + sandbox.DEADLINE:
                    connection.socket.sendall(b"x")
                    select.select([], [], [], 0.02)
            self.assertLess(time.monotonic() - start, 5)


class Split(WithServer):
    """Requests in two pieces, the second one sent when the server has read the first."""

    def check_splits(self, data, statuses, end=KEPT):
        self.assertGreater(len(data), 60)
        for place in range(1, len(data)):
            steps = (Piece(data[:place]), data[place:])
            case = Case(f"split at {place}", steps, statuses, end)
            with self.subTest(case.name):
                self.assertEqual(judge(case, play(self.server.port, case)), [])
        self.assertEqual(list(self.server.illness()), [])

    def test_a_signed_request(self):
        data = sandbox.request("GET", sandbox.LIST, sandbox.user_query(), close=False)
        self.check_splits(data, (200,))

    def test_a_body(self):
        self.check_splits(with_body(b"hello"), (200,))

    def test_chunks(self):
        self.check_splits(chunked(b"3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n"), (200,), CLOSED)

    def test_a_pipeline_that_ends_in_a_refusal(self):
        self.check_splits(get(HOST) + get(HOST, HOST), (200, 400), CLOSED)

    def test_every_byte_in_a_piece_of_its_own(self):
        data = sandbox.request("GET", sandbox.LIST, sandbox.user_query())
        pieces = tuple(Piece(data[place:place + 1]) for place in range(len(data)))
        case = Case("byte by byte", pieces, (200,), LET_GO)
        self.assertEqual(judge(case, play(self.server.port, case)), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
