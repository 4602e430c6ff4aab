#!/usr/bin/env python3
"""Scripted connection attempts: the session events and the connection of each outcome.

Usage: control_attempts_test.py SNAPTRADE_MOCK
"""
import copy
import json
import pathlib
import shutil
import sys
import tempfile
import unittest

import partner_case
import sandbox

JOHN = "John.doe@snaptrade.com"
FIXTURES = pathlib.Path(__file__).parents[2] / "fixtures/default"
SCENARIOS = json.loads((FIXTURES / "scenarios.json").read_text(encoding="utf-8"))["scenarios"]
PARTS = ("balances", "positions", "orders", "activities")
SESSION = "00000000-0000-4000-8000-00000000000b"

# Of each outcome, the events in order: type, brokerage_status_code, whether it names the connection.
BEGIN = [("DISCLAIMER_ACCEPTED", None, False), ("BROKERAGE_CONNECTION_INITIATED", None, False)]
CONNECTED = [("CONNECTION_SUCCESSFUL", 200, True), ("PARTNER_REDIRECT", None, True)]


def refused(code):
    return BEGIN + [("BROKERAGE_AUTHENTICATION", code, False), ("CONNECTION_FAILED", code, False)]


EVENTS = {
    "success": BEGIN + [("BROKERAGE_AUTHENTICATION", 200, False)] + CONNECTED,
    "failure": refused(401), "account-locked": refused(403), "rate-limited": refused(429),
    "mfa": BEGIN + [("BROKERAGE_AUTHENTICATION", 200, False), ("MFA_REQUESTED", None, False),
                    ("MFA_SUBMITTED", None, False)] + CONNECTED,
    "abandonment": BEGIN,
}


