#!/usr/bin/env python3
"""What fault rules draw: the journal tells of it, and the same seed draws the same.

Usage: control_draws_test.py SNAPTRADE_MOCK
"""
import concurrent.futures
import json
import sys
import unittest

import sandbox
from faulty import DETAIL, WithMock, rule, status

PROGRAM = WithMock.PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""


class Journaled(WithMock):
    def entries(self, partner):
        text = partner.ask("GET", "/journal", query="limit=1000").body
        return json.loads(text)["entries"]

    def test_an_entry_names_the_rule_and_the_draw(self):
        self.partner.break_with(rule("a", probability=0.5))
        answers = self.statuses(40)
        for answer, entry in zip(answers, self.entries(self.partner)):
            self.assertEqual(answer, entry["status"])
            if answer == 503:
                self.assertEqual(entry["fault"], "a")
                self.assertTrue(0 <= entry["faultDraw"] < 0.5)
            else:
                self.assertEqual((entry["fault"], entry["faultDraw"]), (None, None))
        self.assertEqual(set(answers), {200, 503})
        found = self.partner.take("POST", "/verify", {"pattern": {"fault": "a"},
                                                      "exactly": answers.count(503)})
        self.assertTrue(found["holds"])

    def test_a_key_is_masked_in_a_request_that_was_not_executed(self):
        self.partner.break_with(rule())
        self.partner.call(query=f"&mine={self.partner.key}")
        self.assertNotIn(self.partner.key, self.partner.ask("GET", "/journal").body.decode())


RULES = [rule("late", {"type": "delay", "delayMs": {"min": 0, "max": 3}}, probability=0.2),
         rule("rate", {"type": "status", "status": 429}, probability=0.3),
         rule("gone", {"type": "truncate", "bytes": 5}, probability=0.2, path="/authorizations/*"),
         rule("out", probability=0.5, times=20)]


def play(mock, requests=60, **seed):
    """The journal of a partner with RULES, but for what is of this run alone: bytes."""
    partner = sandbox.Partner(mock)
    partner.break_with(*RULES, **seed)
    for i in range(requests):
        partner.call("GET" if i % 3 else "DELETE", DETAIL if i % 2 else sandbox.LIST)
    kept = ("method", "status", "signatureRule", "fault", "faultDraw")
    entries = partner.take("GET", "/journal", query="limit=1000")["entries"]
    return json.dumps([{key: entry[key] for key in kept} for entry in entries]).encode()


class Seeded(unittest.TestCase):
    def test_the_same_seed_and_requests_give_the_same_faults_whatever_else_runs(self):
        with sandbox.Mock(PROGRAM, "--log", "none") as mock:
            first = play(mock, seed=11)
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                for journal in pool.map(lambda _: play(mock, seed=11), range(8)):
                    self.assertEqual(journal, first)
            self.assertNotEqual(play(mock, seed=12), first)

    def test_a_partner_without_a_seed_has_that_of_the_mock(self):
        journals = {}
        for name, options in (("none", ()), ("1", ("--seed", "1")), ("5", ("--seed", "5"))):
            with sandbox.Mock(PROGRAM, "--log", "none", *options) as mock:
                journals[name] = play(mock)
                if name == "5":
                    self.assertEqual(play(mock, seed=1), journals["1"])
        self.assertEqual(journals["none"], journals["1"])
        self.assertNotEqual(journals["5"], journals["1"])


class Many(WithMock):
    def test_200_partners_in_parallel_each_meet_their_own_faults(self):
        def play_own(number):
            partner = sandbox.Partner(self.mock)
            wanted = (401, 402, 403, 404, 425, 429, 500, 503)[number % 8]
            partner.break_with(status(wanted, nth=1 + number % 3), seed=number)
            answers = [partner.call().status for _ in range(4)]
            expected = [wanted if place == number % 3 else 200 for place in range(4)]
            counts = partner.counts()
            partner.take("DELETE", "")
            return answers == expected and counts == {f"status-{wanted}": (4, 1, 0)}

        with concurrent.futures.ThreadPoolExecutor(40) as pool:
            self.assertTrue(all(pool.map(play_own, range(200))))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
