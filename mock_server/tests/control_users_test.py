#!/usr/bin/env python3
"""Users and session events through the control API.

Usage: control_users_test.py SNAPTRADE_MOCK
"""
import datetime
import sys
import unittest

import partner_case
import sandbox

JOHN = "John.doe@snaptrade.com"
SESSION = "00000000-0000-4000-8000-00000000000b"
EVENT = "00000000-0000-4000-8000-00000000000c"


class WithPartner(partner_case.WithPartner):
    def assert_refused(self, path, good, bad):
        """Every change to the good body is answered with its pointers and changes nothing."""
        before = self.partner.ask("GET", "/state").body
        for changes, pointers in bad:
            with self.subTest(changes):
                body = {**good, **changes} if isinstance(changes, dict) else changes
                self.assertEqual(self.partner.problems("POST", path, body), pointers)
        self.assertEqual(self.partner.ask("GET", "/state").body, before)


class Users(WithPartner):
    def test_they_are_listed_as_they_were_made(self):
        self.assertEqual(self.partner.take("GET", "/users"), self.partner.made["users"])

    def test_one_is_added_with_a_secret_that_works_at_once(self):
        answer = self.partner.ask("POST", "/users", {"userId": "late & new"})
        self.assertEqual(answer.status, 201)
        user = answer.json()
        self.assertEqual(list(user), ["userId", "userSecret"])
        self.assertRegex(user["userSecret"], r"^[0-9a-f]{64}$")
        self.partner.made["users"].append(user)
        listed = self.partner.call(user="late & new")
        self.assertEqual((listed.status, listed.json()), (200, []))
        self.assertEqual(self.partner.take("GET", "/users")[-1], {**user, "authorizationIds": []})

    def test_one_is_added_with_a_given_secret(self):
        wanted = {"userId": "Zoë", "userSecret": "ß+%"}
        self.assertEqual(self.partner.take("POST", "/users", wanted), wanted)
        self.partner.made["users"].append(wanted)
        self.assertEqual(self.partner.call(user="Zoë").status, 200)

    def test_what_is_wrong_is_named_and_nobody_is_added(self):
        self.assert_refused("/users", {"userId": "late"}, (
            ({"userId": JOHN}, {"/userId"}), ({"userId": ""}, {"/userId"}),
            ({"userId": "x" * 256}, {"/userId"}), ({"userId": 7}, {"/userId"}),
            ({"userSecret": None}, {"/userSecret"}), ({"clientId": "X"}, {"/clientId"}),
            ({"secret": "x"}, {"/secret"}), ("[]", {""}), ("{}", {"/userId"}), (None, {""})))

    def test_a_bad_secret_is_not_quoted(self):
        answer = self.partner.ask("POST", "/users", {"userId": "a", "userSecret": "S3CRET" * 50})
        self.assertEqual(answer.status, 400)
        self.assertNotIn(b"S3CRET", answer.body)


class Events(WithPartner):
    def test_they_are_listed_as_the_api_serves_them(self):
        self.assertEqual(self.partner.take("GET", "/events"), self.partner.events().json())

    def test_one_is_added_with_defaults_and_seen_at_once(self):
        answer = self.partner.ask("POST", "/events", {"user_id": JOHN,
                                                      "session_event_type": "SESSION_STARTED"})
        self.assertEqual(answer.status, 201)
        event = answer.json()
        self.assertIsNone(event["brokerage_status_code"])
        self.assertNotIn("brokerage_authorization_id", event)
        now = datetime.datetime.now(datetime.timezone.utc)
        made = datetime.datetime.fromisoformat(event["created_date"].replace("Z", "+00:00"))
        self.assertLess(abs((now - made).total_seconds()), 5)
        self.assertEqual(self.partner.events(f"&sessionId={event['session_id']}").json(), [event])
        self.assertEqual(self.partner.take("GET", "/events")[-1], event)

    def test_one_is_added_with_everything_and_served_in_the_order_of_dates(self):
        event = {"user_id": JOHN, "session_event_type": "CONNECTION_FAILED", "id": EVENT,
                 "session_id": SESSION, "created_date": "1999-12-31T23:59:59.000001Z",
                 "brokerage_status_code": 503, "brokerage_authorization_id": sandbox.ID}
        self.assertEqual(self.partner.take("POST", "/events", event), event)
        self.assertEqual(self.partner.events().json()[0], event)

    def test_what_is_wrong_is_named_and_nothing_is_added(self):
        first = self.partner.take("GET", "/events")[0]["id"]
        good = {"user_id": JOHN, "session_event_type": "SESSION_STARTED"}
        self.assert_refused("/events", good, (
            ({"user_id": "nobody"}, {"/user_id"}), ({"id": first}, {"/id"}),
            ({"session_event_type": "STARTED"}, {"/session_event_type"}),
            ({"session_id": "1"}, {"/session_id"}), ({"created_date": 1}, {"/created_date"}),
            ({"brokerage_status_code": 1.5}, {"/brokerage_status_code"}),
            ({"brokerage_authorization_id": None}, {"/brokerage_authorization_id"}),
            ({"userId": JOHN}, {"/userId"}), ("7", {""}),
            ("{}", {"/user_id", "/session_event_type"})))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
