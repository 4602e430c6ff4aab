#!/usr/bin/env python3
"""What the sandbox page asks the control API for: changes, credentials, signed requests,
explanations, and partners for visitors.

Usage: control_page_test.py SNAPTRADE_MOCK
"""
import sys
import threading
import time
import unittest

import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
JOHN = "John.doe@snaptrade.com"
LATE = 20
NEVER = {"name": "never", "match": {"path": "/never"}, "action": {"type": "status", "status": 500}}


class WithMock(unittest.TestCase):
    OPTIONS = ()

    def setUp(self):
        self.mock = sandbox.Mock(PROGRAM, "--log", "none", *self.OPTIONS)
        self.addCleanup(self.stop)
        self.control = self.mock.control

    def stop(self):
        self.mock.stop()
        errors = self.mock.process.stderr.read()
        self.mock.__exit__()
        self.assertNotRegex(errors, "ERROR|runtime error")


class Changes(WithMock):
    def revision(self, control):
        return control.take("GET", "/changes")["revision"]

    def state(self, control):
        return control.take("GET", "/changes")["state"]

    def test_each_kind_of_change_is_one_of_its_partner_and_of_all(self):
        partner, other = sandbox.Partner(self.mock), sandbox.Partner(self.mock)
        acts = (
            lambda: partner.call(),
            lambda: self.mock.ask("GET", sandbox.LIST, sandbox.user_query(partner.client_id)),
            lambda: partner.call("DELETE", f"{sandbox.LIST}/{sandbox.ID}"),
            lambda: partner.take("POST", "/attempts", {"userId": "newcomer", "brokerage": "ALPACA",
                                                       "outcome": "success"}),
            lambda: partner.take("POST", "/clock", {"action": "freeze"}),
            lambda: partner.take("PUT", "/rateLimit", {"requests": 9}),
            lambda: partner.break_with({"type": "status", "status": 500}),
            lambda: partner.take("DELETE", "/journal"),
            lambda: partner.take("POST", "/reset"),
        )
        for number, act in enumerate(acts):
            with self.subTest(number):
                before = [self.revision(one) for one in (partner, other, self.control)]
                act()
                after = [self.revision(one) for one in (partner, other, self.control)]
                self.assertGreater(after[0], before[0])
                self.assertEqual(after[1], before[1])
                self.assertGreater(after[2], before[2])

    def test_what_concerns_all_is_a_change_of_each(self):
        partner = sandbox.Partner(self.mock)
        before = self.revision(partner)
        self.control.take("POST", "/reset")
        self.assertGreater(self.revision(partner), before)

    def test_requests_alone_are_no_change_of_state(self):
        partner = sandbox.Partner(self.mock)
        before = [self.state(one) for one in (partner, self.control)]
        partner.call()
        self.mock.ask("GET", sandbox.LIST, sandbox.user_query(partner.client_id))
        self.assertEqual([self.state(one) for one in (partner, self.control)], before)
        for act in (lambda: partner.call("DELETE", f"{sandbox.LIST}/{sandbox.ID}"),
                    lambda: partner.take("DELETE", "/journal"),
                    lambda: partner.take("POST", "/clock", {"action": "freeze"})):
            act()
            after = [self.state(one) for one in (partner, self.control)]
            self.assertGreater(after[0], before[0])
            before = after

    def test_requests_that_are_counted_change_the_state(self):
        for count in (lambda partner: partner.take("PUT", "/rateLimit", {"requests": 9}),
                      lambda partner: partner.break_with(NEVER)):
            partner = sandbox.Partner(self.mock)
            count(partner)
            before = self.state(partner)
            partner.call()
            self.assertGreater(self.state(partner), before)

    def test_the_journal_tells_the_state_too(self):
        partner = sandbox.Partner(self.mock)
        before = self.state(partner), self.state(self.control)
        for _ in range(2):
            now = self.state(partner), self.state(self.control)
            of_partner, of_all = (one.take("GET", "/journal") for one in (partner, self.control))
            self.assertEqual((of_partner["state"], of_partner["stateOfAll"]), now)
            self.assertEqual(of_all["state"], now[1])
            self.assertNotIn("stateOfAll", of_all)
            partner.take("POST", "/clock", {"action": "freeze"})
        self.assertGreater(now, before)

    def test_reading_is_no_change(self):
        partner = sandbox.Partner(self.mock)
        before = self.revision(partner)
        for path in ("", "/users", "/connections", "/events", "/journal", "/clock", "/faults"):
            partner.take("GET", path)
        self.assertEqual(self.revision(partner), before)

    def test_a_wait_ends_with_the_change(self):
        partner = sandbox.Partner(self.mock)
        before, seen = self.revision(partner), []

        def wait():
            seen.append(partner.take("GET", "/changes", query=f"after={before}&wait={LATE}"))
        waiting = threading.Thread(target=wait)
        start = time.monotonic()
        waiting.start()
        partner.call()
        waiting.join(LATE)
        self.assertLess(time.monotonic() - start, LATE / 2)
        self.assertGreater(seen[0]["revision"], before)

    def test_another_revision_is_answered_at_once(self):
        start = time.monotonic()
        self.control.take("GET", "/changes", query=f"after=12345&wait={LATE}")
        self.assertLess(time.monotonic() - start, LATE / 2)

    def test_a_wait_in_vain_says_what_is_known(self):
        before = self.revision(self.control)
        answer = self.control.take("GET", "/changes", query=f"after={before}&wait=1")
        self.assertEqual(answer, {"revision": before, "state": self.state(self.control)})

    def test_bad_parameters_are_named(self):
        for query, pointer in (("after=x", "/after"), ("after=", "/after"), ("wait=61", "/wait"),
                               ("since=1", "/since")):
            self.assertEqual(self.control.problems("GET", "/changes", query=query), {pointer})


