#!/usr/bin/env python3
"""What a user has at the brokerages: the calls that show accounts.

Usage: calls_accounts_test.py SNAPTRADE_MOCK
"""
import copy
import datetime
import sys
import unittest

import sandbox
from calls_case import (DISABLED, FIXTURES, JOHN, NEWCOMER, NOWHERE, PARTS, SECOND, Calls, duty,
                        of_connection, served)

ACCOUNTS = "/api/v1/accounts"
TFSA, MARGIN = (one["id"] for one in of_connection(sandbox.ID))
BELOW = ["", "/balances", "/positions", "/positions/all", "/options", "/holdings", "/orders",
         "/activities"]
BTC = of_connection("5a9d3f08-7e6b-4c15-a0d2-9b8e4f1c6370")[0]


def fixture(account_id):
    [one] = [one for one in FIXTURES["accounts"] if one["id"] == account_id]
    return copy.deepcopy(one)


def days_since(date):
    then = datetime.datetime.fromisoformat(date.replace("Z", "+00:00"))
    return (datetime.datetime.now(datetime.timezone.utc) - then) / datetime.timedelta(days=1)


class AccountCalls(Calls):
    OPTIONS = ("--log", "none", "--clock-skew", "0")

    def show(self, account_id, below="", query="", user=JOHN):
        return self.partner.call("GET", f"{ACCOUNTS}/{account_id}{below}", user, query)

    def change(self, account_id, **changes):
        """The account is another in the partner's state."""
        state = self.partner.take("GET", "/state")
        [account] = [one for one in state["accounts"] if one["id"] == account_id]
        account |= changes
        self.partner.take("PUT", "/state", state)
        return account


class Lists(AccountCalls):
    def test_a_user_sees_the_accounts_of_all_connections_in_order(self):
        connections = [one["id"] for one in self.get(self.partner.call())]
        self.assertEqual(len(connections), 3)
        expected = [served(one) for each in connections for one in of_connection(each)]
        self.assertGreater(len(expected), 3)
        self.assertEqual(self.get(self.partner.call("GET", ACCOUNTS)), expected)
        self.assertEqual(self.get(self.partner.call("GET", "/accounts")), expected)

    def test_a_connection_has_its_own_even_when_it_is_disabled(self):
        for each in (sandbox.ID, DISABLED, sandbox.ID.upper()):
            self.assertEqual(self.get(self.partner.call("GET", duty("accounts", each))),
                             [served(one) for one in of_connection(each.lower())])

    def test_who_has_none_gets_an_empty_array(self):
        self.assertEqual(self.get(self.partner.call("GET", ACCOUNTS, NEWCOMER)), [])
        state = self.partner.take("GET", "/state")
        state["accounts"].clear()
        self.partner.take("PUT", "/state", state)
        self.assertEqual(self.get(self.partner.call("GET", duty("accounts"))), [])

    def test_those_of_a_removed_connection_go_with_it(self):
        self.partner.call("DELETE", f"{sandbox.LIST}/{sandbox.ID}")
        ids = {one["id"] for one in self.get(self.partner.call("GET", ACCOUNTS))}
        self.assertNotIn(TFSA, ids)
        self.assertTrue(ids)
        self.assert_error(self.show(TFSA), "not there")
        self.assert_error(self.partner.call("GET", duty("accounts")), "not there")

    def test_a_connection_that_is_not_there_is_told_from_an_id_that_is_none(self):
        for user, each, error in ((JOHN, "x", "no uuid"), (JOHN, NOWHERE, "not there"),
                                  (SECOND, sandbox.ID, "not there"), ("nobody", "x", "user")):
            self.assert_error(self.partner.call("GET", duty("accounts", each), user), error)