class Attempts(partner_case.WithPartner):
    def attempt(self, **body):
        answer = self.partner.ask("POST", "/attempts", body)
        self.assertEqual(answer.status, 201, answer.body)
        made = answer.json()
        served = self.partner.events(f"&sessionId={made['sessionId']}").json()
        self.assertEqual(made["events"], served)
        self.assertEqual({event["user_id"] for event in served}, {body["userId"]})
        dates = [event["created_date"] for event in served]
        self.assertEqual(dates, sorted(set(dates)))
        return made

    @staticmethod
    def outline(made):
        return [(event["session_event_type"], event["brokerage_status_code"],
                 "brokerage_authorization_id" in event) for event in made["events"]]

    def served(self, connection_id, user=JOHN):
        return self.partner.call("GET", f"{sandbox.LIST}/{connection_id}", user).json()

    def test_each_outcome_writes_its_events_in_order(self):
        for outcome, events in EVENTS.items():
            with self.subTest(outcome):
                made = self.attempt(userId="newcomer", brokerage="QUESTRADE", outcome=outcome)
                self.assertEqual(self.outline(made), events)

    def test_success_and_mfa_make_a_connection_that_the_events_name(self):
        for outcome in ("success", "mfa"):
            with self.subTest(outcome):
                made = self.attempt(userId="newcomer", brokerage="ALPACA", outcome=outcome)
                connection = self.partner.call(user="newcomer").json()[-1]
                self.assertEqual(connection["id"], made["authorizationId"])
                self.assertEqual({event["brokerage_authorization_id"] for event in made["events"]
                                  if "brokerage_authorization_id" in event}, {connection["id"]})
                self.assertEqual((connection["brokerage"]["slug"], connection["type"],
                                  connection["disabled"]), ("ALPACA", "read", False))

    def test_the_others_make_none(self):
        before = self.partner.call().body
        for outcome in ("failure", "account-locked", "rate-limited", "abandonment"):
            made = self.attempt(userId=JOHN, brokerage="QUESTRADE", outcome=outcome)
            self.assertNotIn("authorizationId", made)
        self.assertEqual(self.partner.call().body, before)

    def accounts(self, connection_id, user="newcomer"):
        return self.partner.call("GET", f"{sandbox.LIST}/{connection_id}/accounts", user).json()

    def test_a_new_connection_has_the_accounts_of_the_first_scenario(self):
        templates = SCENARIOS[0]["accounts"]
        made = self.attempt(userId="newcomer", brokerage="ROBINHOOD", outcome="success")
        accounts = self.accounts(made["authorizationId"])
        self.assertEqual(len({account["id"] for account in accounts}), len(templates))
        connection = self.served(made["authorizationId"], "newcomer")
        for account, template in zip(accounts, templates):
            sync = account["sync_status"]
            for name in PARTS:
                served = self.partner.call("GET", f"/api/v1/accounts/{account['id']}/{name}",
                                           "newcomer").json()
                served = served["data"] if name == "activities" else served
                self.assertEqual(len(served), len(template[name]), name)
            self.assertEqual(account, {**account, **{name: value for name, value in template.items()
                                                     if name not in PARTS}})
            self.assertEqual((account["brokerage_authorization"], account["institution_name"],
                              account["created_date"]),
                             (connection["id"], "Robinhood", connection["created_date"]))
            self.assertEqual(sync["holdings"],
                             {"initial_sync_completed": True, "holdings_unavailable": False,
                              "last_successful_sync": connection["created_date"]})
            self.assertEqual(sync["transactions"]["first_transaction_date"],
                             min(one["trade_date"] for one in template["activities"])[:10])

    def test_the_first_transaction_is_the_earliest_wherever_it_stands(self):
        one = SCENARIOS[0]["accounts"][0]["activities"][0]
        dates = ["2026-03-05T00:00:00Z", "2026-03-01T09:00:00Z", "2026-03-01T00:00:00Z",
                 "2026-04-01T00:00:00Z"]
        mixed = copy.deepcopy(SCENARIOS[0])
        mixed["accounts"][0]["activities"] = [{**one, "trade_date": date} for date in dates]
        with tempfile.TemporaryDirectory() as folder:
            fixtures = pathlib.Path(shutil.copytree(FIXTURES, pathlib.Path(folder) / "mixed"))
            (fixtures / "scenarios.json").write_text(json.dumps({"scenarios": [mixed]}),
                                                     encoding="utf-8")
            with sandbox.Mock(partner_case.PROGRAM, "--log", "none", "--fixtures", str(fixtures)) as mock:
                self.partner = sandbox.Partner(mock)
                made = self.attempt(userId="newcomer", brokerage="ALPACA", outcome="success")
                account, *_ = self.accounts(made["authorizationId"])
        self.assertEqual(account["sync_status"]["transactions"]["first_transaction_date"],
                         "2026-03-01")

    def test_another_scenario_can_be_chosen(self):
        for scenario in SCENARIOS:
            with self.subTest(scenario["name"]):
                made = self.attempt(userId="newcomer", brokerage="ALPACA", outcome="mfa",
                                    scenario=scenario["name"])
                self.assertEqual([account["number"]
                                  for account in self.accounts(made["authorizationId"])],
                                 [account["number"] for account in scenario["accounts"]])

    def test_type_session_and_status_code_can_be_chosen(self):
        made = self.attempt(userId="newcomer", brokerage="QUESTRADE", outcome="success",
                            type="trade", sessionId=SESSION, statusCode=207)
        self.assertEqual(made["sessionId"], SESSION)
        self.assertEqual(self.served(made["authorizationId"], "newcomer")["type"], "trade")
        self.assertEqual({event["brokerage_status_code"] for event in made["events"]}, {None, 207})

    def test_a_reconnect_repairs_a_disabled_connection(self):
        self.partner.take("POST", f"/connections/{sandbox.ID}/disable")
        disabled = self.served(sandbox.ID)
        count = len(self.partner.call().json())
        others = [one for one in self.partner.call().json() if one["id"] != sandbox.ID]
        accounts = self.accounts(sandbox.ID, JOHN)
        made = self.attempt(userId=JOHN, outcome="success", reconnect=sandbox.ID)
        self.assertEqual(made["authorizationId"], sandbox.ID)
        self.assertEqual([one for one in self.partner.call().json() if one["id"] != sandbox.ID],
                         others)
        self.assertEqual(self.accounts(sandbox.ID, JOHN), accounts)
        repaired = self.served(sandbox.ID)
        self.assertEqual((repaired["disabled"], repaired["disabled_date"]), (False, None))
        self.assertGreater(repaired["updated_date"], disabled["updated_date"])
        self.assertEqual({**repaired, "disabled": True, "updated_date": None,
                          "disabled_date": None},
                         {**disabled, "updated_date": None, "disabled_date": None})
        self.assertEqual(len(self.partner.call().json()), count)
        self.assertEqual(self.outline(made)[:2], [("DISCLAIMER_ACCEPTED", None, False),
                                                  ("BROKERAGE_RECONNECT_INITIATED", None, True)])

    def test_a_reconnect_that_fails_leaves_it_disabled(self):
        self.partner.take("POST", f"/connections/{sandbox.ID}/disable")
        disabled = self.served(sandbox.ID)
        for outcome in ("failure", "abandonment"):
            made = self.attempt(userId=JOHN, outcome=outcome, reconnect=sandbox.ID)
            self.assertEqual(self.outline(made)[1],
                             ("BROKERAGE_RECONNECT_INITIATED", None, True))
        self.assertEqual(self.served(sandbox.ID), disabled)

    def test_a_reconnect_can_change_the_type(self):
        self.assertEqual(self.served(sandbox.ID)["type"], "trade")
        made = self.attempt(userId=JOHN, outcome="mfa", reconnect=sandbox.ID.upper(), type="read")
        self.assertEqual(made["authorizationId"], sandbox.ID)
        self.assertEqual(self.served(sandbox.ID)["type"], "read")

    def test_what_is_wrong_is_named_and_nothing_happens(self):
        before = self.partner.ask("GET", "/state").body
        good = {"userId": JOHN, "brokerage": "QUESTRADE", "outcome": "success"}
        foreign = self.partner.made["users"][1]["authorizationIds"][0]
        for changes, pointers in (
                ({"userId": "nobody"}, {"/userId"}), ({"brokerage": "questrade"}, {"/brokerage"}),
                ({"userId": "nobody", "brokerage": "NOBODY", "statusCode": 99},
                 {"/userId", "/brokerage", "/statusCode"}),
                ({"outcome": "sucess"}, {"/outcome"}), ({"type": "write"}, {"/type"}),
                ({"scenario": "self"}, {"/scenario"}), ({"scenario": ""}, {"/scenario"}),
                ({"sessionId": "mine"}, {"/sessionId"}), ({"statusCode": 600}, {"/statusCode"}),
                ({"statusCode": "200"}, {"/statusCode"}), ({"Brokerage": "X"}, {"/Brokerage"}),
                ({"reconnect": sandbox.ID}, {"/brokerage"}), ({"reconnect": "x"}, {"/reconnect"})):
            with self.subTest(changes):
                self.assertEqual(self.partner.problems("POST", "/attempts", {**good, **changes}),
                                 pointers)
        for body, pointers in (
                ({"userId": JOHN, "outcome": "success"}, {"/brokerage"}),
                ({"userId": JOHN, "outcome": "success", "reconnect": foreign}, {"/reconnect"}),
                ({"userId": JOHN, "outcome": "success", "reconnect": SESSION}, {"/reconnect"}),
                ({"userId": JOHN, "outcome": "success", "reconnect": sandbox.ID,
                  "scenario": "cash-only"}, {"/scenario"}),
                ({}, {"/userId", "/outcome"}), ([], {""}), (None, {""})):
            with self.subTest(body):
                self.assertEqual(self.partner.problems("POST", "/attempts", body), pointers)
        self.assertEqual(self.partner.ask("GET", "/state").body, before)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
