#!/usr/bin/env python3
"""Webhooks: which events there are, what each says, and who gets them.

Usage: control_webhooks_test.py SNAPTRADE_MOCK
"""
import datetime
import json
import os
import sys
import unittest

import sandbox
from receiver import Receiver, signature_of

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
JOHN = "John.doe@snaptrade.com"
TWO_ACCOUNTS = ["NEW_ACCOUNT_AVAILABLE"] * 2 + ["ACCOUNT_HOLDINGS_UPDATED"] * 2
DISABLED = "d1b7c0e4-58f9-4a2c-83e6-7f0a9d5b2c18"  # one of his connections
NOBODY = "00000000-0000-4000-8000-000000000001"
COMMON = ["webhookId", "clientId", "eventTimestamp", "userId", "eventType"]
# What follows these, in the order of SnapTrade's examples.
FIELDS = {
    "USER_REGISTERED": ["webhookSecret"],
    "USER_DELETED": ["webhookSecret"],
    "CONNECTION_ATTEMPTED": ["connectionAttemptedResult", "brokerageId", "webhookSecret"],
    "CONNECTION_ADDED": ["brokerageId", "brokerageAuthorizationId", "webhookSecret"],
    "CONNECTION_DELETED": ["brokerageId", "brokerageAuthorizationId", "webhookSecret"],
    "CONNECTION_BROKEN": ["webhookSecret", "brokerageAuthorizationId"],
    "CONNECTION_FIXED": ["webhookSecret", "brokerageAuthorizationId"],
    "CONNECTION_UPDATED": ["webhookSecret", "brokerageAuthorizationId"],
    "CONNECTION_FAILED": ["webhookSecret"],
    "NEW_ACCOUNT_AVAILABLE": ["webhookSecret", "accountId", "brokerageAuthorizationId"],
    "ACCOUNT_REMOVED": ["webhookSecret", "accountId", "brokerageAuthorizationId"],
    "ACCOUNT_HOLDINGS_UPDATED": ["webhookSecret", "accountId", "brokerageId",
                                 "brokerageAuthorizationId", "details"],
}
GOOD = {"success": True, "error": None}
UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"


class Webhooks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mock = sandbox.Mock(PROGRAM, "--log", "text")

    @classmethod
    def tearDownClass(cls):
        cls.mock.stop()
        log = cls.mock.process.stderr.read()
        cls.mock.__exit__()
        assert "MY-SECRET" not in log and "Sanitizer" not in log, log

    def setUp(self):
        self.partner = sandbox.Partner(self.mock)
        self.receiver = self.enter(Receiver())
        self.settings = self.turn_on()
        [brokerage] = {one["brokerage"]["id"] for one in self.partner.call().json()
                       if one["id"] == sandbox.ID}
        self.brokerage = brokerage

    def enter(self, context):
        self.addCleanup(context.__exit__, None, None, None)
        return context.__enter__()

    def turn_on(self, **settings):
        return self.partner.take("PUT", "/webhooks", {"url": self.receiver.url, **settings})

    def fire(self, event, **fields):
        return self.partner.take("POST", "/webhooks/fire", {"eventType": event, **fields})

    def assert_silent(self):
        """Nothing has been sent: what is sent last comes first."""
        self.fire("USER_DELETED", userId="the end")
        self.assertEqual(self.receiver.take().body["userId"], "the end")


