#!/usr/bin/env python3
"""Refreshing, synchronising and disabling a connection; what webhooks tell of it, and of users; and
that faults, journal and rate limit know these calls as they know the four.

Usage: calls_duties_test.py SNAPTRADE_MOCK
"""
import sys
import unittest
from datetime import datetime, timedelta, timezone

import sandbox
from calls_case import (DISABLED, JOHN, NEWCOMER, NOWHERE, SECOND, Calls, duty, of_connection)
from receiver import Receiver

ACCOUNTS = "/api/v1/accounts"
REGISTER, DELETE = "/api/v1/snapTrade/registerUser", "/api/v1/snapTrade/deleteUser"
WORDS = {"refresh": "scheduled for refresh", "transactions/sync": "scheduled for transactions sync",
         "disable": "has been disabled"}


class DutyCalls(Calls):
    def post(self, name, authorization_id=sandbox.ID, user=JOHN, **keywords):
        return self.partner.call("POST", duty(name, authorization_id), user, **keywords)

    def move(self, seconds):
        self.partner.take("POST", "/clock", {"action": "advance", "seconds": seconds})

    def freeze(self, time):
        self.partner.take("POST", "/clock", {"action": "freeze", "time": time})

    def now(self):
        """In whole seconds, from which a partner's clock may stand."""
        return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    def statuses(self, authorization_id=sandbox.ID):
        answer = self.partner.call("GET", duty("accounts", authorization_id))
        return [one["sync_status"] for one in self.get(answer)]


class Duties(DutyCalls):
    def test_each_says_what_becomes_of_the_connection(self):
        for name, words in WORDS.items():
            self.assertEqual(self.get(self.post(name, sandbox.ID.upper())),
                             {"detail": f"Connection {sandbox.ID} {words}"})

    def test_a_body_that_is_empty_is_none(self):
        for content in ("{}", "", " "):
            self.get(self.post("transactions/sync", content=content))

    def test_a_refresh_moves_the_holdings_of_its_accounts_alone(self):
        self.freeze(self.now())
        before, others = self.statuses(), self.statuses(DISABLED)
        connection = self.connection()
        shown = self.partner.take("GET", "/clock")["time"]
        self.get(self.post("refresh"))
        for old, new in zip(before, self.statuses(), strict=True):
            self.assertEqual(new, {**old, "holdings": {**old["holdings"],
                                                       "last_successful_sync": shown}})
        self.assertEqual(self.statuses(DISABLED), others)
        self.assertEqual(self.connection(), connection)  # updated_date, too

    def test_a_sync_moves_the_day_of_its_transactions_alone(self):
        before, connection = self.statuses(), self.connection()
        self.freeze(self.now())
        today = self.partner.take("GET", "/clock")["time"][:10]
        self.get(self.post("transactions/sync"))
        self.get(self.post("transactions/sync"))
        for old, new in zip(before, self.statuses(), strict=True):
            self.assertEqual(new, {**old, "transactions": {**old["transactions"],
                                                           "last_successful_sync": today}})
        self.assertEqual(self.connection(), connection)

    def test_a_refresh_comes_too_soon_for_60_seconds_of_the_partners_clock(self):
        self.freeze(self.now())
        self.get(self.post("refresh"))
        self.assert_error(self.post("refresh"), "too soon")
        self.get(self.post("refresh", of_john()[1]))
        self.move(59)
        self.assert_error(self.post("refresh"), "too soon")
        self.move(1)
        self.get(self.post("refresh"))
        self.assert_error(self.post("refresh"), "too soon")
        self.get(sandbox.Partner(self.mock).call("POST", duty("refresh")))

    def test_a_reset_forgets_the_last_refresh(self):
        self.get(self.post("refresh"))
        self.partner.take("POST", "/reset")
        self.get(self.post("refresh"))

    def test_disabling_is_as_the_control_api_does_it(self):
        self.freeze(self.now())
        before = self.connection()
        self.get(self.post("disable"))
        shown = self.partner.take("GET", "/clock")["time"]
        self.assertEqual(self.connection(), {**before, "disabled": True, "disabled_date": shown,
                                             "updated_date": shown})
        self.assert_error(self.post("disable"), "disabled")
        self.partner.take("POST", f"/connections/{sandbox.ID}/enable")
        self.get(self.post("disable"))

    def test_a_disabled_connection_cannot_be_read(self):
        before = self.statuses(DISABLED)
        for name, error in (("refresh", "cannot sync"), ("transactions/sync", "cannot sync"),
                            ("disable", "disabled")):
            self.assert_error(self.post(name, DISABLED), error)
        self.assertEqual(self.statuses(DISABLED), before)
        self.partner.take("POST", f"/connections/{DISABLED}/enable")
        self.get(self.post("refresh", DISABLED))

    def test_a_connection_that_is_not_there_is_told_from_an_id_that_is_none(self):
        for name in WORDS:
            for user, each, error in ((JOHN, "x", "no uuid"), (JOHN, NOWHERE, "not there"),
                                      (SECOND, sandbox.ID, "not there"),
                                      ("nobody", sandbox.ID, "user")):
                with self.subTest(name=name, user=user, id=each):
                    self.assert_error(self.post(name, each, user), error)
            self.assert_error(self.partner.own("POST", duty(name)), "no user")
        self.assertFalse(self.connection()["disabled"])

    def test_they_are_posts_alone(self):
        for name in WORDS:
            answer = self.partner.call("GET", duty(name))
            self.assertEqual((answer.status, answer.headers["allow"]), (405, "POST, OPTIONS"))


