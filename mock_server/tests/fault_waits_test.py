#!/usr/bin/env python3
"""Faults that keep a client waiting: how many may, and how each comes to its end.

Usage: fault_waits_test.py SNAPTRADE_MOCK
"""
import select
import sys
import unittest

import sandbox
from faulty import DETAIL, Faulty

Faulty.PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
NO_ANSWER = {"type": "noAnswer", "limitSeconds": 600}
LONG = 600000


class Waiting(Faulty):
    OPTIONS = ("--max-waiting", "2")

    def await_journal(self, count):
        """Until so many requests are in the partner's journal."""
        sandbox.wait_until(
            lambda: len(self.partner.take("GET", "/journal")["entries"]) >= count, "not so many")

    def start(self, action, count=1):
        """Connections that wait; their requests stand in the journal meanwhile."""
        self.partner.break_with(action)
        waiting = [self.send() for _ in range(count)]
        self.await_journal(count)
        self.assertEqual(select.select(waiting, [], [], 0)[0], [])
        return waiting

    def answered(self, connection):
        self.assertEqual(connection.read_answer().status, 200)

    def test_more_than_max_waiting_are_refused_and_not_done(self):
        self.start(NO_ANSWER, 2)
        for action in (NO_ANSWER, {"type": "delay", "delayMs": LONG},
                       {"type": "slowBody", "bytesPerSecond": 1}):
            self.partner.take("POST", "/faults", {"name": action["type"], "action": action})
            answer = self.partner.call("DELETE", DETAIL,
                                       headers=[f"X-Sandbox-Fault: {action['type']}"])
            self.assertEqual(answer.status, 503)
            self.assertEqual(list(answer.json()), ["detail", "status_code", "code"])
            self.assertIn("--max-waiting", answer.json()["detail"])
            self.assertTrue(self.is_there())
        entry = self.partner.take("GET", "/journal")["entries"][-1]
        self.assertEqual((entry["status"], entry["fault"]), (503, None))

    def test_faults_that_need_no_time_are_served_meanwhile(self):
        self.start(NO_ANSWER, 2)
        self.partner.take("POST", "/faults", {"name": "a", "action": {"type": "emptyBody"}})
        self.assertEqual(self.partner.call(headers=["X-Sandbox-Fault: a"]).body, b"")
        self.assertEqual(sandbox.Partner(self.mock).call().status, 200)

    def test_places_are_shared_with_who_waits_for_the_journal(self):
        self.start(NO_ANSWER, 2)
        self.assertEqual(self.partner.ask("GET", "/journal", query="after=9&wait=1").status, 503)

    def test_a_client_that_leaves_frees_its_place(self):
        short = {"name": "y", "action": {"type": "delay", "delayMs": 1}}
        for action in (NO_ANSWER, {"type": "delay", "delayMs": LONG},
                       {"type": "slowBody", "bytesPerSecond": 1}):
            self.partner.take("DELETE", "/journal")
            self.partner.break_with({"name": "x", "match": {"path": "/authorizations"},
                                     "action": action}, short)
            waiting = [self.send(), self.send()]
            self.await_journal(2)
            self.assertEqual(self.partner.call(path=DETAIL).status, 503)
            for connection in waiting:
                connection.socket.close()
            sandbox.wait_until(lambda: self.partner.call(path=DETAIL).status == 200,
                               "the place stays taken")

    def test_taking_its_rule_away_ends_a_wait(self):
        for number, end in enumerate((("DELETE", "/faults"), ("DELETE", "/faults/x"),
                                      ("PUT", "/faults", {"rules": []}))):
            self.partner.take("DELETE", "/journal")
            delayed, = self.start({"type": "delay", "delayMs": LONG})
            self.partner.take(*end)
            self.answered(delayed)
            self.partner.take("DELETE", "/journal")
            silent, = self.start(NO_ANSWER)
            self.partner.take(*end)
            self.assertEqual(self.end_of(silent), (b"", "closed"), number)

    def test_another_rule_does_not_end_it(self):
        waiting, = self.start({"type": "delay", "delayMs": LONG})
        self.partner.take("POST", "/faults", {"name": "y", "action": {"type": "emptyBody"}})
        self.partner.take("DELETE", "/faults/y")
        self.mock.control.take("DELETE", "/faults")
        self.assertEqual(select.select([waiting], [], [], 0.2)[0], [])
        self.partner.take("DELETE", "/faults/x")
        self.answered(waiting)

    def test_removing_the_partner_ends_its_waits_and_its_rules(self):
        silent, = self.start(NO_ANSWER)
        self.partner.take("DELETE", "")
        self.assertEqual(self.end_of(silent), (b"", "closed"))
        self.assertEqual(self.partner.call().status, 401)

    def test_a_shutdown_ends_all_waits_at_once(self):
        for action in (NO_ANSWER, {"type": "delay", "delayMs": LONG},
                       {"type": "slowBody", "bytesPerSecond": 1}):
            self.setUp()
            usual = len(self.send().read_answer().body)
            self.partner.take("DELETE", "/journal")
            self.partner.break_with(action)
            waiting = [self.send() for _ in range(2)]
            self.await_journal(2)
            self.assertLess(self.mock.stop(), 2)
            self.assertEqual(self.mock.process.returncode, 0)
            for connection in waiting:
                data, _ = self.end_of(connection)
                self.assertEqual(len(data.partition(b"\r\n\r\n")[2]),
                                 0 if action is NO_ANSWER else usual)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
