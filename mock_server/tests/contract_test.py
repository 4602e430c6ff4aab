#!/usr/bin/env python3
"""--contract 2026-08: what has left SnapTrade's public API file in that month is gone, and all else
is as it was.

Usage: contract_test.py SNAPTRADE_MOCK
"""
import sys
import unittest

import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
DETAIL = f"{sandbox.LIST}/{sandbox.ID}"
BAD_DETAIL = f"{sandbox.LIST}/x"
CONNECTION = f"/api/v1/connection/{sandbox.ID}"
NOT_FOUND = {"detail": "Not found.", "status_code": 404, "code": "0000"}


class Contract(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.old = sandbox.Mock(PROGRAM, "--log", "none")
        cls.new = sandbox.Mock(PROGRAM, "--log", "none", "--contract", "2026-08")

    @classmethod
    def tearDownClass(cls):
        for mock in (cls.old, cls.new):
            mock.stop()
            errors = mock.process.stderr.read()
            mock.__exit__()
            assert errors == "", errors

    def test_delete_on_an_authorization_is_an_unknown_path(self):
        for prefix in ("/api/v1", ""):
            path = DETAIL.replace("/api/v1", prefix)
            answer = self.new.ask("DELETE", path, sandbox.user_query())
            self.assertEqual((answer.status, answer.json()), (404, NOT_FOUND))
            self.assertNotIn("allow", answer.headers)
        self.assertEqual(self.new.ask("GET", DETAIL, sandbox.user_query()).status, 200)

    def test_session_events_are_an_unknown_path_for_every_method(self):
        query = sandbox.user_query() + "&PartnerClientId=PASSIVTEST"
        self.assertEqual(self.old.ask("GET", "/api/v1/sessionEvents", query).status, 200)
        for method in ("GET", "POST", "OPTIONS"):
            answer = self.new.ask(method, "/api/v1/sessionEvents", query)
            self.assertEqual((answer.status, answer.json()), (404, NOT_FOUND))
            self.assertNotIn("allow", answer.headers)

    def test_allow_of_an_authorization_has_no_delete(self):
        for mock, allow in ((self.old, "GET, DELETE, HEAD, OPTIONS"),
                            (self.new, "GET, HEAD, OPTIONS")):
            for method, status in (("GET", 200), ("OPTIONS", 200), ("PUT", 405)):
                answer = mock.ask(method, DETAIL, sandbox.user_query())
                self.assertEqual((answer.status, answer.headers["allow"]), (status, allow))

    def test_all_else_is_as_before(self):
        query = sandbox.user_query()
        for method, path in (("GET", sandbox.LIST), ("GET", DETAIL), ("HEAD", DETAIL),
                             ("GET", BAD_DETAIL), ("PUT", sandbox.LIST),
                             ("OPTIONS", sandbox.LIST), ("OPTIONS", CONNECTION), ("GET", CONNECTION),
                             ("GET", "/api/v1/accounts"), ("GET", f"{DETAIL}/accounts"),
                             ("OPTIONS", f"{DETAIL}/refresh"), ("POST", f"{DETAIL}/disable"),
                             ("GET", "/snapTrade/listUsers"), ("GET", "/snapTrade/partners"),
                             ("OPTIONS", "/snapTrade/deleteUser"), ("GET", "/api/v1/brokerages"),
                             ("GET", "/health"), ("GET", "/nothing")):
            with self.subTest(method=method, path=path):
                seen = []
                for mock in (self.old, self.new):
                    data = mock.raw(sandbox.request(method, path, query))
                    head, body = data.split(b"\r\n\r\n", 1)
                    answer = sandbox.Answer(head, body)
                    allow = answer.headers.get("allow", "")
                    seen.append((answer.status, body,
                                 allow if path != DETAIL and path != BAD_DETAIL else ""))
                self.assertEqual(seen[0], seen[1])

    def test_a_connection_is_still_deleted_by_its_new_call(self):
        partner = sandbox.Partner(self.new)
        self.assertEqual(partner.call("DELETE", CONNECTION).status, 200)
        self.assertEqual(partner.call("GET", DETAIL).status, 404)

    def test_the_control_api_still_adds_events_and_deletes_connections(self):
        partner = sandbox.Partner(self.new)
        partner.take("POST", "/attempts", {"userId": "newcomer", "brokerage": "ALPACA",
                                           "outcome": "success"})
        self.assertTrue(partner.take("GET", "/events"))
        partner.take("DELETE", f"/connections/{sandbox.ID}")
        self.assertEqual(partner.call("GET", DETAIL).status, 404)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
