#!/usr/bin/env python3
"""A session at the connection portal, played by the control API: no browser is needed.

Usage: portal_attempts_test.py SNAPTRADE_MOCK
"""
import sys
import unittest

import partner_case
import portal
import sandbox

JOHN = "John.doe@snaptrade.com"


class Attempts(partner_case.WithPartner):
    def open(self, **body):
        return portal.open_link(self.partner, JOHN, **body)

    def attempt(self, visitor, **body):
        return self.partner.take("POST", "/attempts", {"sessionId": visitor.session_id, **body})

    def problems(self, visitor, **body):
        return self.partner.problems("POST", "/attempts", {"sessionId": visitor.session_id, **body})

    def test_what_login_has_fixed_need_not_be_said(self):
        visitor = self.open(broker="ALPACA", connectionType="trade")
        made = self.attempt(visitor, outcome="success")
        connection = self.partner.call().json()[-1]
        self.assertEqual((connection["id"], connection["brokerage"]["slug"], connection["type"]),
                         (made["authorizationId"], "ALPACA", "trade"))
        self.assertEqual(made["sessionId"], visitor.session_id)

    def test_what_it_has_left_open_is_said(self):
        visitor = self.open(connectionType="trade-if-available")
        self.assertEqual(self.problems(visitor, outcome="success"), {"/brokerage"})
        self.attempt(visitor, outcome="success", brokerage="KRAKEN", scenario="cash-only")
        self.assertEqual(self.partner.call().json()[-1]["type"], "read")

    def test_a_reconnect_repairs_the_connection(self):
        self.partner.take("POST", f"/connections/{sandbox.ID}/disable")
        visitor = self.open(reconnect=sandbox.ID.upper(), broker="ALPACA")
        made = self.attempt(visitor, outcome="mfa", reconnect=sandbox.ID)
        self.assertEqual(made["authorizationId"], sandbox.ID)
        [repaired] = [one for one in self.partner.call().json() if one["id"] == sandbox.ID]
        self.assertEqual((repaired["disabled"], repaired["brokerage"]["slug"]),
                         (False, "QUESTRADE"))

    def test_what_it_has_fixed_cannot_be_said_otherwise(self):
        visitor = self.open(broker="ALPACA", connectionType="read")
        before = self.partner.take("GET", "/state")
        for body, pointers in (({"userId": JOHN.upper()}, {"/userId"}),
                               ({"brokerage": "KRAKEN", "type": "trade"}, {"/brokerage", "/type"})):
            self.assertEqual(self.problems(visitor, outcome="success", **body), pointers)
        visitor = self.open(reconnect=sandbox.ID)
        foreign = self.partner.made["users"][1]["authorizationIds"][0]
        self.assertEqual(self.problems(visitor, outcome="success", reconnect=foreign),
                         {"/reconnect"})
        self.assertEqual(self.problems(visitor, outcome="success", brokerage="ALPACA"),
                         {"/brokerage"})
        self.assertEqual(self.partner.take("GET", "/state"), before)
        self.attempt(visitor, outcome="success", userId=JOHN, reconnect=sandbox.ID.upper())

    def test_it_is_used_up_by_what_ends_it_alone(self):
        for outcome in ("success", "mfa", "abandonment"):
            visitor = self.open(broker="ALPACA")
            for failure in ("failure", "account-locked", "rate-limited"):
                self.attempt(visitor, outcome=failure)
            self.assertEqual(visitor.get().status, 200)
            self.attempt(visitor, outcome=outcome)
            self.assertEqual(self.problems(visitor, outcome="success"), {"/sessionId"})
            self.assertEqual(visitor.get().status, 401)

    def test_what_the_page_has_used_up_is_used_up(self):
        visitor = self.open()
        visitor.choose("success", "ALPACA")
        self.assertEqual(self.problems(visitor, outcome="success", userId=JOHN,
                                       brokerage="ALPACA"), {"/sessionId"})

    def test_giving_up_needs_no_brokerage(self):
        self.assertNotIn("authorizationId", self.attempt(self.open(), outcome="abandonment"))

    def test_it_expires(self):
        visitor = self.open(broker="ALPACA")
        self.partner.take("POST", "/clock", {"action": "advance", "seconds": 301})
        self.assertEqual(self.problems(visitor, outcome="success"), {"/sessionId"})

    def test_to_another_partner_it_is_just_an_id(self):
        visitor = self.open(broker="ALPACA")
        self.partner = sandbox.Partner(self.mock)
        self.assertEqual(self.problems(visitor, outcome="success"), {"/userId"})
        self.attempt(visitor, outcome="success", userId=JOHN, brokerage="KRAKEN")
        self.assertEqual(visitor.get().status, 200)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
