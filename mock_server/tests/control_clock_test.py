#!/usr/bin/env python3
"""A partner's clock and its rate limit, as clients meet them.

Usage: control_clock_test.py SNAPTRADE_MOCK
"""
import datetime
import re
import sys
import unittest

import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
JOHN = "John.doe@snaptrade.com"
THROTTLED = re.compile(r"Request was throttled\. Expected available in (\d+) seconds\.")


def seconds_of(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


class WithMock(unittest.TestCase):
    OPTIONS = ()

    @classmethod
    def setUpClass(cls):
        cls.mock = sandbox.Mock(PROGRAM, "--log", "none", *cls.OPTIONS)

    @classmethod
    def tearDownClass(cls):
        cls.mock.__exit__()

    def setUp(self):
        self.partner = sandbox.Partner(self.mock)

    def move(self, action, **members):
        return self.partner.take("POST", "/clock", {"action": action, **members})


class Clock(WithMock):
    def test_it_is_the_real_one_at_first_and_after_a_delete(self):
        self.move("offset", seconds=-5000)
        self.assertEqual(self.partner.ask("DELETE", "/clock").status, 204)
        clock = self.partner.take("GET", "/clock")
        self.assertEqual((clock["frozen"], clock["offsetSeconds"]), (False, 0))

    def test_the_timestamp_window_follows_it_for_this_partner_only(self):
        other = sandbox.Partner(self.mock)
        self.move("advance", seconds=400)
        self.assertEqual(self.partner.call().json()["detail"], "Invalid timestamp")
        self.assertEqual(other.call().status, 200)
        self.move("advance", seconds=-400)
        self.assertEqual(self.partner.call().status, 200)

    def expires_in(self):
        """As the list of all says it, which is no use of the partner."""
        return next(row["expiresInSeconds"] for row in self.mock.control.take("GET", "/partners")
                    if row["clientId"] == self.partner.client_id)

    def test_the_partner_expires_by_it_but_not_while_it_is_used(self):
        self.move("advance", seconds=3000)
        self.assertIn(self.expires_in(), range(580, 601))
        self.move("advance", seconds=86400)
        self.assertIn(self.expires_in(), range(40, 61))
        self.partner.take("GET", "/clock")
        self.assertIn(self.expires_in(), range(3580, 3601))
        self.move("freeze")
        self.move("advance", seconds=-86400)
        self.assertIn(self.expires_in(), range(3580, 3601))

    def test_a_timestamp_outside_the_window_is_diagnosed_by_the_partners_clock(self):
        self.move("offset", seconds=400)
        answer = self.partner.call()
        self.assertEqual(answer.headers["x-sandbox-diagnosis"], "timestamp-outside-window")

    def test_what_is_disabled_or_made_while_it_stands_has_its_time(self):
        moment = "2031-05-06T07:08:09.123456Z"
        frozen = self.move("freeze", time=moment)
        self.assertEqual((frozen["time"], frozen["frozen"]), (moment, True))
        disabled = self.partner.take("POST", f"/connections/{sandbox.ID}/disable")
        self.assertEqual(disabled["disabled_date"], moment)
        attempt = self.partner.take("POST", "/attempts", {
            "userId": "newcomer", "brokerage": "KRAKEN", "outcome": "abandonment"})
        self.assertEqual(attempt["events"][0]["created_date"], moment)

    def test_freeze_set_advance_resume_go_together(self):
        start = seconds_of(self.move("freeze")["time"])
        self.assertEqual(seconds_of(self.move("advance", seconds=90)["time"]), start + 90)
        self.assertEqual(self.move("set", time="2030-01-01T00:00:00Z")["time"],
                         "2030-01-01T00:00:00.000000Z")
        resumed = self.move("resume")
        self.assertFalse(resumed["frozen"])
        self.assertGreaterEqual(seconds_of(resumed["time"]), seconds_of("2030-01-01T00:00:00Z"))
        self.assertLess(seconds_of(resumed["time"]), seconds_of("2030-01-01T00:00:00Z") + 10)

    def test_what_makes_no_sense_is_refused_and_changes_nothing(self):
        before = self.move("freeze")
        for body, pointers in [
                ({}, {"/action"}), ({"action": "stop"}, {"/action"}),
                ({"action": "set"}, {"/time"}), ({"action": "set", "time": "today"}, {"/time"}),
                ({"action": "set", "time": "1999-12-31T23:59:59Z"}, {"/time"}),
                ({"action": "advance"}, {"/seconds"}),
                ({"action": "advance", "seconds": "9"}, {"/seconds"}),
                ({"action": "advance", "seconds": 1e12}, {"/seconds"}),
                ({"action": "offset", "seconds": 3e9}, {"/seconds"}),
                ({"action": "resume", "seconds": 1}, {"/seconds"}),
                ({"action": "advance", "seconds": 1, "time": "2030-01-01T00:00:00Z"}, {"/time"})]:
            with self.subTest(body):
                self.assertEqual(self.partner.problems("POST", "/clock", body), pointers)
        self.assertEqual(self.partner.take("GET", "/clock")["time"], before["time"])


class RateLimit(WithMock):
    def limits(self, answer):
        names = ("limit", "remaining", "reset")
        return tuple(int(answer.headers[f"x-ratelimit-{name}"]) for name in names)

    def test_without_one_no_answer_has_the_headers(self):
        self.assertNotIn("x-ratelimit-limit", self.partner.call().headers)

    def test_a_spent_one_answers_429_with_true_seconds_and_the_clock_opens_it(self):
        self.move("freeze")
        self.partner.take("PUT", "/rateLimit", {"requests": 2})
        self.assertEqual(self.limits(self.partner.call()), (2, 1, 0))
        self.move("advance", seconds=13)
        self.assertEqual(self.limits(self.partner.call()), (2, 0, 47))
        answer = self.partner.call()
        self.assertEqual(answer.status, 429)
        self.assertEqual(self.limits(answer), (2, 0, 47))
        self.assertEqual(answer.json(), {
            "detail": "Request was throttled. Expected available in 47 seconds.",
            "status_code": 429, "code": "0000"})
        self.assertNotIn("retry-after", answer.headers)
        self.move("advance", seconds=46)
        self.assertEqual(THROTTLED.match(self.partner.call().json()["detail"])[1], "1")
        self.move("advance", seconds=1)
        self.assertEqual(self.partner.call().status, 200)

    def test_a_refused_signature_spends_nothing_but_is_told_the_limit(self):
        self.partner.take("PUT", "/rateLimit", {"requests": 1})
        signed = sandbox.user_query(self.partner.client_id)
        refused = self.mock.ask("GET", sandbox.LIST, signed, key="wrong")
        self.assertEqual((refused.status, self.limits(refused)), (401, (1, 1, 0)))
        self.assertEqual(self.partner.call().status, 200)
        self.assertEqual(self.partner.call().status, 429)

    def test_an_answer_that_is_an_error_for_another_reason_spends(self):
        self.partner.take("PUT", "/rateLimit", {"requests": 1})
        self.assertEqual(self.partner.call("GET", sandbox.LIST + "/no-uuid").status, 400)
        self.assertEqual(self.partner.call().status, 429)

    def test_each_partner_has_its_own(self):
        other = sandbox.Partner(self.mock)
        self.partner.take("PUT", "/rateLimit", {"requests": 1})
        self.partner.call()
        self.assertEqual(self.partner.call().status, 429)
        self.assertEqual(other.call().status, 200)

    def test_it_is_shown_and_turned_off(self):
        self.partner.take("PUT", "/rateLimit", {"requests": 5})
        self.partner.call()
        self.assertEqual(self.partner.take("GET", "/rateLimit"),
                         {"requests": 5, "remaining": 4, "resetSeconds": 0})
        self.assertEqual(self.partner.ask("DELETE", "/rateLimit").status, 204)
        self.assertNotIn("x-ratelimit-limit", self.partner.call().headers)

    def test_what_makes_no_sense_is_refused(self):
        for body in ({}, {"requests": -1}, {"requests": 1.5}, {"requests": 1000001}):
            with self.subTest(body):
                self.assertEqual(self.partner.problems("PUT", "/rateLimit", body), {"/requests"})


class OptionRateLimit(WithMock):
    OPTIONS = ("--rate-limit", "3")

    def test_it_is_every_partners_limit_at_the_start(self):
        for partner in (self.partner, sandbox.Partner(self.mock)):
            self.assertEqual([partner.call().status for _ in range(4)], [200, 200, 200, 429])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
