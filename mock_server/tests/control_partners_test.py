#!/usr/bin/env python3
"""Partners of one's own: made, used, left alone and removed through the control API.

Usage: control_partners_test.py SNAPTRADE_MOCK
"""
import json
import pathlib
import shutil
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

import partner_case
import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
FIXTURES = pathlib.Path(__file__).parents[2] / "fixtures" / "default"


def ids_of(made):
    return [one for user in made["users"] for one in user["authorizationIds"]]


class Making(partner_case.WithMock):
    def test_the_answer_has_all_that_a_test_needs(self):
        answer = self.mock.control.ask("POST", "/partners")
        self.assertEqual(answer.status, 201)
        made = answer.json()
        self.assertEqual(list(made), ["clientId", "consumerKey", "users", "sessionIds", "token",
                                      "ttlSeconds"])
        self.assertRegex(made["clientId"], r"^SANDBOX-[0-9a-f]{16}$")
        self.assertRegex(made["consumerKey"], r"^[0-9a-f]{64}$")
        self.assertEqual(made["ttlSeconds"], 3600)
        john = made["users"][0]
        self.assertEqual((john["userId"], john["userSecret"]),
                         ("John.doe@snaptrade.com", "USERSECRET123"))
        self.assertEqual(john["authorizationIds"][0], sandbox.ID)
        users = json.loads((FIXTURES / "users.json").read_text(encoding="utf-8"))["users"]
        self.assertEqual([user["userId"] for user in made["users"]],
                         [user["userId"] for user in users if user["clientId"] == "PASSIVTEST"])
        self.assertEqual(len(made["sessionIds"]), len(set(made["sessionIds"])))

    def test_it_has_its_own_copy_of_the_fixtures(self):
        partner, other = sandbox.Partner(self.mock), sandbox.Partner(self.mock)
        before = other.call().json()
        self.assertEqual([one["id"] for one in partner.call().json()],
                         partner.made["users"][0]["authorizationIds"])
        self.assertEqual(partner.call("DELETE", f"{sandbox.LIST}/{sandbox.ID}").status, 204)
        self.assertNotIn(sandbox.ID, [one["id"] for one in partner.call().json()])
        self.assertEqual(other.call().json(), before)
        own = self.mock.ask("GET", sandbox.LIST, sandbox.user_query()).json()
        self.assertEqual(own, before)

    def test_its_key_is_its_own(self):
        partner = sandbox.Partner(self.mock)
        query = sandbox.user_query(partner.client_id)
        self.assertEqual(self.mock.ask("GET", sandbox.LIST, query).status, 401)
        self.assertEqual(self.mock.ask("GET", sandbox.LIST, query, key=partner.key).status, 200)

    def test_newids_renews_connections_sessions_and_events_and_keeps_what_refers_to_them(self):
        old, new = sandbox.Partner(self.mock), sandbox.Partner(self.mock, newIds=True)
        self.assertEqual([user["userId"] for user in old.made["users"]],
                         [user["userId"] for user in new.made["users"]])
        self.assertEqual(len(ids_of(old.made)), len(ids_of(new.made)))
        self.assertFalse(set(ids_of(old.made)) & set(ids_of(new.made)))
        self.assertFalse(set(old.made["sessionIds"]) & set(new.made["sessionIds"]))
        events = new.events().json()
        self.assertFalse({one["id"] for one in old.events().json()} & {one["id"] for one in events})
        named = {one["brokerage_authorization_id"] for one in events
                 if "brokerage_authorization_id" in one}
        self.assertTrue(named & set(ids_of(new.made)))
        self.assertFalse(named & set(ids_of(old.made)))

    def test_a_reset_keeps_the_new_ids(self):
        partner = sandbox.Partner(self.mock, newIds=True)
        partner.take("POST", "/reset")
        self.assertEqual([one["id"] for one in partner.call().json()],
                         partner.made["users"][0]["authorizationIds"])

    def test_the_list_and_the_partner_show_no_secret(self):
        partner = sandbox.Partner(self.mock, ttlSeconds=60)
        everything = self.mock.control.ask("GET", "/partners")
        one = next(row for row in everything.json() if row["clientId"] == partner.client_id)
        self.assertFalse(one["ofFixtures"])
        self.assertEqual(one["ttlSeconds"], 60)
        self.assertIn(one["expiresInSeconds"], range(50, 61))
        self.assertEqual([row["clientId"] for row in everything.json()][:3],
                         ["PASSIVTEST", "PARTNER-2", "PERSONAL"])
        alone = partner.ask("GET", "")
        self.assertEqual(alone.json()["users"][0]["authorizationIds"][0], sandbox.ID)
        for text in (everything.body.decode(), alone.body.decode()):
            for secret in (partner.key, partner.made["token"], "USERSECRET123", sandbox.KEY):
                self.assertNotIn(secret, text)

    def test_what_is_deleted_is_gone_at_once(self):
        partner = sandbox.Partner(self.mock)
        answer = partner.ask("DELETE", "")
        self.assertEqual((answer.status, answer.body), (204, b""))
        self.assertEqual(partner.ask("GET", "").status, 404)
        self.assertEqual(partner.ask("DELETE", "").status, 404)
        self.assertEqual(partner.call().status, 401)

    def test_partners_of_the_fixtures_cannot_be_deleted(self):
        answer = self.mock.control.ask("DELETE", "/partners/PASSIVTEST")
        self.assertEqual(answer.status, 409)
        self.assertIn("reset it", answer.json()["detail"])
        self.assertEqual(self.mock.ask("GET", sandbox.LIST, sandbox.user_query()).status, 200)

    def test_client_id_and_consumer_key_may_be_wished_for(self):
        wishes = {"clientId": "an odd/id & key", "consumerKey": "k \u00e9+/%"}
        partner = sandbox.Partner(self.mock, **wishes)
        self.assertEqual({name: partner.made[name] for name in wishes}, wishes)
        query = sandbox.user_query(urllib.parse.quote(wishes["clientId"], safe=""))
        self.assertEqual(self.mock.ask("GET", sandbox.LIST, query, key=wishes["consumerKey"]).status,
                         200)
        for taken in ("an odd/id & key", "PASSIVTEST"):
            answer = self.mock.control.ask("POST", "/partners", {"clientId": taken})
            self.assertEqual((answer.status, answer.json()["detail"]),
                             (409, "There is a partner with this clientId already."))
        self.assertEqual(self.mock.ask("GET", sandbox.LIST, sandbox.user_query()).status, 200)

    def test_what_is_wrong_with_the_wishes_is_named(self):
        for body, pointers in (([], {""}), ({"newIDs": True}, {"/newIDs"}),
                               ({"newIds": "yes", "ttlSeconds": "60"}, {"/newIds", "/ttlSeconds"}),
                               ({"clientId": "", "consumerKey": "k" * 256},
                                {"/clientId", "/consumerKey"}),
                               ({"ttlSeconds": 0}, {"/ttlSeconds"}),
                               ({"ttlSeconds": 1.5}, {"/ttlSeconds"}),
                               ({"ttlSeconds": 31536001}, {"/ttlSeconds"}),
                               ({"ttlSeconds": None}, {"/ttlSeconds"})):
            with self.subTest(body):
                self.assertEqual(self.mock.control.problems("POST", "/partners", body), pointers)

    def test_its_token_opens_its_own_subtree_and_nothing_else(self):
        one, other = sandbox.Partner(self.mock), sandbox.Partner(self.mock)
        visitor = sandbox.Control(self.mock, token=one.made["token"])
        for method, path in (("GET", ""), ("GET", "/state"), ("GET", "/users"), ("GET", "/journal"),
                             ("POST", "/reset")):
            self.assertLess(visitor.ask(method, f"/partners/{one.client_id}{path}").status, 300)
        for method, path in (("GET", "/partners"), ("POST", "/partners"), ("POST", "/reset"),
                             ("POST", "/reload"), ("GET", "/journal"), ("DELETE", "/journal"),
                             ("GET", "/journal/last-failure"), ("POST", "/verify"),
                             ("GET", f"/partners/{other.client_id}"),
                             ("DELETE", f"/partners/{other.client_id}"),
                             ("POST", "/partners/PASSIVTEST/reset"),
                             ("GET", "/partners/nobody"), ("GET", "/nothing")):
            with self.subTest(method=method, path=path):
                self.assertEqual(visitor.ask(method, path).status, 401)
        self.assertEqual(other.ask("GET", "").status, 200)
        self.assertEqual(visitor.ask("GET", f"/partners/{one.client_id}/stat").status, 404)
        self.assertEqual(visitor.ask("GET", f"/partners/{other.client_id}/stat").status, 401)
        self.assertEqual(visitor.ask("DELETE", f"/partners/{one.client_id}").status, 204)
        self.assertEqual(visitor.ask("GET", f"/partners/{one.client_id}").status, 401)

    def test_partners_made_at_once_do_not_see_each_other(self):
        failures = []

        def live():
            partner = sandbox.Partner(self.mock)
            path = f"{sandbox.LIST}/{sandbox.ID}"
            statuses = [partner.call("GET", path).status, partner.call("DELETE", path).status,
                        partner.call("GET", path).status]
            partner.take("POST", "/reset")
            statuses.append(partner.call("GET", path).status)
            rows = partner.take("GET", "/journal")["entries"]
            if statuses != [200, 204, 404, 200] or [row["status"] for row in rows] != statuses:
                failures.append((statuses, rows))

        threads = [threading.Thread(target=live) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])


