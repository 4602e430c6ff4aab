#!/usr/bin/env python3
"""PyPI's snaptrade 1.1.0, SnapTrade's client of 2022 with a signer of its own, works with the mock.

Usage, inside scripts/offline: client_2022_test.py, by a Python that has it
"""
import unittest

from snaptrade.api_client import SnapTradeAPIClient

import mock
import portal

SOMEBODY = "Jörg & Söhne+x"
PORTAL = r"^https://app\.snaptrade\.com/snapTrade/redeemToken\?token="
GONE = {"status_code": 204, "detail": "No content returned"}  # the client's own words


class Client2022(unittest.TestCase):
    def setUp(self):
        self.partner = mock.Partner()
        self.addCleanup(self.partner.remove)
        self.client = SnapTradeAPIClient(self.partner.client_id, self.partner.consumer_key)

    def call(self, sends, method, *arguments, rule="wire", **options):
        """The client's answer, once it has sent that alone, signed as expected."""
        answer = getattr(self.client, method)(*arguments, **options)
        heard = self.partner.heard()
        self.assertEqual(mock.summary(heard), [sends], answer)
        self.assertEqual([entry["signatureRule"] for entry in heard], [rule])
        return answer

    def register(self):
        made = self.call("POST /snapTrade/registerUser 200", "register_user", SOMEBODY)
        self.assertEqual(made["userId"], SOMEBODY)
        return made["userId"], made["userSecret"]

    def log_in(self, user, **options):
        made = self.call("POST /snapTrade/login 200", "get_user_login_redirect_uri", *user, **options)
        self.assertRegex(made["redirectURI"], PORTAL)
        return made

    def connections(self, user):
        return self.call("GET /authorizations 200", "get_brokerage_connections", *user)

    def accounts(self, user):
        return self.call("GET /accounts 200", "get_accounts", *user)


class Users(Client2022):
    def test_connections_are_seen_with_their_accounts_and_removed(self):
        somebody = self.partner.users[0]
        user = somebody["userId"], somebody["userSecret"]
        connections = self.connections(user)
        self.assertEqual([connection["id"] for connection in connections],
                         somebody["authorizationIds"])
        accounts = self.accounts(user)
        for account in accounts:
            self.look_into(user, account)
        self.take_away(user, connections[0])
        self.assertEqual(self.connections(user), connections[1:])
        self.assertEqual(self.accounts(user),
                         [account for account in accounts
                          if account["brokerage_authorization"] != connections[0]["id"]])

    def take_away(self, user, connection):
        """Reads the connection, and then removes it."""
        path = f"/authorizations/{connection['id']}"
        self.assertEqual(self.call(f"GET {path} 200", "get_brokerage_connection_by_id", *user,
                                   connection["id"]), connection)
        self.assertEqual(self.call(f"DELETE {path} 204", "delete_brokerage_connection", *user,
                                   connection["id"]), GONE)

    def look_into(self, user, account):
        """The parts of an account say the same as the account."""
        path = f"GET /accounts/{account['id']}"
        self.assertEqual(self.call(f"{path} 200", "get_account_by_id", *user, account["id"]), account)
        balances = self.call(f"{path}/balances 200", "get_account_balances", *user, account["id"])
        positions = self.call(f"{path}/positions 200", "get_account_positions", *user, account["id"])
        total = sum(balance["cash"] for balance in balances) + sum(
            position["units"] * position["price"] for position in positions)
        self.assertAlmostEqual(total, account["balance"]["total"]["amount"], 2)
        holdings = self.call(f"{path}/holdings 200", "get_account_holdings", *user, account["id"])
        self.assertEqual((holdings["account"], holdings["balances"], holdings["positions"]),
                         (account, balances, positions))
        orders = self.call(f"{path}/orders 200", "get_account_order_history", *user, account["id"],
                           state="all", days=90)
        self.assertIsInstance(orders, list)

    def test_who_has_registered_is_listed_and_not_registered_again(self):
        user_id, _ = self.register()
        known = [user["userId"] for user in self.partner.users]
        self.assertEqual(self.call("GET /snapTrade/listUsers 200", "get_registered_users"),
                         [*known, user_id])
        refused = self.call("POST /snapTrade/registerUser 400", "register_user", user_id)
        self.assertEqual(refused["code"], "1010")


