#!/usr/bin/env python3
"""Connections through the control API: added, changed, disabled, enabled, deleted, and seen so at
once by the API.

Usage: control_connections_test.py SNAPTRADE_MOCK
"""
import datetime
import json
import pathlib
import sys
import unittest

import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
FIXTURES = pathlib.Path(__file__).parents[2] / "fixtures" / "default"
SPARE = "00000000-0000-4000-8000-00000000000a"
JOHN = "John.doe@snaptrade.com"
DATE = "2001-02-03T04:05:06.000007Z"


def age(date):
    """In seconds."""
    assert date.endswith("Z") and len(date) == 27, date
    now = datetime.datetime.now(datetime.timezone.utc)
    return (now - datetime.datetime.fromisoformat(date.replace("Z", "+00:00"))).total_seconds()


class Connections(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mock = sandbox.Mock(PROGRAM, "--log", "none")
        text = (FIXTURES / "brokerages.json").read_text(encoding="utf-8")
        cls.brokerages = {row["slug"]: row for row in json.loads(text)["brokerages"]}

    @classmethod
    def tearDownClass(cls):
        cls.mock.stop()
        errors = cls.mock.process.stderr.read()
        cls.mock.__exit__()
        assert errors == "", errors

    def setUp(self):
        self.partner = sandbox.Partner(self.mock)

    def served(self, connection_id=sandbox.ID, user=JOHN):
        """The connection as the API serves it, alone and in the list."""
        alone = self.partner.call("GET", f"{sandbox.LIST}/{connection_id}", user)
        listed = [one for one in self.partner.call(user=user).json() if one["id"] == connection_id]
        self.assertEqual([alone.json()] if alone.status == 200 else [], listed)
        return listed[0] if listed else None

    def assert_recent(self, *dates):
        for date in dates:
            self.assertLess(abs(age(date)), 5)

    def test_all_are_listed_with_their_users(self):
        rows = self.partner.take("GET", "/connections")
        for user in self.partner.made["users"]:
            self.assertEqual([row["id"] for row in rows if row["userId"] == user["userId"]],
                             user["authorizationIds"])
        first = dict(rows[0])
        self.assertEqual(first.pop("userId"), JOHN)
        self.assertEqual(first, self.served())
        self.assertEqual(self.partner.take("GET", f"/connections/{sandbox.ID}"), rows[0])

    def test_one_is_added_with_defaults(self):
        answer = self.partner.ask("POST", "/connections",
                                  {"userId": "newcomer", "brokerage": "QUESTRADE"})
        self.assertEqual(answer.status, 201)
        added = answer.json()
        self.assertEqual(added.pop("userId"), "newcomer")
        self.assertEqual(self.served(added["id"], "newcomer"), added)
        self.assertEqual(added["brokerage"], self.brokerages["QUESTRADE"])
        self.assertEqual((added["type"], added["disabled"], added["disabled_date"], added["meta"]),
                         ("read", False, None, {}))
        self.assertEqual(added["created_date"], added["updated_date"])
        self.assert_recent(added["created_date"])

    def test_one_that_is_added_disabled_has_a_disabled_date(self):
        added = self.partner.take("POST", "/connections", {"userId": JOHN, "disabled": True,
                                                           "brokerage": "QUESTRADE"})
        self.assertEqual(added["disabled_date"], added["created_date"])

    def test_one_is_added_with_everything(self):
        wanted = {"id": SPARE, "created_date": DATE, "updated_date": DATE, "name": "Näme",
                  "type": "trade", "disabled": True, "disabled_date": DATE, "meta": {"a": [1, "b"]},
                  "is_eligible_for_payout": True, "data_freshness_mode": "delayed"}
        added = self.partner.take("POST", "/connections",
                                  {**wanted, "userId": "newcomer", "brokerage": "ALPACA"})
        self.assertEqual(added, {**wanted, "userId": "newcomer",
                                 "brokerage": self.brokerages["ALPACA"]})
        del added["userId"]
        self.assertEqual(self.served(SPARE, "newcomer"), added)

    def test_a_new_one_has_the_accounts_of_a_scenario(self):
        for more, numbers in (({}, ["SB-1000417", "SB-1000425"]),
                              ({"scenario": "cash-only"}, ["SB-2000138"]),
                              ({"scenario": "no-accounts"}, [])):
            added = self.partner.take("POST", "/connections",
                                      {"userId": "newcomer", "brokerage": "ALPACA", **more})
            self.assertNotIn("scenario", added)
            accounts = self.partner.call("GET", f"{sandbox.LIST}/{added['id']}/accounts",
                                         "newcomer").json()
            self.assertEqual([account["number"] for account in accounts], numbers)

    def test_what_is_wrong_with_a_new_one_is_named_and_nothing_is_added(self):
        before = self.partner.ask("GET", "/state").body
        good = {"userId": JOHN, "brokerage": "QUESTRADE"}
        for body, pointers in (
                ({}, {"/userId", "/brokerage"}), ([], {""}), (None, {""}),
                ({**good, "scenario": "all"}, {"/scenario"}),
                ({"userId": JOHN, "scenario": 1}, {"/scenario", "/brokerage"}),
                ({**good, "userId": "nobody"}, {"/userId"}),
                ({**good, "brokerage": "NOBODY"}, {"/brokerage"}),
                ({**good, "id": sandbox.ID}, {"/id"}), ({**good, "id": "x"}, {"/id"}),
                ({**good, "id": None}, {"/id"}), ({**good, "typ": "read"}, {"/typ"}),
                ({**good, "disabled": 1, "meta": [], "created_date": "2001-02-03"},
                 {"/disabled", "/meta", "/created_date"}),
                ('{"userId":"newcomer","brokerage":"QUESTRADE","userId":"newcomer"}', {"/userId"})):
            with self.subTest(body):
                self.assertEqual(self.partner.problems("POST", "/connections", body), pointers)
        self.assertEqual(self.partner.ask("GET", "/state").body, before)

    def test_each_field_can_be_changed_and_the_date_moves(self):
        for name, value in (("name", "Other"), ("type", "read"), ("meta", {"x": 1}),
                            ("created_date", DATE), ("disabled", True), ("disabled", False),
                            ("is_eligible_for_payout", True), ("data_freshness_mode", "realtime"),
                            ("disabled_date", DATE)):
            with self.subTest(name):
                before = self.served()
                answer = self.partner.take("PATCH", f"/connections/{sandbox.ID}", {name: value})
                after = self.served()
                self.assertEqual(after[name], value)
                self.assertEqual(answer, {**after, "userId": JOHN})
                self.assert_recent(after["updated_date"])
                self.assertEqual({key for key in after if after[key] != before.get(key)}
                                 - {name, "updated_date", "disabled_date"}, set())

    def test_several_fields_change_at_once_and_given_dates_stay(self):
        changes = {"brokerage": "ALPACA", "updated_date": DATE, "disabled": True,
                   "disabled_date": DATE}
        self.partner.take("PATCH", f"/connections/{sandbox.ID}", changes)
        after = self.served()
        self.assertEqual(after["brokerage"], self.brokerages["ALPACA"])
        self.assertEqual((after["updated_date"], after["disabled_date"]), (DATE, DATE))

    def test_null_takes_optional_fields_away(self):
        path = f"/connections/{sandbox.ID}"
        names = ("is_eligible_for_payout", "data_freshness_mode")
        self.partner.take("PATCH", path, dict(zip(names, (True, "delayed"))))
        self.partner.take("PATCH", path, dict.fromkeys(names))
        self.assertFalse(set(names) & set(self.served()))

    def test_what_is_wrong_with_a_change_is_named_and_nothing_changes(self):
        before = self.served()
        for body, pointers in (
                ([], {""}), ({"id": SPARE}, {"/id"}), ({"userId": "newcomer"}, {"/userId"}),
                ({"name": "new", "type": "write"}, {"/type"}), ({"name": None}, {"/name"}),
                ({"name": "new", "brokerage": "NOBODY"}, {"/brokerage"}),
                ({"meta": None}, {"/meta"}), ({"disabled": "true"}, {"/disabled"}),
                ('{"name":"a","name":"b"}', {"/name"}), ({"a/b~c": 1}, {"/a~1b~0c"})):
            with self.subTest(body):
                self.assertEqual(
                    self.partner.problems("PATCH", f"/connections/{sandbox.ID}", body), pointers)
        self.assertEqual(self.served(), before)

    def test_a_misspelt_field_gets_the_right_one_told(self):
        answer = self.partner.ask("PATCH", f"/connections/{sandbox.ID}", {"Disabeld": True})
        self.assertEqual(answer.json()["problems"], [
            {"pointer": "/Disabeld", "detail": 'unknown field; did you mean "disabled"?'}])

    def test_disabling_sets_both_dates_from_the_clock_and_enabling_takes_one_back(self):
        self.assertFalse(self.served()["disabled"])
        answer = self.partner.ask("POST", f"/connections/{sandbox.ID}/disable")
        self.assertEqual(answer.status, 200)
        disabled = self.served()
        self.assertTrue(disabled["disabled"])
        self.assertEqual(disabled["disabled_date"], disabled["updated_date"])
        self.assert_recent(disabled["disabled_date"])
        self.assertEqual(answer.json(), {**disabled, "userId": JOHN})
        self.partner.take("POST", f"/connections/{sandbox.ID}/enable")
        enabled = self.served()
        self.assertEqual((enabled["disabled"], enabled["disabled_date"]), (False, None))
        self.assertGreater(enabled["updated_date"], disabled["updated_date"])

    def test_disabling_twice_keeps_the_first_date(self):
        first = self.partner.take("POST", f"/connections/{sandbox.ID}/disable")
        second = self.partner.take("POST", f"/connections/{sandbox.ID}/disable")
        self.assertEqual(first["disabled_date"], second["disabled_date"])

    def test_what_is_deleted_is_gone_for_all(self):
        answer = self.partner.ask("DELETE", f"/connections/{sandbox.ID}")
        self.assertEqual((answer.status, answer.body), (204, b""))
        self.assertIsNone(self.served())
        self.assertEqual(self.partner.ask("DELETE", f"/connections/{sandbox.ID}").status, 404)

    def test_an_id_may_be_written_in_capitals(self):
        row = self.partner.take("GET", f"/connections/{sandbox.ID.upper()}")
        self.assertEqual(row["id"], sandbox.ID)

    def test_unknown_connections_are_404_for_every_call(self):
        elsewhere = sandbox.Partner(self.mock, newIds=True)
        foreign = elsewhere.made["users"][0]["authorizationIds"][0]
        for name in (SPARE, foreign, "x", "%zz", "%00", "a%2Fb", sandbox.ID + "0", "x" * 300):
            for method, path, body in (("GET", "", None), ("PATCH", "", {"name": "x"}),
                                       ("DELETE", "", None), ("POST", "/disable", None),
                                       ("POST", "/enable", None)):
                with self.subTest(name=name, method=method, path=path):
                    answer = self.partner.ask(method, f"/connections/{name}{path}", body)
                    self.assertEqual(answer.status, 404)
                    self.assertEqual(list(answer.json()), ["detail"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