def of_john():
    return [sandbox.ID, "8e5f2a91-c34d-4b06-9d7a-1c8b6e0f3a52"]


class Told(DutyCalls):
    def setUp(self):
        super().setUp()
        self.receiver = Receiver()
        self.addCleanup(self.receiver.__exit__)
        self.partner.take("PUT", "/webhooks", {"url": self.receiver.url})

    def next(self):
        return self.receiver.take().body

    def assert_silent(self):
        """Nothing has been sent: what is sent last comes first."""
        self.partner.take("POST", "/webhooks/fire", {"eventType": "USER_DELETED",
                                                     "userId": "the end"})
        self.assertEqual(self.next()["userId"], "the end")

    def test_a_user_is_told_of_once_and_only_when_something_becomes_of_it(self):
        for _ in range(2):
            self.partner.own("POST", REGISTER, content={"userId": "late"})
        told = self.next()
        self.assertEqual((told["eventType"], told["userId"]), ("USER_REGISTERED", "late"))
        for _ in range(2):
            self.partner.own("DELETE", DELETE, "&userId=late")
        told = self.next()
        self.assertEqual((told["eventType"], told["userId"]), ("USER_DELETED", "late"))
        self.assert_silent()

    def test_a_new_secret_is_nobodys_business(self):
        self.partner.own("POST", "/api/v1/snapTrade/resetUserSecret",
                         content={"userId": NEWCOMER, "userSecret": "newcomer-secret"})
        self.assert_silent()

    def test_the_connections_of_a_deleted_user_are_told_of_before_it(self):
        ids = [one["id"] for one in self.get(self.partner.call())]
        self.partner.own("DELETE", DELETE, f"&userId={JOHN}")
        for each in ids:
            told = self.next()
            self.assertEqual((told["eventType"], told["userId"], told["brokerageAuthorizationId"]),
                             ("CONNECTION_DELETED", JOHN, each))
        self.assertEqual(self.next()["eventType"], "USER_DELETED")
        self.assert_silent()

    def test_a_refresh_tells_of_each_account_once(self):
        brokerage = self.connection()["brokerage"]["id"]
        self.post("refresh")
        self.post("refresh")  # too soon
        for account in of_connection(sandbox.ID):
            told = self.next()
            self.assertEqual(
                (told["eventType"], told["userId"], told["accountId"], told["brokerageId"],
                 told["brokerageAuthorizationId"]),
                ("ACCOUNT_HOLDINGS_UPDATED", JOHN, account["id"], brokerage, sandbox.ID))
        self.assert_silent()

    def test_a_sync_of_transactions_tells_nothing(self):
        self.get(self.post("transactions/sync"))
        self.assert_silent()

    def test_a_disabled_connection_is_told_of_once(self):
        self.post("disable")
        self.post("disable")
        told = self.next()
        self.assertEqual((told["eventType"], told["brokerageAuthorizationId"]),
                         ("CONNECTION_BROKEN", sandbox.ID))
        self.assert_silent()


