#!/usr/bin/env python3
"""Slow clients: each is let go in time, and a hundred of them keep nobody else waiting.

Usage: slow_test.py SNAPTRADE_MOCK
"""
import concurrent.futures
import dataclasses
import itertools
import sys
import threading
import unittest

import slow_cases
from case import judge, play
from server import GOOD, Server, sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
CROWD = 100
ASKED = 10  # times, while a crowd is there


class Slow(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(PROGRAM)

    @classmethod
    def tearDownClass(cls):
        problems = cls.server.finish()
        assert not problems, "\n".join(problems)

    def test_each_is_let_go_in_time(self):
        waits = []
        with concurrent.futures.ThreadPoolExecutor(len(slow_cases.CASES)) as pool:
            playing = [pool.submit(play, self.server.port, case) for case in slow_cases.CASES]
            while concurrent.futures.wait(playing, 0.1).not_done:
                waits.append(self.server.good())
        for case, one in zip(slow_cases.CASES, playing):
            with self.subTest(case.name):
                self.assertEqual(judge(case, one.result()), [])
        self.assertLess(max(waits), GOOD)
        self.assertEqual(list(self.server.illness()), [])

    def check_crowd(self, cases):
        """A good client is served while one client for each case is connected."""
        leave = threading.Event()
        with concurrent.futures.ThreadPoolExecutor(len(cases)) as pool:
            playing = [pool.submit(play, self.server.port, dataclasses.replace(case, within=20.0),
                                   leave=leave) for case in cases]
            try:
                sandbox.wait_until(lambda: self.server.connections() >= len(cases), "a crowd")
                if self.server.sanitized:  # to which their arrival costs more than the second
                    self.server.wait_for_rest()
                waits = [self.server.good() for _ in range(ASKED)]
                left = len(cases) - self.server.connections()
            finally:
                leave.set()
            concurrent.futures.wait(playing)
        self.assertLess(max(waits), GOOD)
        self.assertLessEqual(left, 0, "they have not stayed")
        self.assertEqual(list(self.server.illness()), [])

    def test_a_hundred_of_a_kind_keep_nobody_waiting(self):
        for case in slow_cases.CROWDS:
            with self.subTest(case.name):
                self.check_crowd([case] * CROWD)

    def test_a_hundred_of_all_kinds_keep_nobody_waiting(self):
        kinds = slow_cases.CROWDS
        self.check_crowd([kinds[i % len(kinds)] for i in range(CROWD)])

    def test_requests_that_do_not_end_hold_up_its_own_end_for_six_seconds_at_most(self):
        server = Server(PROGRAM)
        for case in itertools.islice(itertools.cycle(slow_cases.CROWDS), CROWD):
            connection = server.connect()
            self.addCleanup(connection.socket.close)
            connection.send(b"".join(step for step in case.steps if isinstance(step, bytes)))
        self.assertEqual(server.end(most=7.0), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
