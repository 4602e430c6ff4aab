#!/usr/bin/env python3
"""A partner's users, and what is the same for all of them: the calls that no user makes.

Usage: calls_users_test.py SNAPTRADE_MOCK
"""
import sys
import unittest
from urllib.parse import quote

import sandbox
from calls_case import FIXTURES, JOHN, NEWCOMER, SECOND, Calls

REGISTER, LIST_USERS = "/api/v1/snapTrade/registerUser", "/api/v1/snapTrade/listUsers"
DELETE, RESET = "/api/v1/snapTrade/deleteUser", "/api/v1/snapTrade/resetUserSecret"
PARTNERS, BROKERAGES = "/api/v1/snapTrade/partners", "/api/v1/brokerages"
ODD = ["late & new", "Zoë", "%41+", '"\\/\b', "x" * 255, "é" * 127]


class UserCalls(Calls):
    def register(self, user_id):
        """Registered, and known to partner.call()."""
        user = self.get(self.partner.own("POST", REGISTER, content={"userId": user_id}))
        self.partner.made["users"].append(user)
        return user

    def delete(self, user_id, method="DELETE", partner=None):
        return (partner or self.partner).own(method, DELETE, f"&userId={quote(user_id, safe='')}")

    def user_ids(self, partner=None):
        return self.get((partner or self.partner).own("GET", LIST_USERS))

    def assert_bodies_refused(self, path, *cases):
        before = self.partner.ask("GET", "/state").body
        for content, error, argument in cases:
            with self.subTest(content):
                self.assert_error(self.partner.own("POST", path, content=content), error, argument)
        self.assertEqual(self.partner.ask("GET", "/state").body, before)


class Register(UserCalls):
    def test_a_user_gets_a_secret_that_works_at_once(self):
        for user_id in ODD:
            with self.subTest(user_id):
                user = self.register(user_id)
                self.assertEqual(list(user), ["userId", "userSecret"])
                self.assertEqual(user["userId"], user_id)
                self.assertRegex(user["userSecret"], "^[0-9a-f]{64}$")
                self.assertEqual(self.get(self.partner.call(user=user_id)), [])
        self.assertEqual(self.user_ids()[-len(ODD):], ODD)

    def test_other_members_are_left_alone(self):
        content = {"rsaPublicKey": {"b": [1.50, None], "a": "\u2028"}, "userId": "modern"}
        self.assertEqual(self.get(self.partner.own("POST", REGISTER, content=content))["userId"],
                         "modern")

    def test_a_taken_id_is_refused_and_its_secret_stays(self):
        answer = self.partner.own("POST", REGISTER, content={"userId": JOHN})
        self.assert_error(answer, "taken", JOHN)
        self.assertEqual(self.partner.call().status, 200)

    def test_the_same_id_is_another_user_at_another_partner(self):
        other = sandbox.Partner(self.mock)
        mine = self.register("same")
        theirs = self.get(other.own("POST", REGISTER, content={"userId": "same"}))
        self.assertNotEqual(mine["userSecret"], theirs["userSecret"])
        self.get(self.delete("same", partner=other))
        self.assertIn("same", self.user_ids())

    def test_a_body_that_is_of_no_use_is_refused(self):
        self.assert_bodies_refused(
            REGISTER, (None, "member", "userId"), ("{}", "member", "userId"),
            ({"userID": "x"}, "member", "userId"), ({"userId": ""}, "member", "userId"),
            ({"userId": None}, "member", "userId"), ({"userId": 7}, "member", "userId"),
            ({"userId": "x" * 256}, "member", "userId"), ({"userId": ["x"]}, "member", "userId"),
            ("[]", "body", ""), ("null", "body", ""), ('"userId"', "body", ""), ("7", "body", ""),
            ('{"userId":"a\\u0000b"}', "body", ""), ('{"userId":"\\ud800"}', "signature", ""),
            ('{"userId":"x"', "signature", ""), ("userId=x", "signature", ""))

    def test_the_body_must_be_what_was_signed(self):
        query = f"clientId={self.partner.client_id}&timestamp={int(sandbox.time.time())}"
        for signed in (None, "{}", '{"userId":"y"}', '{"userId":"x","more":1}'):
            header = f"Signature: {sandbox.sign(REGISTER, query, self.partner.key, signed)}"
            self.assert_error(self.mock.ask("POST", REGISTER, query, [header], key=None,
                                            content={"userId": "x"}), "signature")
        self.assertNotIn("x", self.user_ids())