class Limits(unittest.TestCase):
    def test_an_unused_partner_expires_in_time(self):
        with sandbox.Mock(PROGRAM, "--log", "none", "--journal", "0") as mock:
            start = time.monotonic()
            partner, kept = sandbox.Partner(mock, ttlSeconds=1), sandbox.Partner(mock, ttlSeconds=2)
            forever = sandbox.Partner(mock)

            def is_gone():
                assert kept.call().status == 200  # each use keeps it, also with the journal off
                lived = time.monotonic() - start > 3  # longer than either could unused
                return lived and partner.client_id not in self.ids(mock)

            sandbox.wait_until(is_gone, "the partner stays")
            self.assertEqual(partner.call().status, 401)
            self.assertEqual(partner.ask("GET", "").status, 404)
            self.assertEqual(forever.call().status, 200)

    @staticmethod
    def ids(mock):
        return [row["clientId"] for row in mock.control.take("GET", "/partners")]

    def test_at_the_limit_expired_partners_go_first(self):
        with sandbox.Mock(PROGRAM, "--log", "none", "--max-partners", "2") as mock:
            lasting = sandbox.Partner(mock)
            sandbox.Partner(mock, ttlSeconds=1)
            refused = mock.control.ask("POST", "/partners")
            self.assertEqual(refused.status, 503)
            self.assertIn("--max-partners", refused.json()["detail"])
            again = sandbox.wait_until(
                lambda: (answer := mock.control.ask("POST", "/partners")).status == 201 and answer,
                "no room")
            self.assertEqual(self.ids(mock)[3:], [lasting.client_id, again.json()["clientId"]])

    def test_deleting_one_makes_room(self):
        with sandbox.Mock(PROGRAM, "--log", "none", "--max-partners", "1") as mock:
            sandbox.Partner(mock).take("DELETE", "")
            sandbox.Partner(mock)
            self.assertEqual(mock.control.ask("POST", "/partners").status, 503)

    def test_a_copy_of_a_personal_partner_is_personal(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder, "copy")
            shutil.copytree(FIXTURES, copy)
            partners = json.loads((copy / "partners.json").read_text(encoding="utf-8"))
            partners["partners"].reverse()
            (copy / "partners.json").write_text(json.dumps(partners), encoding="utf-8")
            with sandbox.Mock(PROGRAM, "--log", "none", "--fixtures", copy) as mock:
                partner = sandbox.Partner(mock)
                self.assertTrue(partner.take("GET", "")["personal"])
                query = f"clientId={partner.client_id}&timestamp={int(time.time())}"
                self.assertEqual(mock.ask("GET", sandbox.LIST, query, key=partner.key).status, 200)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
