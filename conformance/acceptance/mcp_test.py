#!/usr/bin/env python3
"""PyPI's snaptrade-mcp 0.1.0, somebody's server of the Model Context Protocol, works with the mock.

Usage, inside scripts/offline: mcp_test.py SNAPTRADE_MCP
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import mock

PROGRAM = (sys.argv[1:] + [""])[0]
VISITOR = pathlib.Path(__file__).resolve().with_name("portal.py")
REGISTER, LOGIN = "POST /snapTrade/registerUser 200", "POST /snapTrade/login 200"
ACCOUNTS = "GET /accounts 200"


class Server:
    """The program, by its standard input and output; a line is a message."""
    def __init__(self, environment):
        self.process = subprocess.Popen([PROGRAM], env=environment, text=True, bufsize=1,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self.count = 0
        self.ask("initialize", protocolVersion="2024-11-05", capabilities={},
                 clientInfo={"name": "test", "version": "1"})
        self.write(method="notifications/initialized")

    def write(self, **message):
        print(json.dumps({"jsonrpc": "2.0", **message}), file=self.process.stdin)

    def ask(self, method, **parameters):
        self.count += 1
        self.write(id=self.count, method=method, params=parameters)
        return json.loads(self.process.stdout.readline())["result"]

    def use(self, tool, **arguments):
        """What a tool of the program's says; an object."""
        given = self.ask("tools/call", name=f"snaptrade_{tool}", arguments=arguments)
        return json.loads(given["content"][0]["text"])

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(mock.DEADLINE)


class Mcp(unittest.TestCase):
    def setUp(self):
        self.partner = mock.Partner()
        self.addCleanup(self.partner.remove)
        self.home = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.log = self.home / "visitor"
        self.start()

    def start(self):
        self.server = Server({**os.environ, "HOME": str(self.home), "BROWSER": f"{VISITOR} %s",
                              "PORTAL_BROKER": "ALPACA", "PORTAL_LOG": str(self.log),
                              "SNAPTRADE_CLIENT_ID": self.partner.client_id,
                              "SNAPTRADE_CONSUMER_KEY": self.partner.consumer_key})
        self.addCleanup(self.server.close)

    def use(self, tool, *sends, **arguments):
        """What it says, once it has sent that alone, signed as it came over the wire."""
        said = self.server.use(tool, **arguments)
        heard = self.partner.heard()
        self.assertEqual(mock.summary(heard), list(sends), said)
        self.assertLessEqual({entry["signatureRule"] for entry in heard}, {"wire"})
        return said

    def connect(self, *sends):
        self.assertEqual(self.use("setup", *sends)["status"], "opened")
        self.assertFalse(self.log.exists(), "portal.py failed")

    def test_somebody_new_is_registered_and_connects_a_brokerage(self):
        self.assertIn("No config found", self.use("check_status")["user"])
        self.connect(REGISTER, LOGIN)
        self.assertEqual(self.use("check_status", ACCOUNTS)["accounts"], 2)

    def test_somebody_known_connects_another(self):
        self.connect(REGISTER, LOGIN)
        self.server.close()
        self.start()
        self.connect(LOGIN)
        self.assertEqual(self.use("list_accounts", ACCOUNTS)["count"], 4)

    def test_accounts_are_read(self):
        self.connect(REGISTER, LOGIN)
        account = self.use("list_accounts", ACCOUNTS)["accounts"][0]
        number, path = account["id"], f"GET /accounts/{account['id']}"
        balances = self.use("get_balance", f"{path}/balances 200", account_id=number)["balances"]
        positions = self.use("get_positions", f"{path}/positions 200",
                             account_id=number)["positions"]
        orders = self.use("get_orders", f"{path}/orders 200", account_id=number)["orders"]
        self.assertEqual(account["institution_name"], "Alpaca")
        self.assertTrue(all("cash" in balance for balance in balances) and balances)
        self.assertTrue(positions[0]["symbol"]["symbol"]["symbol"])
        self.assertIn("EXECUTED", {order["status"] for order in orders})

    def test_all_accounts_are_summed_up(self):
        self.connect(REGISTER, LOGIN)
        said = self.server.use("portfolio_summary")
        self.assertEqual(said["account_count"], 2)
        for account in said["portfolio"]:
            self.assertIsInstance(account["balances"], list)
            self.assertIsInstance(account["positions"], list)

    def test_brokerages_are_listed(self):
        said = self.use("list_brokerages", "GET /brokerages 200")
        self.assertIn("Questrade", {brokerage["name"] for brokerage in said["brokerages"]})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