class ListUsers(UserCalls):
    def test_they_come_in_the_order_in_which_they_were_registered(self):
        made = [user["userId"] for user in self.partner.made["users"]]
        self.assertEqual(self.user_ids(), made)
        self.register("late")
        self.assertEqual(self.user_ids(), [*made, "late"])

    def test_without_any_it_is_an_empty_array(self):
        for user in self.partner.made["users"]:
            self.get(self.delete(user["userId"]))
        self.assertEqual(self.user_ids(), [])


class DeleteUser(UserCalls):
    def test_it_is_answered_as_documented_by_delete_and_by_post(self):
        for method, user_id in (("DELETE", JOHN), ("POST", SECOND)):
            self.assertEqual(self.get(self.delete(user_id, method)), {
                "status": "deleted", "userId": user_id,
                "detail": "User queued for deletion; please wait for webhook for confirmation."})
            self.assertNotIn(user_id, self.user_ids())
            self.assert_error(self.partner.call(user=user_id), "user")
            self.assert_error(self.delete(user_id, method), "not there")

    def test_the_id_is_free_at_once_and_brings_nothing_back(self):
        before = self.partner.made["users"][0]["userSecret"]
        self.get(self.delete(JOHN))
        self.partner.made["users"].pop(0)
        self.assertNotEqual(self.register(JOHN)["userSecret"], before)
        for path in (sandbox.LIST, "/api/v1/accounts"):
            self.assertEqual(self.get(self.partner.call("GET", path)), [])
        self.get(self.delete(JOHN))
        self.register(JOHN)

    def test_all_that_is_the_users_goes_and_nothing_else(self):
        before = self.partner.take("GET", "/state")
        self.get(self.delete(JOHN))
        after = self.partner.take("GET", "/state")
        gone = [one["id"] for one in before["authorizations"] if one["userId"] == JOHN]
        self.assertEqual(len(gone), 3)
        self.assertEqual(after["authorizations"],
                         [one for one in before["authorizations"] if one["userId"] != JOHN])
        accounts = [one for one in before["accounts"] if one["brokerage_authorization"] not in gone]
        self.assertGreater(len(before["accounts"]), len(accounts))
        self.assertEqual(after["accounts"], accounts)
        events = [one for one in before["sessionEvents"] if one["user_id"] != JOHN]
        self.assertGreater(len(before["sessionEvents"]), len(events))
        self.assertEqual(after["sessionEvents"], events)
        self.assertEqual(self.partner.events(f"&userId={quote(JOHN)}").json(), [])

    def test_a_reset_brings_all_of_it_back(self):
        accounts = self.partner.call("GET", "/api/v1/accounts").body
        before = self.partner.ask("GET", "/state").body
        self.get(self.delete(JOHN))
        self.partner.take("POST", "/reset")
        self.assertEqual(self.partner.ask("GET", "/state").body, before)
        self.assertEqual(self.partner.call("GET", "/api/v1/accounts").body, accounts)

    def test_users_of_other_partners_stay(self):
        other = sandbox.Partner(self.mock)
        self.get(self.delete(JOHN))
        self.assertEqual(len(self.get(other.call())), 3)

    def test_the_id_must_be_there_once(self):
        for query in ("", "&userId=a&userId=b", "&userId=%zz"):
            self.assert_error(self.partner.own("DELETE", DELETE, query), "parameter", "userId")
        self.assert_error(self.partner.own("DELETE", DELETE, "&userId="), "not there")


