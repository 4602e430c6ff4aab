#!/usr/bin/env python3
"""Verification of what was asked, and the last failure, through the control API.

Usage: control_verify_test.py SNAPTRADE_MOCK
"""
import sys
import unittest

import partner_case
import sandbox

PATH = f"{sandbox.LIST}/{sandbox.ID}"


class Verification(partner_case.WithPartner):
    def setUp(self):
        super().setUp()
        self.partner.call()
        self.partner.call()
        self.partner.call("DELETE", PATH)

    def verify(self, pattern, of=None, **counts):
        answer = (of or self.partner).ask("POST", "/verify", {"pattern": pattern, **counts})
        body = answer.json()
        self.assertEqual(answer.status, 200 if body["holds"] else 409)
        return body

    def test_counts_hold_or_do_not(self):
        for pattern, counts, count, holds in (
                ({}, {}, 3, True), ({"method": "GET"}, {"exactly": 2}, 2, True),
                ({"method": "GET"}, {"exactly": 3}, 2, False),
                ({"method": "GET"}, {"atLeast": 2, "atMost": 2}, 2, True),
                ({"method": "GET"}, {"atMost": 1}, 2, False),
                ({"method": "GET"}, {"atLeast": 3}, 2, False),
                ({"method": "PUT"}, {}, 0, False), ({"method": "PUT"}, {"atMost": 5}, 0, True),
                ({"method": "PUT"}, {"exactly": 0}, 0, True),
                ({"status": 204, "path": "/authorizations/*"}, {"exactly": 1}, 1, True),
                ({"status": "2xx", "diagnosis": None}, {"exactly": 3}, 3, True)):
            with self.subTest(pattern=pattern, counts=counts):
                body = self.verify(pattern, **counts)
                self.assertEqual((body["count"], body["holds"]), (count, holds))

    def test_the_answer_has_the_rows_that_match(self):
        body = self.verify({"method": "DELETE"})
        self.assertEqual(body["rows"], self.partner.take("GET", "/journal")["entries"][2:])
        self.assertNotIn("closest", body)
        self.assertEqual(len(self.verify({"method": "GET"}, atMost=1)["rows"]), 2)

    def test_when_too_few_match_it_has_what_came_closest(self):
        body = self.verify({"method": "DELETE", "status": 404, "path": "/authorizations/*"},
                           exactly=1)
        self.assertEqual((body["count"], body["rows"]), (0, []))
        rows = self.partner.take("GET", "/journal")["entries"]
        self.assertEqual(body["closest"][0], {"entry": rows[2], "differs": ["status"]})
        self.assertEqual([one["differs"] for one in body["closest"][1:]],
                         [["method", "path", "status"]] * 2)

    def test_only_what_came_after_counts(self):
        first = self.partner.take("GET", "/journal")["entries"][0]["id"]
        self.assertEqual(self.verify({"method": "GET", "after": first}, exactly=1)["holds"], True)

    def test_partners_do_not_see_each_other_and_all_sees_both(self):
        other = sandbox.Partner(self.mock)
        self.assertEqual(self.verify({}, of=other)["count"], 0)
        body = self.verify({"clientId": self.partner.client_id}, of=self.mock.control, exactly=3)
        self.assertTrue(body["holds"])

    def test_what_is_wrong_is_named(self):
        for body, pointers in (
                ([], {""}), (None, {""}), ({}, {"/pattern"}), ({"pattern": []}, {"/pattern"}),
                ({"pattern": {}, "exactly": -1}, {"/exactly"}),
                ({"pattern": {}, "exactly": "1"}, {"/exactly"}),
                ({"pattern": {}, "exactly": 1, "atLeast": 1}, {"/exactly"}),
                ({"pattern": {}, "atLeast": 2, "atMost": 1}, {"/atMost"}),
                ({"pattern": {}, "atleast": 2}, {"/atleast"}),
                ({"pattern": {"metod": "GET", "status": "9xx", "path": 7, "limit": 1}},
                 {"/pattern/metod", "/pattern/status", "/pattern/path", "/pattern/limit"})):
            with self.subTest(body):
                self.assertEqual(self.partner.problems("POST", "/verify", body), pointers)


class LastFailure(partner_case.WithPartner):
    def test_there_is_none_at_first(self):
        self.partner.call()
        answer = self.partner.ask("GET", "/journal/last-failure")
        self.assertEqual((answer.status, answer.json()),
                         (404, {"detail": "No request has failed yet."}))

    def test_it_is_the_newest_answer_from_400_on(self):
        self.partner.call(headers=["Signature: " + "A" * 44])
        self.partner.call("GET", f"{sandbox.LIST}/x")
        self.partner.call()
        row = self.partner.take("GET", "/journal/last-failure")
        self.assertEqual((row["status"], row["target"].split("?")[0]),
                         (400, f"{sandbox.LIST}/x"))
        self.assertEqual(row, self.partner.take("GET", "/journal", query="status=400")["entries"][0])

    def test_unknown_clients_are_found_in_the_journal_of_all_only(self):
        self.mock.ask("GET", sandbox.LIST, sandbox.user_query("NOBODY"))
        row = self.mock.control.take("GET", "/journal/last-failure")
        self.assertEqual((row["status"], row["clientId"]), (401, None))
        self.assertIn("clientId=NOBODY", row["target"])
        self.assertEqual(self.partner.ask("GET", "/journal/last-failure").status, 404)

    def test_an_emptied_journal_has_none(self):
        self.partner.call("GET", f"{sandbox.LIST}/x")
        self.partner.take("DELETE", "/journal")
        self.assertEqual(self.partner.ask("GET", "/journal/last-failure").status, 404)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