class Signing(WithMock):
    def setUp(self):
        super().setUp()
        self.partner = sandbox.Partner(self.mock)

    def send(self, made):
        headers = [f"Signature: {made['signature']}"]
        body = (made["body"] or "").encode()
        if made["method"] == "POST":
            headers += [f"Content-Length: {len(body)}"]
        path, query = made["target"].split("?", 1)
        return self.mock.ask(made["method"], path, query, headers, body, key=None)

    def test_what_is_signed_is_accepted_as_it_stands(self):
        wishes = (
            {"method": "GET", "path": "/api/v1/authorizations", "userId": JOHN},
            {"method": "GET", "path": "/authorizations", "userId": "Zoé Martin"},
            {"method": "GET", "path": "/authorizations", "userId": "q&a+100%@example.com"},
            {"method": "GET", "path": "/api/v1/sessionEvents",
             "parameters": {"PartnerClientId": self.partner.client_id, "userId": "a b,c"}},
            {"method": "POST", "path": "/api/v1/snapTrade/registerUser",
             "body": {"userId": "Jörg \" & son"}},
            {"method": "POST", "path": "/api/v1/snapTrade/login", "userId": JOHN, "body": {}},
            {"method": "POST", "path": "/api/v1/snapTrade/login", "userId": JOHN},
        )
        for wish in wishes:
            with self.subTest(wish):
                answer = self.send(self.partner.take("POST", "/sign", wish))
                self.assertEqual(answer.status, 200, answer.body)
        entries = self.partner.take("GET", "/journal")["entries"]
        self.assertEqual({entry["signatureRule"] for entry in entries}, {"wire"})

    def test_the_partners_clock_is_signed(self):
        self.partner.take("POST", "/clock", {"action": "freeze", "time": "2031-05-06T07:08:09Z"})
        made = self.partner.take("POST", "/sign", {"method": "GET", "path": "/authorizations",
                                                   "userId": JOHN})
        self.assertIn("timestamp=1935817689", made["target"])
        self.assertEqual(self.send(made).status, 200)

    def test_bad_wishes_are_named(self):
        good = {"method": "GET", "path": "/accounts"}
        for change, pointer in (({"method": "PUT"}, "/method"), ({"path": "accounts"}, "/path"),
                                ({"path": "/a?b=c"}, "/path"), ({"userId": "nobody"}, "/userId"),
                                ({"parameters": {"a": 1}}, "/parameters"), ({"x": 1}, "/x")):
            self.assertEqual(self.partner.problems("POST", "/sign", {**good, **change}), {pointer})

    def test_credentials_are_all_that_a_client_needs(self):
        credentials = self.partner.take("GET", "/credentials")
        self.assertEqual(credentials["clientId"], self.partner.client_id)
        self.assertEqual(credentials["consumerKey"], self.partner.key)
        self.assertEqual(credentials["users"], self.partner.made["users"])