class AsTheFour(DutyCalls):
    def test_a_fault_is_instead_of_what_would_be_done(self):
        for method, path, content in (("POST", REGISTER, {"userId": "late"}),
                                      ("DELETE", DELETE, None), ("POST", duty("refresh"), None)):
            self.partner.break_with({"name": "x", "match": {"method": method,
                                                            "path": path.removeprefix("/api/v1")},
                                     "action": {"type": "status", "status": 503}})
            before = self.partner.ask("GET", "/state").body
            answer = self.partner.call(method, path, content=content)
            self.assertEqual(answer.status, 503)
            self.assertEqual(self.partner.ask("GET", "/state").body, before)
            self.assertEqual(self.partner.counts(), {"x": (1, 1, 0)})

    def test_a_user_is_registered_although_the_answer_is_lost(self):
        self.partner.break_with({"type": "reset", "when": "before", "execute": True})
        query = f"clientId={self.partner.client_id}&timestamp={int(sandbox.time.time())}"
        data = sandbox.request("POST", REGISTER, query, key=self.partner.key,
                               content={"userId": "late"})
        self.assertEqual(self.mock.raw(data), b"")
        self.partner.take("DELETE", "/faults")
        self.assert_error(self.partner.own("POST", REGISTER, content={"userId": "late"}), "taken",
                          "late")

    def test_the_journal_has_them_without_a_secret(self):
        self.partner.own("POST", REGISTER, content={"userId": "late", "userSecret": "S3CRET"})
        self.partner.call("GET", f"{ACCOUNTS}/{of_connection(sandbox.ID)[0]['id']}/orders")
        answer = self.partner.ask("GET", "/journal")
        self.assertNotIn(b"S3CRET", answer.body)
        [made] = self.partner.take("GET", "/journal", query="method=POST")["entries"]
        self.assertEqual((made["method"], made["status"], made["signatureRule"], made["bodyBytes"]),
                         ("POST", 200, "wire", len('{"userId":"late","userSecret":"S3CRET"}')))
        [shown] = self.partner.take("GET", "/journal", query=f"userId={JOHN}")["entries"]
        self.assertEqual((shown["method"], shown["status"]), ("GET", 200))
        for path, count in (("/snapTrade/*", 1), ("/accounts/**", 1), ("/accounts/*/orders", 1)):
            self.partner.take("POST", "/verify", {"pattern": {"path": path}, "exactly": count})

    def test_the_rate_limit_counts_them_and_none_that_is_refused(self):
        self.partner.take("PUT", "/rateLimit", {"requests": 3})
        brokerages = "/api/v1/brokerages"
        self.assertEqual(self.mock.ask("GET", brokerages, sandbox.user_query(
            self.partner.client_id), key="another").status, 401)
        left = [self.partner.own("GET", brokerages).headers["x-ratelimit-remaining"],
                self.post("refresh").headers["x-ratelimit-remaining"],
                self.post("refresh").headers["x-ratelimit-remaining"]]
        self.assertEqual(left, ["2", "1", "0"])
        answer = self.partner.own("POST", REGISTER, content={"userId": "late"})
        self.assertEqual((answer.status, answer.json()["code"]), (429, "0000"))
        self.assertRegex(answer.json()["detail"], "^Request was throttled")

    def test_a_timestamp_is_checked_against_the_partners_clock(self):
        self.move(timedelta(hours=1).total_seconds())
        for answer in (self.partner.own("GET", "/api/v1/brokerages"), self.post("refresh")):
            self.assertEqual((answer.status, answer.json()["detail"]), (401, "Invalid timestamp"))


if __name__ == "__main__":
    del Calls, DutyCalls
    unittest.main(argv=sys.argv[:1], verbosity=1)
