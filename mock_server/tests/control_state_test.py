#!/usr/bin/env python3
"""The state of a partner through the control API: reset, snapshot and restore.

Usage: control_state_test.py SNAPTRADE_MOCK
"""
import copy
import json
import pathlib
import sys
import unittest

import partner_case
import sandbox

FIXTURES = pathlib.Path(__file__).parents[2] / "fixtures" / "default"
SPARE = "00000000-0000-4000-8000-000000000001"


class State(partner_case.WithPartner):
    def setUp(self):
        super().setUp()
        self.snapshot = self.partner.ask("GET", "/state").body

    def disturb(self):
        self.partner.take("DELETE", f"/connections/{sandbox.ID}")
        self.partner.take("POST", "/users", {"userId": "late"})
        self.partner.take("POST", "/attempts", {"userId": "newcomer", "outcome": "success",
                                                "brokerage": "QUESTRADE"})
        self.assertNotEqual(self.partner.ask("GET", "/state").body, self.snapshot)

    def test_it_is_the_elements_of_the_fixture_files(self):
        state = json.loads(self.snapshot)
        self.assertEqual(list(state), ["users", "authorizations", "accounts", "sessionEvents"])
        for name, file in (("users", "users"), ("authorizations", "authorizations"),
                           ("accounts", "accounts"), ("sessionEvents", "session_events")):
            elements = json.loads((FIXTURES / f"{file}.json").read_text(encoding="utf-8"))[name]
            for element in elements:
                client_id = element.pop("clientId")
                self.assertEqual(element in state[name], client_id == "PASSIVTEST", element)

    def test_a_reset_brings_the_fixtures_back_to_the_byte(self):
        self.disturb()
        answer = self.partner.ask("POST", "/reset")
        self.assertEqual((answer.status, answer.body), (204, b""))
        self.assertEqual(self.partner.ask("GET", "/state").body, self.snapshot)
        self.assertEqual(self.partner.call("GET", f"{sandbox.LIST}/{sandbox.ID}").status, 200)

    def test_a_snapshot_is_restored_to_the_byte(self):
        before = self.partner.call().body
        self.disturb()
        disturbed = self.partner.ask("GET", "/state").body
        self.assertEqual(self.partner.ask("PUT", "/state", self.snapshot.decode()).status, 204)
        self.assertEqual(self.partner.ask("GET", "/state").body, self.snapshot)
        self.assertEqual(self.partner.call().body, before)
        self.partner.take("PUT", "/state", disturbed.decode())
        self.assertEqual(self.partner.ask("GET", "/state").body, disturbed)

    def test_what_was_restored_does_not_become_the_start(self):
        self.partner.take("PUT", "/state", {"users": [], "authorizations": [], "sessionEvents": []})
        self.assertEqual(self.partner.call().status, 401)
        self.partner.take("POST", "/reset")
        self.assertEqual(self.partner.ask("GET", "/state").body, self.snapshot)

    def test_without_a_user_there_is_none_to_fire_a_webhook_for(self):
        self.partner.take("PUT", "/state", {"users": [], "authorizations": [], "sessionEvents": []})
        refused = self.partner.ask("POST", "/webhooks/fire", {"eventType": "USER_REGISTERED"})
        self.assertEqual(refused.status, 400)
        self.assertIn("the partner has no user to take", refused.body.decode())

    def test_a_reset_of_all_resets_the_partners_of_the_fixtures_only(self):
        control = self.mock.control
        self.disturb()
        disturbed = self.partner.ask("GET", "/state").body
        control.take("DELETE", f"/partners/PASSIVTEST/connections/{sandbox.ID}")
        control.take("POST", "/partners/PARTNER-2/users", {"userId": "late"})
        control.take("POST", "/reset")
        self.assertEqual(control.ask("GET", "/partners/PASSIVTEST/state").body, self.snapshot)
        users = control.take("GET", "/partners/PARTNER-2/users")
        self.assertNotIn("late", [user["userId"] for user in users])
        self.assertEqual(self.partner.ask("GET", "/state").body, disturbed)

    def test_odd_texts_and_numbers_survive(self):
        meta = {"text": "é \U0001F600 \"\\/\n\u2028", "numbers": [0.1, -1e-7, 1234567890123, True],
                "": {"deep": [[[{"x": None}]]]}}
        state = json.loads(self.snapshot)
        state["authorizations"][0]["meta"] = meta
        self.partner.take("PUT", "/state", state)
        self.assertEqual(self.partner.call().json()[0]["meta"], meta)
        again = self.partner.ask("GET", "/state").body
        self.partner.take("PUT", "/state", again.decode())
        self.assertEqual(self.partner.ask("GET", "/state").body, again)

    def refused(self, change):
        """The pointers of what is wrong with a changed snapshot, which must change nothing."""
        state = copy.deepcopy(json.loads(self.snapshot))
        changed = change(state)
        document = changed if changed is not None else state
        pointers = self.partner.problems("PUT", "/state", document)
        self.assertEqual(self.partner.ask("GET", "/state").body, self.snapshot)
        return pointers

    def test_a_bad_document_changes_nothing_and_is_answered_with_json_pointers(self):
        def spoil(state):
            state["users"][0]["userID"] = state["users"][0].pop("userId")
            state["authorizations"][1]["type"] = "write"
            state["authorizations"][2]["brokerage"] = "NOBODY"
            state["sessionEvents"][0]["created_date"] = "yesterday"

        # What refers to the users is not reported, since these could not be read.
        self.assertEqual(self.refused(spoil),
                         {"/users/0/userID", "/users/0/userId", "/authorizations/1/type",
                          "/authorizations/2/brokerage", "/sessionEvents/0/created_date"})

    def test_references_and_ids_are_checked(self):
        def spoil(state):
            state["authorizations"][0]["userId"] = "nobody"
            state["authorizations"][1]["id"] = state["authorizations"][2]["id"]
            state["sessionEvents"][3]["user_id"] = "nobody"
            state["sessionEvents"][4]["id"] = state["sessionEvents"][0]["id"].upper()

        self.assertEqual(self.refused(spoil),
                         {"/authorizations/0/userId", "/authorizations/2/id",
                          "/sessionEvents/3/user_id", "/sessionEvents/4/id"})

    def test_the_document_itself_is_checked(self):
        for document, pointers in (
                ([], {""}), ({}, {"/users", "/authorizations", "/sessionEvents"}),
                ({"users": {}, "authorizations": [], "sessionEvents": [], "more": 1},
                 {"/users", "/more"}),
                ('{"users":[],"users":[],"authorizations":[],"sessionEvents":[]}', {"/users"}),
                ({"users": [1], "authorizations": [None], "sessionEvents": [[]]},
                 {"/users/0", "/authorizations/0", "/sessionEvents/0"})):
            with self.subTest(document):
                self.assertEqual(self.refused(lambda _, it=document: it), pointers)

    def test_what_an_account_holds_are_arrays_of_objects(self):
        self.assertEqual(
            self.refused(lambda state: state["accounts"][0].update(balances={}, positions=[1])),
            {"/accounts/0/balances", "/accounts/0/positions/0"})

    def test_a_client_id_has_no_place_in_it(self):
        self.assertEqual(self.refused(lambda state: state["users"][0].update(clientId="X")),
                         {"/users/0/clientId"})

    def test_a_user_secret_is_never_quoted(self):
        state = json.loads(self.snapshot)
        state["users"][0]["userSecret"] = "S3CRET" * 60
        answer = self.partner.ask("PUT", "/state", state)
        self.assertEqual(answer.json()["problems"][0]["pointer"], "/users/0/userSecret")
        self.assertNotIn(b"S3CRET", answer.body)

    def test_a_personal_partner_keeps_its_one_user(self):
        personal = sandbox.Control(self.mock, "/_sandbox/partners/PERSONAL")
        before = personal.ask("GET", "/state").body
        for users in ([], [{"userId": name, "userSecret": "s"} for name in "ab"]):
            document = {"users": users, "authorizations": [], "sessionEvents": []}
            self.assertEqual(personal.ask("PUT", "/state", document).status, 400)
        self.assertEqual(personal.problems("POST", "/users", {"userId": "second"}), {"/userId"})
        self.assertEqual(personal.ask("GET", "/state").body, before)

    def test_a_long_list_of_problems_is_cut(self):
        users = [{"userId": ""} for _ in range(500)]
        answer = self.partner.ask("PUT", "/state", {"users": users, "authorizations": [],
                                                    "sessionEvents": []})
        self.assertEqual((answer.status, len(answer.json()["problems"])), (400, 100))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
