#!/usr/bin/env python3
"""The journal over HTTP: what it keeps and hides, its filters, its end, and waiting for a request.

Usage: control_journal_test.py SNAPTRADE_MOCK
"""
import select
import sys
import time
import unittest

import partner_case
import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
JOHN = "John.doe@snaptrade.com"
BAD = "A" * 44
FIELDS = ["id", "time", "method", "target", "status", "microseconds", "clientId", "signatureRule",
          "diagnosis", "fault", "faultDraw", "headers", "bodyBytes", "body", "connection"]


def ids_listed(answer):
    return [entry["id"] for entry in answer["entries"]], answer["last"]


class Reading(partner_case.WithPartner):
    def rows(self, query="", of=None):
        return (of or self.partner).take("GET", "/journal", query=query)["entries"]

    def test_an_answered_request_is_there_with_all_that_is_known(self):
        with self.mock.connect() as connection:
            query = sandbox.user_query(self.partner.client_id)
            for _ in range(2):
                connection.send(sandbox.request("GET", sandbox.LIST, query, ["X-Mine: 7"],
                                                key=self.partner.key, close=False))
                self.assertEqual(connection.read_answer().status, 200)
        first, second = self.rows()
        self.assertEqual(list(first), FIELDS)
        self.assertEqual((first["method"], first["status"], first["clientId"]),
                         ("GET", 200, self.partner.client_id))
        self.assertEqual((first["signatureRule"], first["diagnosis"], first["fault"],
                          first["faultDraw"]), ("wire", None, None, None))
        self.assertIn({"name": "X-Mine", "value": "7"}, first["headers"])
        self.assertEqual(first["connection"], second["connection"])
        self.assertGreater(second["id"], first["id"])

    def test_secrets_are_masked_and_signatures_shortened(self):
        secret = "S3CRET+/é"
        self.partner.take("POST", "/users", {"userId": "s", "userSecret": secret})
        self.partner.made["users"].append({"userId": "s", "userSecret": secret})
        self.assertEqual(self.partner.call(
            user="s", query=f"&mine={self.partner.key}",
            headers=[f"X-Mine: {self.partner.key}", f"X-Consumer-Key: {self.partner.key}"]).status,
            200)
        text = self.partner.ask("GET", "/journal").body.decode()
        self.assertNotIn("S3CRET", text)
        self.assertNotIn(self.partner.key, text)
        row, = self.rows()
        self.assertIn("&userSecret=***%2B%2F%C3%A9", row["target"])
        self.assertTrue(row["target"].endswith("&mine=***"))
        signature = next(one["value"] for one in row["headers"] if one["name"] == "Signature")
        self.assertRegex(signature, r"^.{6}\*\*\*$")

    def test_a_body_is_shown_without_its_secrets(self):
        for body, shown in ((b'{"userId": "Zo\xc3\xab", "userSecret":"S3CRET"}',
                             '{"userId": "Zo\u00eb", "userSecret":"***"}'),
                            (b'{"userId":"' + self.partner.key.encode() + b'"}',
                             '{"userId":"***"}'),
                            (b"[\xff\0 more", "[\\xff"), (b"", None)):
            with self.subTest(body):
                self.partner.call("POST", "/api/v1/snapTrade/resetUserSecret", body=body,
                                  headers=[f"Content-Length: {len(body)}"])
                row = self.rows()[-1]
                self.assertEqual((row["bodyBytes"], row["body"]), (len(body), shown))

    def test_filters_find_what_they_say(self):
        path = f"{sandbox.LIST}/{sandbox.ID}"
        self.partner.call()
        self.partner.call("GET", path, headers=["Signature: " + BAD])
        self.partner.call("DELETE", path)
        self.partner.call("GET", path)
        self.partner.call(user="newcomer")
        first = self.rows()[0]["id"]
        for query, found in (
                ("", [0, 1, 2, 3, 4]), ("method=DELETE", [2]), ("status=404", [3]),
                ("status=4xx", [1, 3]), ("path=%2Fauthorizations", [0, 4]), ("path=%2Fa+b", []),
                ("path=/api/v1/authorizations/*", [1, 2, 3]), ("userId=newcomer", [4]),
                ("signatureRule=wire", [0, 2, 3, 4]), ("signatureRule=", [1]),
                ("diagnosis=*", [1]), ("diagnosis=", [0, 2, 3, 4]), ("fault=*", []),
                (f"after={first}", [1, 2, 3, 4]), (f"after={first + 4}", []), ("limit=2", [3, 4]),
                ("method=GET&status=2xx&userId=John.doe%40snaptrade.com", [0])):
            with self.subTest(query):
                self.assertEqual([row["id"] - first for row in self.rows(query)], found)

    def test_bad_filters_are_named(self):
        for query, pointers in (
                ("metod=GET", {"/metod"}), ("status=9xx", {"/status"}), ("status=", {"/status"}),
                ("path=x", {"/path"}), ("limit=0", {"/limit"}), ("limit=1001", {"/limit"}),
                ("after=-1", {"/after"}), ("wait=61", {"/wait"}), ("wait=1.5", {"/wait"}),
                ("wait", {"/wait"}), ("method=GET&method=GET", {"/method"}), ("status=%zz", {""}),
                ("status=%00", {""}), ("%ff=1", {""}), ("limit=0&wait=x", {"/limit", "/wait"})):
            with self.subTest(query):
                self.assertEqual(self.partner.problems("GET", "/journal", query=query), pointers)

    def test_each_partner_has_its_own_and_the_journal_of_all_has_everything(self):
        other = sandbox.Partner(self.mock)
        self.partner.call()
        other.call()
        unknown = self.mock.ask("GET", sandbox.LIST, sandbox.user_query("NOBODY"))
        self.assertEqual(unknown.status, 401)
        self.assertEqual({row["clientId"] for row in self.rows()}, {self.partner.client_id})
        self.assertEqual({row["clientId"] for row in self.rows(of=other)}, {other.client_id})
        everything = self.rows(of=self.mock.control)
        self.assertEqual([row["clientId"] for row in everything[-3:]],
                         [self.partner.client_id, other.client_id, None])
        self.assertIn("clientId=NOBODY", everything[-1]["target"])

    def test_control_calls_are_not_kept(self):
        self.partner.take("GET", "/users")
        self.assertEqual(self.rows(), [])
        self.assertFalse([row for row in self.rows(of=self.mock.control)
                          if row["target"].startswith("/_sandbox")])

    def test_delete_empties_this_journal_and_ids_go_on(self):
        self.partner.call()
        before, = self.rows()
        answer = self.partner.ask("DELETE", "/journal")
        self.assertEqual((answer.status, answer.body), (204, b""))
        self.assertEqual(ids_listed(self.partner.take("GET", "/journal")), ([], before["id"]))
        self.assertIn(before["id"], [row["id"] for row in self.rows(of=self.mock.control)])
        self.partner.call()
        self.assertGreater(self.rows()[0]["id"], before["id"])

    def test_a_reset_leaves_the_journal(self):
        self.partner.call()
        self.partner.take("POST", "/reset")
        self.assertEqual(len(self.rows()), 1)

    def test_head_has_no_body(self):
        head, rest = self.mock.raw(self.partner.request("HEAD", "/journal")).split(b"\r\n\r\n", 1)
        self.assertEqual((sandbox.Answer(head, b"").status, rest), (200, b""))