class ResetSecret(UserCalls):
    def reset(self, user_id, user_secret):
        return self.partner.own("POST", RESET,
                                content={"userId": user_id, "userSecret": user_secret})

    def test_the_new_secret_works_and_the_old_one_does_not(self):
        [user] = [one for one in self.partner.made["users"] if one["userId"] == JOHN]
        before = self.get(self.partner.call())
        new = self.get(self.reset(JOHN, user["userSecret"]))
        self.assertEqual((list(new), new["userId"]), (["userId", "userSecret"], JOHN))
        self.assertRegex(new["userSecret"], "^[0-9a-f]{64}$")
        self.assert_error(self.partner.call(), "user")
        user["userSecret"] = new["userSecret"]
        self.assertEqual(self.get(self.partner.call()), before)
        self.assertEqual(self.user_ids(), [one["userId"] for one in self.partner.made["users"]])

    def test_who_does_not_know_the_secret_is_refused_and_it_stays(self):
        for user_id, secret in ((JOHN, "wrong"), ("nobody", "USERSECRET123"), (NEWCOMER,
                                                                               "USERSECRET123")):
            self.assert_error(self.reset(user_id, secret), "user")
        self.assertEqual(self.partner.call().status, 200)

    def test_a_body_that_is_of_no_use_is_refused(self):
        self.assert_bodies_refused(
            RESET, (None, "member", "userId"), ({"userId": JOHN}, "member", "userSecret"),
            ({"userSecret": "USERSECRET123"}, "member", "userId"),
            ({"userId": JOHN, "userSecret": ""}, "member", "userSecret"),
            ({"userId": JOHN, "userSecret": 1}, "member", "userSecret"), ("[]", "body", ""))


class Reference(UserCalls):
    def test_brokerages_are_those_of_the_fixtures(self):
        self.assertEqual(self.get(self.partner.own("GET", BROKERAGES)), FIXTURES["brokerages"])

    def test_a_partner_is_named_by_its_client_id_and_may_do_everything(self):
        partner = self.get(self.partner.own("GET", PARTNERS))
        rights = ["can_access_trades", "can_access_holdings", "can_access_account_history",
                  "can_access_reference_data", "can_access_portfolio_management",
                  "can_access_orders"]
        self.assertEqual(list(partner), ["slug", "name", "logo_url", "allowed_brokerages", *rights,
                                         "redirect_uri", "pin_required"])
        self.assertEqual((partner["slug"], partner["name"]), (self.partner.client_id,) * 2)
        self.assertEqual(partner["allowed_brokerages"], FIXTURES["brokerages"])
        self.assertEqual({partner[right] for right in rights}, {True})
        self.assertEqual((partner["logo_url"], partner["redirect_uri"], partner["pin_required"]),
                         (None, None, False))
        self.assertEqual(self.get(self.partner.own("GET", PARTNERS + "/")), partner)


class WhoMayAsk(UserCalls):
    CALLS = (("POST", REGISTER), ("GET", LIST_USERS), ("DELETE", DELETE), ("POST", DELETE),
             ("POST", RESET))
    OPEN = (("GET", BROKERAGES), ("GET", PARTNERS))

    def test_a_personal_partner_has_no_users_to_manage(self):
        for method, path in self.CALLS:
            with self.subTest(method=method, path=path):
                self.assert_error(self.personal(method, path, "&userId=personal-user"), "forbidden")
        for method, path in self.OPEN:
            self.assertEqual(self.personal(method, path).status, 200)

    def test_nobody_is_answered_unsigned(self):
        query = f"clientId={self.partner.client_id}&timestamp={int(sandbox.time.time())}&userId=x"
        for method, path in (*self.CALLS, *self.OPEN):
            with self.subTest(method=method, path=path):
                self.assert_error(self.mock.ask(method, path, query, key="another"), "signature")
                answer = self.mock.ask(method, path, "timestamp=1", key=self.partner.key)
                self.assertEqual((answer.status, answer.json()["detail"]),
                                 (401, "Authentication credentials were not provided."))


if __name__ == "__main__":
    del Calls, UserCalls
    unittest.main(argv=sys.argv[:1], verbosity=1)
