#!/usr/bin/env python3
"""Calls of the API and of the control API at once, with resets, reloads and partners that come and
go: none fails for lack of anything, and the mock stays whole. Most telling under ThreadSanitizer.

Usage: control_together_test.py SNAPTRADE_MOCK
"""
import signal
import sys
import threading
import unittest

import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
ROUNDS = 25
PATH = f"{sandbox.LIST}/{sandbox.ID}"
CONNECTION = f"/connections/{sandbox.ID}"


class Together(unittest.TestCase):
    def setUp(self):
        self.mock = sandbox.Mock(PROGRAM, "--log", "none", "--max-partners", "50",
                                 "--journal", "20")
        self.addCleanup(self.mock.__exit__)
        self.partner = sandbox.Partner(self.mock, newIds=False)
        self.unexpected = []

    def expect(self, answer, *statuses):
        if answer.status not in statuses:
            self.unexpected.append((answer.status, answer.body))

    def read(self):
        self.expect(self.partner.call(), 200)
        self.expect(self.partner.call("GET", PATH), 200, 404)
        self.expect(self.partner.events(), 200)
        self.expect(self.partner.call(headers=["Signature: " + "A" * 44]), 401)

    def change(self):
        self.expect(self.partner.call("DELETE", PATH), 204, 404)
        self.expect(self.partner.ask("POST", CONNECTION + "/disable"), 200, 404)
        self.expect(self.partner.ask("PATCH", CONNECTION, {"name": "x"}), 200, 404)
        self.expect(self.partner.ask("POST", "/connections", {
            "userId": "newcomer", "brokerage": "ALPACA"}), 201)

    def attempt(self):
        self.expect(self.partner.ask("POST", "/users", {"userId": "guest"}), 201, 400)
        self.expect(self.partner.ask("POST", "/attempts", {
            "userId": "guest", "brokerage": "ALPACA", "outcome": "mfa"}), 201, 400)

    def restore(self):
        state = self.partner.ask("GET", "/state")
        self.expect(state, 200)
        self.expect(self.partner.ask("PUT", "/state", state.body.decode()), 204)
        self.expect(self.partner.ask("POST", "/reset"), 204)

    def come_and_go(self):
        answer = self.mock.control.ask("POST", "/partners", {"ttlSeconds": 1, "newIds": True})
        self.expect(answer, 201)
        own = f"/partners/{answer.json()['clientId']}"
        self.expect(self.mock.control.ask("GET", own + "/state"), 200)
        self.expect(self.mock.control.ask("DELETE", own), 204)

    def reload(self):
        self.expect(self.mock.control.ask("POST", "/reload"), 204)
        self.expect(self.mock.control.ask("POST", "/reset"), 204)
        self.mock.process.send_signal(signal.SIGHUP)

    def look(self):
        self.expect(self.partner.ask("GET", "/journal", query="status=4xx&limit=5"), 200)
        self.expect(self.mock.control.ask("GET", "/journal", query="method=DELETE&wait=1"), 200)
        self.expect(self.mock.control.ask("POST", "/verify", {"pattern": {"status": 404}}), 200, 409)
        self.expect(self.partner.ask("DELETE", "/journal"), 204)
        self.expect(self.mock.control.ask("GET", "/partners"), 200)

    def test_none_gets_in_the_way_of_another(self):
        works = (self.read, self.read, self.change, self.attempt, self.restore, self.come_and_go,
                 self.reload, self.look)

        def repeat(work):
            for _ in range(ROUNDS):
                work()

        threads = [threading.Thread(target=repeat, args=[work]) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(self.unexpected, [])
        self.partner.take("POST", "/reset")
        self.assertEqual(self.partner.call("GET", PATH).status, 200)
        self.mock.stop()
        self.assertEqual(self.mock.process.returncode, 0)
        for line in self.mock.process.stderr.read().splitlines():
            self.assertRegex(line, "^snaptrade-mock: read .* again$")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