class Explanations(WithMock):
    def setUp(self):
        super().setUp()
        self.partner = sandbox.Partner(self.mock)
        self.query = sandbox.user_query(self.partner.client_id)

    def pasted(self, signed_query=None, key=None, **more):
        signature = sandbox.sign(sandbox.LIST, signed_query or self.query, key or self.partner.key)
        return {"method": "GET", "target": f"{sandbox.LIST}?{self.query}", "signature": signature,
                **more}

    def test_a_right_signature_is_told_with_its_rule(self):
        for control in (self.partner, self.control):
            told = control.take("POST", "/explain", self.pasted())
            self.assertEqual((told["verified"], told["rule"], told["mistake"]),
                             (True, "wire", None))

    def test_a_mistake_is_told_in_words_with_both_texts_and_no_secret(self):
        turned = "&".join(sorted(self.query.split("&"), reverse=True))
        told = self.partner.take("POST", "/explain", self.pasted(turned))
        self.assertFalse(told["verified"])
        self.assertTrue(told["mistake"] and told["sentence"] and told["mend"])
        self.assertIn(sandbox.LIST, told["expected"])
        self.assertNotEqual(told["signed"], told["expected"])
        for secret in ("USERSECRET123", self.partner.key):
            self.assertNotIn(secret, str(told))

    def test_a_url_is_taken_as_well_as_a_target(self):
        pasted = self.pasted()
        pasted["target"] = "https://api.snaptrade.com" + pasted["target"] + "#top"
        self.assertTrue(self.partner.take("POST", "/explain", pasted)["verified"])

    def test_below_a_partner_anothers_request_is_refused(self):
        other = sandbox.Partner(self.mock)
        self.assertEqual(other.problems("POST", "/explain", self.pasted()), {"/target"})

    def test_what_is_no_target_is_refused(self):
        for target in ("", "authorizations", "https://host"):
            self.assertEqual(self.partner.problems("POST", "/explain", {
                "method": "GET", "target": target}), {"/target"})

    def test_an_entry_of_the_journal_is_explained(self):
        self.mock.ask("GET", sandbox.LIST, self.query, key="another key")
        entries = self.partner.take("GET", "/journal")["entries"]
        for control in (self.partner, self.control):
            told = control.take("GET", f"/journal/{entries[-1]['id']}/explanation")
            self.assertEqual(told["mistake"], entries[-1]["diagnosis"])
            self.assertIn(sandbox.LIST, told["expected"])
            self.assertNotIn("USERSECRET123", str(told))

    def test_a_stale_timestamp_is_explained_as_what_it_was(self):
        stale = sandbox.user_query(self.partner.client_id).replace("timestamp=", "timestamp=1&x=")
        self.assertEqual(self.mock.ask("GET", sandbox.LIST, stale, key=self.partner.key).status, 401)
        [entry] = self.partner.take("GET", "/journal")["entries"]
        told = self.partner.take("GET", f"/journal/{entry['id']}/explanation")
        self.assertEqual((told["mistake"], told["verified"]), (entry["diagnosis"], False))

    def test_there_is_none_of_what_is_not_in_this_journal(self):
        self.partner.call()
        [entry] = self.partner.take("GET", "/journal")["entries"]
        other = sandbox.Partner(self.mock)
        for control, number in ((other, entry["id"]), (self.partner, 0), (self.partner, "x"),
                                (self.partner, entry["id"] + 1)):
            self.assertEqual(control.ask("GET", f"/journal/{number}/explanation").status, 404)


class NoVisitors(WithMock):
    def test_nobody_makes_one(self):
        self.assertEqual(self.control.ask("POST", "/visitors").status, 404)
        self.assertEqual(self.control.take("GET", "/about"),
                         {"version": "0.1.0", "visitors": False, "open": True})


class Visitors(WithMock):
    OPTIONS = ("--visitors", "--public-url", "https://sandbox.example")

    def setUp(self):
        super().setUp()
        self.mock.token = ""

    def visit(self):
        return self.control.ask("POST", "/visitors")

    def test_one_gets_a_partner_that_is_limited_and_expires(self):
        made = self.visit()
        self.assertEqual(made.status, 201)
        visitor = sandbox.Control(self.mock, f"/_sandbox/partners/{made.json()['clientId']}",
                                  made.json()["token"])
        self.assertEqual(visitor.take("GET", "/rateLimit")["requests"], 250)
        self.assertEqual(visitor.take("GET", "")["ttlSeconds"], 3600)

    def test_one_sees_nothing_of_the_others(self):
        first, second = self.visit().json(), self.visit().json()
        own = sandbox.Control(self.mock, token=first["token"])
        for path in ("/partners", "/journal", "/changes", "/faults",
                     f"/partners/{second['clientId']}", f"/partners/{second['clientId']}/journal",
                     "/partners/PASSIVTEST/credentials"):
            self.assertEqual(own.ask("GET", path).status, 401, path)
        self.assertEqual(own.ask("GET", f"/partners/{first['clientId']}").status, 200)

    def test_without_a_token_there_is_nothing_else(self):
        self.assertEqual(self.control.take("GET", "/about")["open"], False)
        self.assertEqual(self.control.ask("POST", "/partners").status, 401)
        self.assertEqual(self.control.ask("GET", "/changes").status, 401)

    def test_a_page_of_another_origin_makes_none(self):
        for header in ("Origin: https://evil.example", "Sec-Fetch-Site: cross-site"):
            self.assertEqual(self.control.ask("POST", "/visitors", headers=[header]).status, 403)

    def test_many_at_once_are_asked_to_wait(self):
        statuses = [self.visit().status for _ in range(31)]
        self.assertEqual(statuses, [201] * 30 + [429])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