class Events(Webhooks):
    def test_each_event_has_exactly_its_fields_in_the_documented_order(self):
        for event, fields in FIELDS.items():
            with self.subTest(event):
                self.fire(event)
                self.assertEqual(list(self.receiver.take().body), COMMON + fields)

    def test_each_event_is_filled_from_the_partners_state(self):
        values = {"clientId": self.partner.client_id, "userId": JOHN, "brokerageId": self.brokerage,
                  "brokerageAuthorizationId": sandbox.ID, "connectionAttemptedResult": "SUCCESS",
                  "webhookSecret": self.settings["secret"],
                  "details": dict.fromkeys(("total_value", "positions", "balances", "orders"),
                                           GOOD)}
        for event in FIELDS:
            with self.subTest(event):
                self.fire(event)
                body = self.receiver.take().body
                self.assertRegex(body["webhookId"], UUID)
                self.assertRegex(body.get("accountId", body["webhookId"]), UUID)
                expected = {**values, "eventType": event}
                for name in set(body) - {"webhookId", "eventTimestamp", "accountId"}:
                    self.assertEqual(body[name], expected[name])

    def test_the_timestamp_is_the_real_time_with_six_digits_and_an_offset(self):
        self.fire("USER_REGISTERED")
        text = self.receiver.take().body["eventTimestamp"]
        self.assertRegex(text, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$")
        age = datetime.datetime.now(datetime.timezone.utc) - datetime.datetime.fromisoformat(text)
        self.assertLess(abs(age.total_seconds()), 30)

    def test_the_signature_is_that_of_the_canonical_body_and_not_of_the_bytes(self):
        for event in FIELDS:
            with self.subTest(event):
                self.fire(event, userId="Zoé Martin")
                post = self.receiver.take()
                self.assertTrue(post.is_signed(self.partner.key))
                canonical = json.dumps(post.body, separators=(",", ":"), sort_keys=True)
                self.assertNotEqual(post.raw, canonical.encode())

    def test_the_answer_shows_what_is_sent(self):
        answer = self.partner.ask("POST", "/webhooks/fire", {"eventType": "ACCOUNT_REMOVED"})
        self.assertEqual(answer.status, 202)
        post, shown = self.receiver.take(), answer.json()
        self.assertEqual((shown["webhookId"], shown["body"]), (post.body["webhookId"], post.body))
        self.assertEqual(shown["signature"], post.headers["Signature"])
        self.assertIn(b'"body":' + post.raw, answer.body)

    def test_it_is_a_post_of_json(self):
        self.turn_on(url=self.receiver.url + "?a=b%20c")
        self.fire("USER_REGISTERED")
        post = self.receiver.take()
        self.assertEqual((post.method, post.target), ("POST", "/hook?a=b%20c"))
        self.assertEqual(post.headers["Content-Type"], "application/json")
        self.assertIsNone(post.headers["Expect"])

    def test_every_field_can_be_given(self):
        given = {"webhookId": NOBODY, "eventTimestamp": "2022-05-31T11:35:33.753881Z",
                 "webhookSecret": "another", "userId": "second-user@example.com",
                 "brokerageId": NOBODY, "accountId": NOBODY,
                 "details": {"z": [1, 2.50, 1e-7], "a": {"é": "\U0001f600", "b": None}}}
        self.fire("ACCOUNT_HOLDINGS_UPDATED", **given)
        post = self.receiver.take()
        self.assertEqual({**post.body, **given}, post.body)
        self.assertTrue(post.is_signed(self.partner.key))
        self.fire("CONNECTION_ATTEMPTED", connectionAttemptedResult="NO_DATA")
        self.assertEqual(self.receiver.take().body["connectionAttemptedResult"], "NO_DATA")

    def test_a_connection_brings_its_user_and_its_brokerage(self):
        foreign = self.partner.made["users"][1]["authorizationIds"][0]
        self.fire("CONNECTION_ADDED", brokerageAuthorizationId=foreign.upper())
        body = self.receiver.take().body
        served = self.partner.call("GET", f"{sandbox.LIST}/{foreign}",
                                   "second-user@example.com").json()
        self.assertEqual((body["userId"], body["brokerageId"]),
                         ("second-user@example.com", served["brokerage"]["id"]))

    def test_what_is_deleted_need_not_be_there(self):
        self.fire("USER_DELETED", userId="long gone")
        self.assertEqual(self.receiver.take().body["userId"], "long gone")
        self.fire("CONNECTION_DELETED", brokerageAuthorizationId=NOBODY, brokerageId=NOBODY)
        self.assertEqual(self.receiver.take().body["brokerageAuthorizationId"], NOBODY)


class Changes(Webhooks):
    """Each change of a connection is told, by whichever way it comes."""
    def next(self, connection=sandbox.ID, user=JOHN, key=None):
        body = (post := self.receiver.take()).body
        self.assertTrue(post.is_signed(key or self.partner.key))
        self.assertEqual(list(body), COMMON + FIELDS[body["eventType"]])
        self.assertEqual(body["userId"], user)
        if connection and "brokerageAuthorizationId" in body:
            self.assertEqual(body["brokerageAuthorizationId"], connection)
        return body["eventType"]

    def test_removed_by_the_api(self):
        self.assertEqual(self.partner.call("DELETE", f"{sandbox.LIST}/{sandbox.ID}").status, 204)
        self.assertEqual(self.next(), "CONNECTION_DELETED")
        self.assertEqual(self.partner.call("DELETE", f"{sandbox.LIST}/{sandbox.ID}").status, 404)
        self.assertEqual(self.partner.call("DELETE", f"/connection/{DISABLED}").status, 200)
        self.assertEqual(self.next(DISABLED), "CONNECTION_DELETED")
        self.assert_silent()

    def test_added_and_removed_by_the_control_api(self):
        made = self.partner.take("POST", "/connections", {"userId": JOHN, "brokerage": "ALPACA"})
        self.assertEqual([self.next(made["id"]) for _ in range(5)],
                         ["CONNECTION_ADDED", *TWO_ACCOUNTS])
        self.partner.take("DELETE", f"/connections/{made['id']}")
        self.assertEqual(self.next(made["id"]), "CONNECTION_DELETED")

    def test_disabled_enabled_and_otherwise_changed(self):
        path = f"/connections/{sandbox.ID}"
        for method, below, body, event in (
                ("POST", "/disable", None, "CONNECTION_BROKEN"),
                ("POST", "/disable", None, "CONNECTION_UPDATED"),
                ("POST", "/enable", None, "CONNECTION_FIXED"),
                ("PATCH", "", {"name": "x"}, "CONNECTION_UPDATED"),
                ("PATCH", "", {"disabled": True, "name": "y"}, "CONNECTION_BROKEN"),
                ("PATCH", "", {"disabled": False}, "CONNECTION_FIXED")):
            self.partner.take(method, path + below, body)
            self.assertEqual(self.next(), event)

    def test_attempts(self):
        alpaca, reconnect = {"brokerage": "ALPACA"}, {"reconnect": DISABLED}
        for outcome, more, events in (
                ("success", alpaca, ["CONNECTION_ADDED", *TWO_ACCOUNTS]),
                ("mfa", {**alpaca, "scenario": "no-accounts"}, ["CONNECTION_ADDED"]),
                ("failure", alpaca, ["CONNECTION_FAILED"]), ("abandonment", alpaca, []),
                ("failure", reconnect, ["CONNECTION_FAILED"]),
                ("success", reconnect, ["CONNECTION_FIXED"]),
                ("success", reconnect, ["CONNECTION_UPDATED"])):
            made = self.partner.take("POST", "/attempts", {"userId": JOHN, "outcome": outcome, **more})
            for event in ["CONNECTION_ATTEMPTED", *events] if events else []:
                self.assertEqual(self.next(made.get("authorizationId")), event)
        self.assert_silent()

    def test_attempts_say_their_result_and_their_brokerage(self):
        good = {"userId": JOHN, "brokerage": "QUESTRADE", "scenario": "no-accounts"}
        for more, result in (({"outcome": "success"}, "SUCCESS"),
                             ({"outcome": "failure"}, "INVALID_CREDENTIALS"),
                             ({"outcome": "account-locked"}, "INVALID_CREDENTIALS"),
                             ({"outcome": "rate-limited"}, "UNCAUGHT_ERROR"),
                             ({"outcome": "failure", "result": "NO_DATA"}, "NO_DATA")):
            self.partner.take("POST", "/attempts", {**good, **more})
            body = self.receiver.take().body
            self.assertEqual((body["connectionAttemptedResult"], body["brokerageId"]),
                             (result, self.brokerage))
            self.receiver.take()
        for outcome, result in (("success", "NO_DATA"), ("failure", "SUCCESS"), ("mfa", "what"),
                                ("abandonment", "NO_DATA")):
            bad = {**good, "outcome": outcome, "result": result}
            self.assertEqual(self.partner.problems("POST", "/attempts", bad), {"/result"})

    def test_what_replaces_much_at_once_is_not_told(self):
        state = self.partner.take("GET", "/state")
        state.update(authorizations=[], accounts=[])
        self.partner.take("PUT", "/state", state)
        self.partner.take("POST", "/reset")
        self.mock.control.take("POST", "/reset")
        self.mock.control.take("POST", "/reload")
        self.assert_silent()

    def test_a_reset_leaves_the_webhook_alone(self):
        self.partner.take("POST", "/reset")
        self.mock.control.take("POST", "/reload")
        self.assertEqual(self.partner.take("GET", "/webhooks")["url"], self.receiver.url)

    def test_only_wanted_events_are_told_and_any_is_fired(self):
        self.turn_on(events=["CONNECTION_FIXED", "CONNECTION_BROKEN"])
        self.partner.take("PATCH", f"/connections/{sandbox.ID}", {"name": "x"})
        self.partner.take("POST", f"/connections/{sandbox.ID}/disable")
        self.assertEqual(self.next(), "CONNECTION_BROKEN")
        self.turn_on(events=[])
        self.partner.take("POST", f"/connections/{sandbox.ID}/enable")
        self.assert_silent()


class Settings(Webhooks):
    def test_they_are_shown_and_counted(self):
        self.assertRegex(self.settings["secret"], "^[0-9a-f]{64}$")
        counts = {"waiting": 0, "retrying": 0, "delivered": 0, "failed": 0, "dropped": 0}
        self.assertEqual(self.settings, {"on": True, "url": self.receiver.url,
                                         "secret": self.settings["secret"],
                                         "events": list(FIELDS), **counts})
        self.fire("USER_REGISTERED")
        self.partner.take("GET", "/journal", query="eventType=*&wait=10")
        sandbox.wait_until(lambda: self.partner.take("GET", "/webhooks") ==
                           {**self.settings, "delivered": 1}, "the delivery is counted")

    def test_a_secret_is_kept_until_another_is_given(self):
        self.assertEqual(self.turn_on(secret="MY-SECRET")["secret"], "MY-SECRET")
        self.assertEqual(self.turn_on(events=["USER_DELETED"])["secret"], "MY-SECRET")
        self.fire("USER_REGISTERED")
        self.assertEqual(self.receiver.take().body["webhookSecret"], "MY-SECRET")

    def test_off_is_off(self):
        self.assertEqual(self.partner.ask("DELETE", "/webhooks").status, 204)
        shown = self.partner.take("GET", "/webhooks")
        self.assertFalse(shown["on"])
        self.assertNotIn("url", shown)
        answer = self.partner.ask("POST", "/webhooks/fire", {"eventType": "USER_DELETED"})
        self.assertEqual(answer.status, 409)
        self.assertIn("/webhooks", answer.json()["detail"])
        self.partner.take("POST", f"/connections/{sandbox.ID}/disable")
        self.turn_on()
        self.assert_silent()

    def test_the_journal_shows_neither_secret_nor_key(self):
        self.turn_on(secret="MY-SECRET", url=self.receiver.url + "?token=abcdef&x=MY-SECRET")
        self.fire("USER_REGISTERED", userId="Zoé Martin")
        body = self.partner.ask("GET", "/journal", query="eventType=*&wait=10").body.decode()
        for secret in ("MY-SECRET", "abcdef", self.partner.key):
            self.assertNotIn(secret, body)
        [entry] = json.loads(body)["entries"]
        post = self.receiver.take()
        self.assertEqual(entry["target"], self.receiver.url + "?token=***&x=***")
        self.assertEqual(entry["headers"], [
            {"name": "Content-Type", "value": "application/json"},
            {"name": "Signature", "value": post.headers["Signature"][:6] + "***"}])
        self.assertEqual((entry["method"], entry["status"], entry["bodyBytes"], entry["clientId"]),
                         ("POST", 200, len(post.raw), self.partner.client_id))
        self.assertEqual(entry["webhook"], {"attempt": 1, "eventType": "USER_REGISTERED",
                                            "webhookId": post.body["webhookId"], "error": None})

    def test_the_journal_tells_requests_from_deliveries(self):
        self.fire("USER_REGISTERED")
        self.partner.take("GET", "/journal", query="eventType=USER_REGISTERED&wait=10")
        self.partner.call()
        entries = self.partner.take("GET", "/journal", query="eventType=")["entries"]
        self.assertEqual({entry["method"] for entry in entries}, {"GET"})
        self.assertNotIn("webhook", entries[0])
        one = {"pattern": {"eventType": "*", "path": "**/hook", "status": 200}, "exactly": 1}
        self.partner.take("POST", "/verify", one)

    def test_bad_settings_are_refused_and_nothing_changes(self):
        for body, pointers in (
                ({}, {"/url"}), ([], {""}), ({"url": 1}, {"/url"}), ({"url": ""}, {"/url"}),
                ({"url": "ftp://127.0.0.1/"}, {"/url"}), ({"url": "file:///etc/passwd"}, {"/url"}),
                ({"url": "http://user:password@127.0.0.1/"}, {"/url"}),
                ({"url": "http://127.0.0.1:0/"}, {"/url"}), ({"url": "//a"}, {"/url"}),
                ({"url": "http://a/" + "x" * 2048}, {"/url"}),
                ({"url": self.receiver.url, "secret": ""}, {"/secret"}),
                ({"url": self.receiver.url, "secret": None}, {"/secret"}),
                ({"url": self.receiver.url, "events": "CONNECTION_ADDED"}, {"/events"}),
                ({"url": self.receiver.url, "events": ["USER_DELETED", "CONNECTION_ADD", 1]},
                 {"/events/1", "/events/2"}),
                ({"url": self.receiver.url, "Events": []}, {"/Events"})):
            with self.subTest(body):
                self.assertEqual(self.partner.problems("PUT", "/webhooks", body), pointers)
        self.assertEqual(self.partner.take("GET", "/webhooks"), self.settings)

    def test_a_bad_event_is_refused_and_not_sent(self):
        foreign = self.partner.made["users"][1]["authorizationIds"][0]
        for body, pointers in (
                ({}, {"/eventType"}), ({"eventType": "CONNECTION_LOST"}, {"/eventType"}),
                ({"eventType": "USER_REGISTERED", "userId": "nobody"}, {"/userId"}),
                ({"eventType": "USER_REGISTERED", "brokerageId": NOBODY}, {"/brokerageId"}),
                ({"eventType": "CONNECTION_FIXED", "brokerageId": NOBODY, "details": {}},
                 {"/brokerageId", "/details"}),
                ({"eventType": "CONNECTION_FIXED", "brokerageAuthorizationId": NOBODY},
                 {"/brokerageAuthorizationId"}),
                ({"eventType": "CONNECTION_FIXED", "brokerageAuthorizationId": "x"},
                 {"/brokerageAuthorizationId"}),
                ({"eventType": "CONNECTION_FIXED", "brokerageAuthorizationId": foreign,
                  "userId": JOHN}, {"/brokerageAuthorizationId"}),
                ({"eventType": "CONNECTION_ADDED", "userId": "newcomer"},
                 {"/brokerageAuthorizationId", "/brokerageId"}),
                ({"eventType": "CONNECTION_DELETED", "brokerageAuthorizationId": NOBODY},
                 {"/brokerageId"}),
                ({"eventType": "CONNECTION_ATTEMPTED", "connectionAttemptedResult": "GOOD"},
                 {"/connectionAttemptedResult"}),
                ({"eventType": "USER_DELETED", "clientId": "X", "UserId": "x"},
                 {"/clientId", "/UserId"}),
                ({"eventType": "ACCOUNT_HOLDINGS_UPDATED", "details": []}, {"/details"}),
                ({"eventType": "ACCOUNT_HOLDINGS_UPDATED", "details": {"a": "x" * 70000}},
                 {"/details"})):
            with self.subTest(body):
                self.assertEqual(self.partner.problems("POST", "/webhooks/fire", body), pointers)
        self.assert_silent()


class Program(unittest.TestCase):
    def ask_johns(self, mock, method, path):
        self.assertLess(mock.ask(method, path, sandbox.user_query()).status, 300)

    def test_the_option_is_for_the_partners_of_the_fixtures(self):
        with Receiver() as receiver, \
                sandbox.Mock(PROGRAM, "--log", "none", "--webhook-url", receiver.url) as mock:
            made = sandbox.Partner(mock)
            made.take("DELETE", f"/connections/{sandbox.ID}")
            self.assertFalse(made.take("GET", "/webhooks")["on"])
            self.ask_johns(mock, "DELETE", f"{sandbox.LIST}/{sandbox.ID}")
            post = receiver.take()
            self.assertEqual((post.type, post.body["clientId"]),
                             ("CONNECTION_DELETED", "PASSIVTEST"))
            self.assertTrue(post.is_signed(sandbox.KEY))
            fixture = sandbox.Control(mock, "/_sandbox/partners/PASSIVTEST")
            self.assertEqual(fixture.take("GET", "/webhooks")["secret"],
                             post.body["webhookSecret"])
            fixture.take("DELETE", "/webhooks")
            mock.control.take("POST", "/reload")
            self.assertFalse(fixture.take("GET", "/webhooks")["on"])

    def test_the_environment_and_a_hard_key_work_without_the_control_api(self):
        with Receiver() as receiver, \
                sandbox.Mock(PROGRAM, "--log", "none", "--no-control", env={
                    **os.environ, "SNAPTRADE_MOCK_WEBHOOK_URL": receiver.url}) as mock:
            self.ask_johns(mock, "DELETE", f"/connection/{sandbox.ID}")
            post = receiver.take()
            self.assertEqual(post.headers["Signature"], signature_of(post.raw, sandbox.KEY))

    def test_bad_options_are_refused(self):
        for option, value in (("--webhook-url", "ftp://127.0.0.1"), ("--webhook-url", ""),
                              ("--webhook-url", "http://a:b@c"), ("--webhook-retry-delay", "-1"),
                              ("--webhook-retry-delay", "x"), ("--webhook-retry-delay", "nan")):
            with self.subTest(value):
                done = sandbox.subprocess.run([PROGRAM, option, value], capture_output=True,
                                              text=True, check=False, timeout=sandbox.DEADLINE)
                self.assertEqual(done.returncode, 2)
                self.assertIn(f'{option}: "{value}" is not', done.stderr)


if __name__ == "__main__":
    del Webhooks
    unittest.main(argv=sys.argv[:1], verbosity=2)