class WithPlaces(unittest.TestCase):
    PLACES = 1

    def setUp(self):
        self.mock = sandbox.Mock(PROGRAM, "--log", "none", "--max-waiting", str(self.PLACES))
        self.addCleanup(self.mock.__exit__)
        self.partner = sandbox.Partner(self.mock)
        self.mock.ask()

    def other(self):
        """One more that may wait, but need not: the journal of all is not empty."""
        return self.mock.control.ask("GET", "/journal", query="wait=30")

    def send(self, query):
        connection = self.mock.connect()
        self.addCleanup(connection.socket.close)
        connection.send(self.partner.request("GET", "/journal", query=query))
        return connection

    def start_all(self, query="wait=30"):
        """Requests that wait, in all places there are: it is certain when there is none left."""
        waiting = []

        def all_wait():
            for answered in select.select(waiting, [], [], 0)[0]:
                waiting.remove(answered)  # the other one has just had its place
            waiting.extend(self.send(query) for _ in range(self.PLACES - len(waiting)))
            return self.other().status == 503

        sandbox.wait_until(all_wait, "not all wait")
        return waiting

    def start(self, query="wait=30"):
        return self.start_all(query)[0]


class Waiting(WithPlaces):
    def test_it_returns_when_a_request_arrives(self):
        waiting = self.start()
        self.partner.call("GET", f"{sandbox.LIST}/{sandbox.ID}")
        answer = waiting.read_answer().json()
        self.assertEqual([row["status"] for row in answer["entries"]], [200])
        self.assertEqual(answer["last"], answer["entries"][0]["id"])

    def test_it_waits_for_what_matches_only(self):
        self.partner.call()
        last = self.partner.take("GET", "/journal")["last"]
        waiting = self.start(f"after={last}&wait=30&method=DELETE")
        self.partner.call()
        self.partner.call("DELETE", f"{sandbox.LIST}/{sandbox.ID}")
        row, = waiting.read_answer().json()["entries"]
        self.assertEqual((row["method"], row["status"]), ("DELETE", 204))

    def test_what_is_there_already_is_returned_at_once(self):
        self.partner.call()
        start = time.monotonic()
        self.assertEqual(len(self.partner.take("GET", "/journal", query="wait=30")["entries"]), 1)
        self.assertLess(time.monotonic() - start, 5)

    def test_it_times_out_with_an_empty_list(self):
        start = time.monotonic()
        self.assertEqual(ids_listed(self.partner.take("GET", "/journal", query="wait=1")), ([], 0))
        self.assertGreater(time.monotonic() - start, 0.9)

    def test_a_shutdown_ends_it_at_once(self):
        waiting = self.start()
        self.assertLess(self.mock.stop(), 2)
        self.assertEqual(waiting.read_answer().json()["entries"], [])
        self.assertEqual(self.mock.process.returncode, 0)

    def test_it_ends_when_its_partner_goes_or_its_journal_is_emptied(self):
        waiting = self.start()
        self.partner.take("DELETE", "/journal")
        self.assertEqual(waiting.read_answer().json()["entries"], [])
        waiting = self.start()
        self.partner.take("DELETE", "")
        self.assertEqual(waiting.read_answer().json()["entries"], [])

    def test_more_than_max_waiting_are_refused_and_say_why(self):
        self.start()
        answer = self.other()
        self.assertEqual(answer.status, 503)
        self.assertIn("--max-waiting", answer.json()["detail"])
        self.assertEqual(self.partner.ask("GET", "/journal").status, 200)

    def test_a_client_that_leaves_frees_its_place(self):
        waiting = self.start()
        waiting.socket.close()
        sandbox.wait_until(lambda: self.other().status == 200, "the place stays taken")


class ManyWaiting(WithPlaces):
    PLACES = 8

    def test_all_are_told_and_requests_are_served_meanwhile(self):
        waiting = self.start_all()
        self.assertEqual(self.partner.call().status, 200)
        self.assertEqual({len(one.read_answer().json()["entries"]) for one in waiting}, {1})


class Limits(unittest.TestCase):
    def test_the_oldest_go(self):
        with sandbox.Mock(PROGRAM, "--log", "none", "--journal", "3") as mock:
            partner = sandbox.Partner(mock)
            for user in ("a", "b", "c", "d", "e"):
                partner.call(user=user)
            ids = [row["id"] for row in partner.take("GET", "/journal")["entries"]]
            self.assertEqual(ids, [3, 4, 5])

    def test_none_is_kept_when_it_is_off(self):
        with sandbox.Mock(PROGRAM, "--log", "none", "--journal", "0") as mock:
            partner = sandbox.Partner(mock)
            partner.call()
            for control in (partner, mock.control):
                self.assertEqual(ids_listed(control.take("GET", "/journal")), ([], 0))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
