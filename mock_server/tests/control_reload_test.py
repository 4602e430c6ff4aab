#!/usr/bin/env python3
"""Fixtures that are read again, by SIGHUP and through the control API, and --reset-every.

Usage: control_reload_test.py SNAPTRADE_MOCK
"""
import json
import pathlib
import shutil
import signal
import sys
import tempfile
import unittest

import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
FIXTURES = pathlib.Path(__file__).parents[2] / "fixtures" / "default"
PASSIVTEST = "/partners/PASSIVTEST"


class Reload(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.fixtures = pathlib.Path(folder.name, "fixtures")
        shutil.copytree(FIXTURES, self.fixtures)
        self.mock = sandbox.Mock(PROGRAM, "--log", "none", "--fixtures", self.fixtures)
        self.addCleanup(self.mock.__exit__)
        self.control = self.mock.control

    def change(self, name, change):
        path = self.fixtures / f"{name}.json"
        document = json.loads(path.read_text(encoding="utf-8"))
        change(document)
        path.write_text(json.dumps(document), encoding="utf-8")

    def add_user(self):
        self.change("users", lambda document: document["users"].append(
            {"clientId": "PASSIVTEST", "userId": "added", "userSecret": "secret"}))

    def has_user(self):
        users = self.control.take("GET", f"{PASSIVTEST}/users")
        return "added" in [user["userId"] for user in users]

    def list_of_added(self):
        return self.mock.ask("GET", sandbox.LIST, sandbox.user_query(user_id="added",
                                                                     secret="secret"))

    def hang_up(self):
        """What SIGHUP makes the mock say on stderr: whole lines."""
        self.mock.process.send_signal(signal.SIGHUP)
        return self.mock.process.stderr.readline()

    def test_good_fixtures_are_taken_over_by_post(self):
        self.add_user()
        self.assertFalse(self.has_user())
        answer = self.control.ask("POST", "/reload")
        self.assertEqual((answer.status, answer.body), (204, b""))
        self.assertTrue(self.has_user())
        self.assertEqual(self.list_of_added().status, 200)

    def test_good_fixtures_are_taken_over_on_sighup(self):
        self.add_user()
        self.assertEqual(self.hang_up(), f"snaptrade-mock: read {self.fixtures} again\n")
        self.assertEqual(self.list_of_added().status, 200)

    def test_partners_of_the_fixtures_come_and_go_and_start_anew(self):
        self.control.take("DELETE", f"{PASSIVTEST}/connections/{sandbox.ID}")
        self.mock.ask("GET", sandbox.LIST, sandbox.user_query())
        self.change("partners", lambda document: document["partners"].append(
            {"clientId": "NEW", "consumerKey": "new"}))
        self.control.take("POST", "/reload")
        self.assertEqual([row["clientId"] for row in self.control.take("GET", "/partners")],
                         ["PASSIVTEST", "PARTNER-2", "PERSONAL", "NEW"])
        self.assertEqual(self.control.ask("GET", f"{PASSIVTEST}/connections/{sandbox.ID}").status,
                         200)
        self.assertEqual(len(self.control.take("GET", f"{PASSIVTEST}/journal")["entries"]), 1)
        self.change("partners", lambda document: document["partners"].pop())
        self.control.take("POST", "/reload")
        self.assertEqual(self.control.ask("GET", "/partners/NEW").status, 404)

    def test_a_new_key_counts_at_once(self):
        self.change("partners", lambda document: document["partners"][0].update(consumerKey="k"))
        self.control.take("POST", "/reload")
        query = sandbox.user_query()
        self.assertEqual(self.mock.ask("GET", sandbox.LIST, query).status, 401)
        self.assertEqual(self.mock.ask("GET", sandbox.LIST, query, key="k").status, 200)

    def test_made_partners_stay_as_they_are_and_new_ones_have_the_new_fixtures(self):
        partner = sandbox.Partner(self.mock)
        partner.take("DELETE", f"/connections/{sandbox.ID}")
        partner.call()
        before = partner.ask("GET", "/state").body
        self.add_user()
        self.control.take("POST", "/reload")
        self.assertEqual(partner.ask("GET", "/state").body, before)
        self.assertEqual(len(partner.take("GET", "/journal")["entries"]), 1)
        visitor = sandbox.Control(self.mock, token=partner.made["token"])
        self.assertEqual(visitor.ask("GET", f"/partners/{partner.client_id}").status, 200)
        partner.take("POST", "/reset")
        self.assertNotIn("added", [user["userId"] for user in partner.take("GET", "/users")])
        self.assertIn("added",
                      [user["userId"] for user in sandbox.Partner(self.mock).made["users"]])

    def test_a_reset_goes_back_to_the_fixtures_that_were_read_last(self):
        self.add_user()
        self.control.take("POST", "/reload")
        self.control.take("POST", f"{PASSIVTEST}/users", {"userId": "late"})
        self.control.take("POST", f"{PASSIVTEST}/reset")
        self.assertTrue(self.has_user())

    def spoil(self):
        self.add_user()

        def change(document):
            document["authorizations"][1]["type"] = "write"

        self.change("authorizations", change)
        return str(self.fixtures / "authorizations.json")

    def test_bad_fixtures_are_answered_with_file_and_pointer_and_change_nothing(self):
        file = self.spoil()
        before = self.control.ask("GET", f"{PASSIVTEST}/state").body
        answer = self.control.ask("POST", "/reload")
        self.assertEqual(answer.status, 400)
        self.assertEqual(answer.json(), {
            "detail": "The fixtures are not valid; the state is as it was.",
            "problems": [{"file": file, "pointer": "/authorizations/1/type",
                          "detail": 'must be one of trade, read, not "write"'}]})
        self.assertEqual(self.control.ask("GET", f"{PASSIVTEST}/state").body, before)

    def test_bad_fixtures_on_sighup_are_said_on_stderr_and_change_nothing(self):
        file = self.spoil()
        before = self.control.ask("GET", f"{PASSIVTEST}/state").body
        self.assertEqual(self.hang_up(), "snaptrade-mock: the state is as it was, because of\n")
        self.assertEqual(self.mock.process.stderr.readline(),
                         f'{file}: /authorizations/1/type: must be one of trade, read, '
                         'not "write"\n')
        self.assertEqual(self.control.ask("GET", f"{PASSIVTEST}/state").body, before)
        self.assertIsNone(self.mock.process.poll())

    def test_a_file_that_is_no_json_or_not_there_is_named(self):
        (self.fixtures / "users.json").write_text('{"users": [}', encoding="utf-8")
        problem, = self.control.ask("POST", "/reload").json()["problems"]
        self.assertEqual(problem["file"], str(self.fixtures / "users.json"))
        self.assertIn("line 1, column 12", problem["detail"])
        shutil.rmtree(self.fixtures)
        problems = self.control.ask("POST", "/reload").json()["problems"]
        self.assertEqual(len({problem["file"] for problem in problems}), 5)
        self.assertFalse(self.has_user())


class ResetEvery(unittest.TestCase):
    def test_the_partners_of_the_fixtures_are_put_back_again_and_again(self):
        with sandbox.Mock(PROGRAM, "--log", "none", "--reset-every", "1s") as mock:
            partner = sandbox.Partner(mock)
            for control in (partner, sandbox.Control(mock, "/_sandbox" + PASSIVTEST)):
                control.take("DELETE", f"/connections/{sandbox.ID}")
            path = f"{sandbox.LIST}/{sandbox.ID}"
            for _ in range(2):
                self.assertIn(mock.ask("DELETE", path, sandbox.user_query()).status, (204, 404))
                sandbox.wait_until(
                    lambda: mock.ask("GET", path, sandbox.user_query()).status == 200, "no reset")
            self.assertEqual(partner.call("GET", path).status, 404)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