class Parts(AccountCalls):
    def test_each_part_is_that_of_the_fixtures(self):
        for one in (one for each in self.get(self.partner.call())
                    for one in of_connection(each["id"])):
            with self.subTest(one["name"]):
                self.assertEqual(self.get(self.show(one["id"])), served(one))
                self.assertEqual(self.get(self.show(one["id"].upper())), served(one))
                for part in ("balances", "positions", "orders"):
                    self.assertEqual(self.get(self.show(one["id"], f"/{part}")), one[part])
                self.assertEqual(self.get(self.show(one["id"], "/activities")), {
                    "data": one["activities"],
                    "pagination": {"offset": 0, "limit": 1000, "total": len(one["activities"])}})
                self.assertEqual(self.get(self.show(one["id"], "/options")), [])

    def test_holdings_are_all_parts_at_once(self):
        one = fixture(MARGIN)
        self.assertEqual(self.get(self.show(MARGIN, "/holdings")), {
            "account": served(one), **{part: one[part] for part in ("balances", "positions")},
            "option_positions": [], "orders": one["orders"],
            "total_value": {"value": 5265.35, "currency": "USD"}})

    def test_holdings_are_not_there_before_the_first_sync(self):
        [one] = of_connection(DISABLED)[:1]
        status = {"transactions": {"initial_sync_completed": False},
                  "holdings": {"initial_sync_completed": False, "last_successful_sync": None}}
        self.change(TFSA, sync_status=status, balance={"total": None})
        self.assert_error(self.show(TFSA, "/holdings"), "not synced")
        shown = self.get(self.show(TFSA))
        self.assertEqual((shown["sync_status"], shown["balance"]), (status, {"total": None}))
        self.assertIsNone(self.get(self.show(TFSA, "/positions/all"))["data_freshness"]["as_of"])
        self.get(self.partner.call("POST", duty("refresh")))
        total = self.get(self.show(TFSA, "/holdings"))["total_value"]
        self.assertEqual(total, {"value": None, "currency": None})
        self.assertEqual(self.get(self.show(one["id"], "/holdings"))["account"], served(one))

    def test_all_positions_have_strings_for_numbers_and_are_flat(self):
        self.assertEqual(self.get(self.show(MARGIN, "/positions/all")), {
            "results": [{
                "instrument": {
                    "kind": "stock", "id": "f99e6ae5-c3c7-4558-bad3-67d4ab3e1d35",
                    "symbol": "AAPL", "raw_symbol": "AAPL", "description": "Apple Inc.",
                    "currency": "USD", "exchange": "XNAS",
                    "figi_instrument": {"figi_code": "BBG000B9XRY4",
                                        "figi_share_class": "BBG001S5N8V8"}},
                "units": "25", "price": "224.3", "cost_basis": "198.4", "currency": "USD"}],
            "data_freshness": {"as_of": "2026-08-03T06:12:42.018845Z"}})

    def test_a_crypto_position_has_no_exchange(self):
        [position] = self.get(self.show(BTC["id"], "/positions/all", user="Zoé Martin"))["results"]
        self.assertEqual(position["instrument"]["kind"], "crypto")
        self.assertNotIn("exchange", position["instrument"])
        self.assertEqual((position["units"], position["price"]), ("0.075", "96400"))

    def test_a_position_without_a_currency_has_that_of_its_symbol(self):
        position = fixture(MARGIN)["positions"][0]
        del position["currency"]
        position["symbol"]["symbol"]["currency"]["code"] = "CAD"
        self.change(MARGIN, positions=[position])
        [result] = self.get(self.show(MARGIN, "/positions/all"))["results"]
        self.assertEqual((result["currency"], result["instrument"]["currency"]), ("CAD", "CAD"))

    def test_a_position_is_of_the_kind_of_its_type(self):
        one = fixture(MARGIN)
        position = one["positions"][0]
        for code, kind, cash, shown in (
                ("ps", "stock", False, None), ("ad", "adr", False, None),
                ("cef", "cef", True, True),
                ("oef", "mutualfund", False, False), ("oef", "mutualfund", True, True),
                ("bnd", "other", False, None)):
            position["symbol"]["symbol"]["type"]["code"] = code
            self.change(MARGIN, positions=[{**position, "cash_equivalent": cash}])
            [result] = self.get(self.show(MARGIN, "/positions/all"))["results"]
            self.assertEqual((result["instrument"]["kind"], result.get("cash_equivalent")),
                             (kind, shown))