class Portal(Client2022):
    def test_somebody_registers_connects_sees_accounts_and_is_removed(self):
        user = self.register()
        self.assertEqual((self.connections(user), self.accounts(user)), ([], []))
        portal.visit(self.log_in(user)["redirectURI"], broker="KRAKEN")
        [connection] = self.connections(user)
        self.assertEqual((connection["brokerage"]["slug"], connection["disabled"]), ("KRAKEN", False))
        self.assertEqual([account["brokerage_authorization"] for account in self.accounts(user)],
                         [connection["id"]] * 2)
        removed = self.call("POST /snapTrade/deleteUser 200", "delete_user", user[0])
        self.assertEqual((removed["status"], removed["userId"]), ("deleted", user[0]))
        self.assertNotIn(user[0], self.call("GET /snapTrade/listUsers 200", "get_registered_users"))
        refused = self.call("GET /accounts 401", "get_accounts", *user)
        self.assertEqual(refused["code"], "1083")

    def test_it_leads_back_to_a_scheme_of_the_apps_own(self):
        user = self.register()
        login = self.log_in(user, broker="ALPACA", immediate_redirect=True,
                            custom_redirect="myapp://x/?a=1")
        location, _ = portal.visit(login["redirectURI"])
        [connection] = self.connections(user)
        self.assertEqual(location, f"myapp://x/?a=1&status=SUCCESS&connection_id={connection['id']}")

    def test_what_fails_there_connects_nothing_and_may_be_tried_again(self):
        user = self.register()
        link = self.log_in(user, broker="ALPACA")["redirectURI"]
        portal.visit(link, outcome="wrong-credentials")
        self.assertEqual(self.connections(user), [])
        portal.visit(link)
        self.assertEqual(len(self.connections(user)), 1)
        self.assertEqual(len(self.accounts(user)), 2)

    def test_the_app_is_told_what_failed(self):
        user = self.register()
        for outcome, told in (("wrong-credentials", r"ERROR&status_code=\d+&error_code=\d+"),
                              ("give-up", "ABANDONED")):
            login = self.log_in(user, broker="ALPACA", immediate_redirect=True,
                                custom_redirect="https://app.example.com/back")
            location, _ = portal.visit(login["redirectURI"], outcome=outcome)
            self.assertRegex(location, rf"^https://app\.example\.com/back\?status={told}$")

    def test_a_disabled_connection_is_repaired_by_whoever_visits_for_a_test(self):
        somebody = self.partner.users[0]
        user, broken = (somebody["userId"], somebody["userSecret"]), somebody["authorizationIds"][2]
        before = self.connections(user)[2]
        login = self.log_in(user, reconnect=broken)
        self.partner.attempt(sessionId=login["sessionId"], outcome="success")
        after = self.connections(user)[2]
        self.assertEqual((before["id"], before["disabled"], after["id"], after["disabled"]),
                         (broken, True, broken, False))
        self.assertGreater(after["updated_date"], before["updated_date"])


class Reference(Client2022):
    def test_partner_and_brokerages_are_there(self):
        self.assertTrue(self.call("GET / 200", "api_status", rule=None)["online"])
        brokerages = self.call("GET /brokerages 200", "get_brokerages")
        partner = self.call("GET /snapTrade/partners/ 200", "get_partner_data")
        self.assertEqual(partner["allowed_brokerages"], brokerages)
        self.assertIn("ALPACA", [brokerage["slug"] for brokerage in brokerages])

    def test_an_id_that_is_none_is_refused_as_such(self):
        somebody = self.partner.users[0]
        refused = self.call("GET /authorizations/not%20a/uuid 404", "get_brokerage_connection_by_id",
                            somebody["userId"], somebody["userSecret"], "not a/uuid", rule=None)
        self.assertEqual(refused["detail"], "Not found.")
        refused = self.call("GET /authorizations/not%20one 400", "get_brokerage_connection_by_id",
                            somebody["userId"], somebody["userSecret"], "not one",
                            rule="decoded-path")
        self.assertIn("not a UUID", refused["detail"])

    def test_a_wrong_key_is_refused(self):
        self.client.consumer_key += "x"
        refused = self.call("GET /snapTrade/listUsers 401", "get_registered_users", rule=None)
        self.assertEqual(refused["code"], "1076")


if __name__ == "__main__":
    unittest.main(verbosity=2)
