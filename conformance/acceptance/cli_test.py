#!/usr/bin/env python3
"""SnapTrade's command-line client, from npm and as it is, does its work at the mock server.

Usage, inside scripts/offline: cli_test.py SNAPTRADE, the program
"""
import json
import os
import pathlib
import pwd
import re
import subprocess
import sys
import tempfile
import unittest
from typing import NamedTuple

import mock

SNAPTRADE = pathlib.Path(sys.argv[1]).resolve()
PORTAL = pathlib.Path(__file__).resolve().parent / "portal.py"
DEADLINE = 60
KEY = "key with + / 100% and é"  # signed with as TypeScript does: encodeURI() of it
UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
ME = "snaptrade-cli-" + pwd.getpwuid(os.getuid()).pw_name
UNCAUGHT = 7  # Node.js's status for an exception that a handler threw again


class Step(NamedTuple):
    """A command: what it sends, and patterns of what it prints, one after the other, errors last.

    What a named group matched is {name} in the steps behind it.
    """
    command: str
    sends: list
    prints: list
    status: int = 0


def row(*cells):
    """The pattern of a table's row."""
    return "│ " + " *│ ".join(cells) + " *│"


LIST = ["GET /authorizations 200"]
CONNECT = ["POST /snapTrade/login 200", *LIST]
ACCOUNTS = ["GET /accounts 200"]
REGISTER = ["POST /snapTrade/registerUser 200"]
PARTNER = ["GET /snapTrade/partners 200"]
CREATED = f"User created: {ME}\n"

FIRST_DAY = [
    Step("status", REGISTER + PARTNER,
         [CREATED, f"Logged in as {ME}\n", "Client ID: {partner}\n", "API credentials ✅",
          "Trading access ✅"]),
    Step("status", PARTNER, [f"Using profile default\nLogged in as {ME}\n"]),
    Step("connections", LIST, ["No connections found"]),
    Step("accounts", ACCOUNTS, ["No accounts found"]),
    Step("brokers", PARTNER,
         [row("ALPACA", "Alpaca", "https://alpaca.markets", "✅"),
          row("KRAKEN", "Kraken", "https://www.kraken.com", "❌"),
          row("WEALTHSIMPLE", "Wealthsimple", "https://www.wealthsimple.com", "❌")]),
    Step("connect --broker NONE", PARTNER, ["NONE is not a valid broker slug"]),
    Step("connect --broker ALPACA", PARTNER + CONNECT,
         ["✅ Connected to Alpaca\n", f"snaptrade disconnect (?P<connection>{UUID})\\.\n"]),
    Step("connections", LIST, [row("{connection}", "Alpaca", "✅ Active", "trade", r"\S+", "N/A")]),
    Step("accounts", ACCOUNTS,
         [row(UUID, "Alpaca", "Individual Margin", "Margin", "SB-1000417", r"\$10,311\.95", ".*ago"),
          row(UUID, "Alpaca", "Retirement", "IRA", "SB-1000425", r"\$7,613\.00", ".*ago"),
          row(" *Total", r"\$17,924\.95", "")]),
    Step("disconnect {connection}", ["DELETE /authorizations/{connection} 204"],
         ["Successfully deleted connection {connection}"]),
    Step("connections", LIST, ["No connections found"]),
    Step("accounts", ACCOUNTS, ["No accounts found"]),
]
CHOICE = [Step("connect", REGISTER + CONNECT, [CREATED, "✅ Connected to Questrade\n"])]
REPAIR = [
    Step("reconnect", [*LIST, *CONNECT],
         ["✅ Reconnected to Robinhood\n", "snaptrade disconnect {third}\\.\n"]),
    Step("connections", LIST, [row("{third}", "Robinhood", "✅ Active", "trade", r"\S+", "N/A")]),
    Step("reconnect", LIST, ["No disabled connections found"]),
]
SEEDED = [
    Step("connections", LIST,
         [row("{first}", "Questrade", "✅ Active", "trade", r"\S+", "N/A"),
          row("{second}", "Wealthsimple", "✅ Active", "read-only", r"\S+", "N/A"),
          row("{third}", "Robinhood", "❌ Disabled", "trade", r"\S+", r"\d+/\d+/\d+")]),
    Step("accounts", ACCOUNTS,
         [row(UUID, "Wealthsimple", "", "ca_cash_msb", "WK3TB7H42CAD", r"CA\$8,734\.92", ".*ago"),
          row(UUID, "Questrade", "Questrade TFSA", "TFSA", "26598145", r"CA\$6,764\.40", ".*ago"),
          row(UUID, "Questrade", "Questrade Margin", "Margin", "26598152", r"\$5,265\.35", ".*ago"),
          row(UUID, "Robinhood", "Robinhood Individual", "Individual", r"\*{4}4417", r"\$1,425\.08",
              ".*")]),
    Step("disconnect {first}", ["DELETE /authorizations/{first} 204"],
         ["Successfully deleted connection {first}"]),
    Step("connections", LIST, [row("{second}", "Wealthsimple", ".*"), row("{third}", "Robinhood", ".*")]),
    Step("accounts", ACCOUNTS, [row(UUID, "Wealthsimple", ".*"), row(UUID, "Robinhood", ".*")]),
]
LOST_SETTINGS = [
    Step("connections",
         ["POST /snapTrade/registerUser 400", "DELETE /snapTrade/deleteUser 200", *REGISTER, *LIST],
         [CREATED, "No connections found", "User already exists"]),
]
REFUSED = [Step("connections", ["GET /authorizations 401"], ["code: '1076'"], UNCAUGHT)]