class Errors(AccountCalls):
    def test_an_account_that_is_not_the_users_is_not_there(self):
        for below in BELOW:
            for user, account_id in ((SECOND, TFSA), (JOHN, NOWHERE), (JOHN, "x"),
                                     (JOHN, BTC["id"]), (JOHN, TFSA.replace("-", "%2D"))):
                with self.subTest(below=below, user=user, account_id=account_id):
                    self.assert_error(self.show(account_id, below, user=user), "not there")

    def test_no_account_is_seen_by_another_partner(self):
        other = sandbox.Partner(self.mock, newIds=True)
        theirs = {one["id"] for one in self.get(other.call("GET", ACCOUNTS))}
        mine = {one["id"] for one in self.get(self.partner.call("GET", ACCOUNTS))}
        self.assertFalse(theirs & mine)
        for account_id in theirs:
            self.assert_error(self.show(account_id), "not there")

    def test_a_user_must_ask(self):
        for path in (ACCOUNTS, duty("accounts"), *(f"{ACCOUNTS}/{TFSA}{below}" for below in BELOW)):
            with self.subTest(path):
                self.assert_error(self.partner.own("GET", path), "no user")
                self.assert_error(self.partner.call("GET", path, "nobody"), "user")

    def test_a_personal_partner_needs_no_user(self):
        [one] = [one for one in FIXTURES["accounts"] if one["clientId"] == "PERSONAL"]
        self.assertEqual(self.get(self.personal("GET", ACCOUNTS)), [served(one)])
        for below in BELOW:
            self.get(self.personal("GET", f"{ACCOUNTS}/{one['id']}{below}"))


class Orders(AccountCalls):
    def orders(self, query="", account_id=MARGIN):
        return self.get(self.show(account_id, "/orders", query))

    def with_statuses(self, *statuses):
        one = fixture(MARGIN)
        orders = [{**one["orders"][0], "status": status} for status in statuses]
        self.change(MARGIN, orders=orders)

    def test_a_state_shows_those_that_are_open_or_executed(self):
        is_open = ["PENDING", "ACCEPTED", "PARTIAL", "CANCEL_PENDING", "REPLACE_PENDING", "QUEUED",
                   "TRIGGERED", "ACTIVATED", "PENDING_RISK_REVIEW", "CONTINGENT_ORDER"]
        closed = ["NONE", "FAILED", "REJECTED", "CANCELED", "PARTIAL_CANCELED", "REPLACED",
                  "EXPIRED"]
        self.with_statuses(*is_open, "EXECUTED", *closed)
        for query, shown in (("", [*is_open, "EXECUTED", *closed]), ("&state=open", is_open),
                             ("&state=all", [*is_open, "EXECUTED", *closed]),
                             ("&state=executed", ["EXECUTED"])):
            self.assertEqual([one["status"] for one in self.orders(query)], shown)

    def test_an_order_without_a_status_is_neither_open_nor_executed(self):
        one = {key: value for key, value in fixture(MARGIN)["orders"][0].items() if key != "status"}
        for orders in ([one], [{**one, "status": None}]):
            self.change(MARGIN, orders=orders)
            self.assertEqual(self.orders("&state=all"), orders)
            for state in ("open", "executed"):
                self.assertEqual(self.orders(f"&state={state}"), [])

    def test_days_count_back_from_the_partners_clock(self):
        one = fixture(MARGIN)
        [order] = one["orders"]
        age = days_since(order["time_placed"])
        for days, shown in ((1, 0), (2, 1), (90, 1), (120, 1)):
            self.partner.take("POST", "/clock", {"action": "offset",
                                                 "seconds": int((1.5 - age) * 86400)})
            with self.subTest(days):
                self.assertEqual(self.orders(f"&days={days}"), [order] * shown)
        self.partner.take("POST", "/clock", {"action": "offset",
                                             "seconds": int((90.5 - age) * 86400)})
        for days in (90, 91, 1000000):
            self.assertEqual(self.orders(f"&days={days}"), [])
        self.assertEqual(self.orders(), [order])

    def test_a_filter_that_is_none_is_refused(self):
        for query, name in (("&state=", "state"), ("&state=OPEN", "state"), ("&days=0", "days"),
                            ("&days=", "days"), ("&days=-1", "days"), ("&days=1.5", "days"),
                            ("&days=1&days=1", "days"), ("&state=%ff", "state")):
            with self.subTest(query):
                self.assert_error(self.show(MARGIN, "/orders", query), "parameter", name)
        self.get(self.show(MARGIN, "/balances", "&days=0&state=x"))