class CommandLine(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.partner = mock.Partner(consumerKey=KEY)
        self.addCleanup(self.partner.remove)

    def save_profile(self, **profile):
        file = self.folder / "snaptrade/settings.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps({"profiles": {"default": {
            "clientId": self.partner.client_id, "consumerKey": KEY, **profile}}}), encoding="utf-8")

    def save_somebody(self):
        """Has the profile be of one who has three connections, and tells which these are."""
        user = self.partner.users[0]
        self.save_profile(userId=user["userId"], userSecret=user["userSecret"])
        return dict(zip(("first", "second", "third"), user["authorizationIds"]))

    def run_command(self, command, env):
        log = self.folder / "portal.log"
        log.touch()
        try:
            return subprocess.run(
                [SNAPTRADE, *command.split()], stdin=subprocess.DEVNULL, capture_output=True,
                text=True, timeout=DEADLINE, check=False,
                env={**os.environ, "XDG_CONFIG_HOME": self.folder, "BROWSER": PORTAL,
                     "PORTAL_LOG": log, **env})
        except subprocess.TimeoutExpired as error:
            self.fail(f"{error} It printed {error.stdout}\nAt the portal: {log.read_text()}")

    def play(self, steps, rule="encoded-key", env=(), **kept):
        kept["partner"] = self.partner.client_id

        def fill(text):
            return re.sub(r"\{([a-z]+)\}", lambda name: kept[name[1]], text)
        for step in steps:
            done = self.run_command(fill(step.command), dict(env))
            heard = self.partner.heard()
            text = re.sub(r"\x1b\[\d+m", "", done.stdout + done.stderr)
            self.assertEqual(done.returncode, step.status, text)
            self.assertEqual(mock.summary(heard), [fill(line) for line in step.sends], text)
            self.assertEqual({entry["signatureRule"] for entry in heard}, {rule})
            end = 0
            for pattern in map(fill, step.prints):
                found = re.compile(pattern).search(text, end)
                self.assertIsNotNone(found, f"{step.command} did not print {pattern}, but:\n{text}")
                end = found.end()
                kept.update(found.groupdict())

    def test_somebody_new_connects_sees_accounts_and_disconnects(self):
        self.save_profile()
        self.play(FIRST_DAY)

    def test_a_brokerage_is_chosen_at_the_portal(self):
        self.save_profile()
        self.play(CHOICE, env={"PORTAL_BROKER": "QUESTRADE"})

    def test_a_disabled_connection_is_repaired(self):
        self.play(REPAIR, **self.save_somebody())

    def test_connections_and_accounts_are_seen_and_disconnected(self):
        self.play(SEEDED, **self.save_somebody())

    def test_whose_settings_are_lost_is_registered_anew(self):
        mock.control("POST", self.partner.path + "/users", {"userId": ME})
        self.save_profile()
        self.play(LOST_SETTINGS)

    def test_a_wrong_key_is_refused(self):
        user = self.partner.users[0]
        self.save_profile(consumerKey="another", userId=user["userId"], userSecret=user["userSecret"])
        self.play(REFUSED, rule=None)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)