class Activities(AccountCalls):
    def descriptions(self, query=""):
        answer = self.get(self.show(TFSA, "/activities", query))
        return [one["type"] for one in answer["data"]], answer["pagination"]["total"]

    def test_days_are_both_inclusive(self):
        every = ["DIVIDEND", "BUY", "CONTRIBUTION"]  # 2024-12-31, 2024-09-10, 2024-08-23
        for query, shown in (("&startDate=2024-08-23&endDate=2024-12-31", every),
                             ("&startDate=2024-08-24", every[:2]),
                             ("&endDate=2024-12-30", every[1:]),
                             ("&startDate=2024-09-10&endDate=2024-09-10", ["BUY"]),
                             ("&startDate=2024-09-10T23:00:00.000Z", every[:2]),
                             ("&startDate=2025-01-01", []), ("&endDate=2024-08-22", []),
                             ("&startDate=2024-12-31&endDate=2024-08-23", [])):
            with self.subTest(query):
                self.assertEqual(self.descriptions(query), (shown, len(shown)))

    def test_types_are_chosen_by_a_list(self):
        for query, shown in (("&type=BUY", ["BUY"]), ("&type=CONTRIBUTION,DIVIDEND%2CSELL",
                                                      ["DIVIDEND", "CONTRIBUTION"]),
                             ("&type=SELL", []), ("&type=BU", []), ("&type=buy", [])):
            self.assertEqual(self.descriptions(query), (shown, len(shown)))

    def test_a_page_says_which_of_how_many(self):
        for query, shown, offset, limit in (
                ("&limit=2", ["DIVIDEND", "BUY"], 0, 2),
                ("&limit=2&offset=2", ["CONTRIBUTION"], 2, 2),
                ("&offset=1", ["BUY", "CONTRIBUTION"], 1, 1000), ("&offset=3", [], 3, 1000),
                ("&limit=5000", ["DIVIDEND", "BUY", "CONTRIBUTION"], 0, 1000)):
            answer = self.get(self.show(TFSA, "/activities", query))
            self.assertEqual([one["type"] for one in answer["data"]], shown)
            self.assertEqual(answer["pagination"], {"offset": offset, "limit": limit, "total": 3})

    def test_the_newest_comes_first_whatever_the_fixture_says(self):
        one = fixture(TFSA)
        undated = {**one["activities"][0], "trade_date": None, "type": "FEE"}
        self.change(TFSA, activities=[undated, *reversed(one["activities"])])
        self.assertEqual(self.descriptions(),
                         (["DIVIDEND", "BUY", "CONTRIBUTION", "FEE"], 4))
        self.assertEqual(self.descriptions("&endDate=2030-01-01")[1], 3)

    def test_a_filter_that_is_none_is_refused(self):
        for query, name in (("&startDate=", "startDate"), ("&startDate=2024-02-30", "startDate"),
                            ("&endDate=2024-9-1", "endDate"), ("&endDate=20240901", "endDate"),
                            ("&endDate=2024-09-01T", "endDate"), ("&offset=-1", "offset"),
                            ("&offset=", "offset"), ("&limit=0", "limit"), ("&limit=x", "limit"),
                            ("&type=BUY&type=SELL", "type")):
            with self.subTest(query):
                self.assert_error(self.show(TFSA, "/activities", query), "parameter", name)


class Keeping(AccountCalls):
    def test_parts_are_kept_with_the_state(self):
        before = {below: self.show(TFSA, below).body for below in BELOW}
        self.partner.take("PUT", "/state", self.partner.take("GET", "/state"))
        self.assertEqual({below: self.show(TFSA, below).body for below in BELOW}, before)
        for part in PARTS:
            self.change(TFSA, **{part: []})
        self.assertEqual(self.get(self.show(TFSA, "/balances")), [])
        self.partner.take("POST", "/reset")
        self.assertEqual({below: self.show(TFSA, below).body for below in BELOW}, before)


if __name__ == "__main__":
    del Calls, AccountCalls
    unittest.main(argv=sys.argv[:1], verbosity=1)
