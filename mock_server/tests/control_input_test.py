#!/usr/bin/env python3
"""Bad input to every call of the control API that takes a body or a query, and that no secret comes
out of any of it.

Usage: control_input_test.py SNAPTRADE_MOCK
"""
import json
import subprocess
import sys
import time
import unittest
from functools import partial

import partner_case
import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
MAX_BODY = 1048576
# Calls with a body, and whether they can do without one; below /_sandbox or a partner.
OF_ALL = {("POST", "/partners"): True, ("POST", "/verify"): False}
OF_PARTNER = {("PUT", "/state"): False, ("POST", "/users"): False, ("POST", "/connections"): False,
              ("PATCH", f"/connections/{sandbox.ID}"): False, ("POST", "/attempts"): False,
              ("POST", "/events"): False, ("POST", "/verify"): False}
# Text that is no JSON, and what is said of it.
NO_JSON = {
    "{": "line 1, column 2", "nonsense": "line 1, column 1", '{"a":1}{': "more behind the value",
    '{\n "a": 01}': "line 2, column 8", '{"a":1,}': "member's name", "{'a':1}": "member's name",
    '{"a":"\\u0000"}': "\\u0000", '{"a":"\\ud800"}': "surrogate", '{"a":NaN}': "expected a value",
    '{"a":' + "[" * 40 + "]" * 40 + "}": "nested too deep", " \n": "a value is expected",
    '{"a":"\t"}': "control character",
}


class Input(partner_case.WithPartner):
    def setUp(self):
        super().setUp()
        self.calls = [(control, method, path, optional) for control, calls in
                      ((self.mock.control, OF_ALL), (self.partner, OF_PARTNER))
                      for (method, path), optional in calls.items()]

    def for_each(self, check, only_required=False):
        """Checks every call with a body; afterwards, nothing has changed."""
        before = self.partner.ask("GET", "/state").body
        for control, method, path, optional in self.calls:
            if not (only_required and optional):
                with self.subTest(method=method, path=path):
                    check(partial(control.ask, method, path))
        self.assertEqual(self.partner.ask("GET", "/state").body, before)

    def test_what_is_no_json_is_refused_and_its_place_is_told(self):
        def check(call):
            for body, words in NO_JSON.items():
                answer = call(body)
                self.assertEqual(answer.status, 400)
                self.assertEqual(answer.json()["detail"], "The body is not valid.")
                problem, = answer.json()["problems"]
                self.assertEqual(problem["pointer"], "")
                self.assertIn(words, problem["detail"])
        self.for_each(check)

    def test_what_is_not_utf_8_is_refused(self):
        data = sandbox.request("POST", "/_sandbox/partners", headers=[
            "Content-Type: application/json", "Content-Length: 7"], body=b'{"\xff":1}')
        answer = sandbox.parse(self.mock.raw(data))[0]
        self.assertEqual((answer.status, answer.json()["problems"][0]["detail"]),
                         (400, "line 1, column 3: not UTF-8"))

    def test_what_is_no_object_is_refused(self):
        def check(call):
            for body in ("[]", '"text"', "7", "true", "null"):
                answer = call(body)
                self.assertEqual((answer.status, answer.json()["problems"]),
                                 (400, [{"pointer": "", "detail": "must be an object"}]))
        self.for_each(check)

    def test_a_body_that_is_needed_is_asked_for(self):
        def check(call):
            answer = call(None)
            self.assertEqual((answer.status, answer.json()["problems"]),
                             (400, [{"pointer": "", "detail": "missing"}]))
        self.for_each(check, only_required=True)

    def test_unknown_and_doubled_fields_are_named(self):
        def check(call):
            answer = call('{"no such/field":1,"no such/field":2}')
            self.assertEqual(answer.status, 400)
            self.assertIn("/no such~1field",
                          [problem["pointer"] for problem in answer.json()["problems"]])
        self.for_each(check)

    def test_a_body_may_be_as_long_as_max_body_says_and_no_longer(self):
        def check(call):
            answer = call(" " * MAX_BODY + "[]")
            self.assertEqual((answer.status, answer.json()),
                             (413, {"detail": "The body is longer than --max-body allows."}))
        self.for_each(check)
        start = time.monotonic()
        answer = self.partner.ask("PATCH", f"/connections/{sandbox.ID}",
                                  "{" + " " * (MAX_BODY - 2) + "}")
        self.assertEqual(answer.status, 200)
        self.assertLess(time.monotonic() - start, 5)

    def test_a_long_chunked_body_is_refused_too(self):
        data = sandbox.request("POST", "/_sandbox/partners", headers=[
            "Content-Type: application/json", "Transfer-Encoding: chunked"])
        with sandbox.Mock(PROGRAM, "--log", "none", "--max-body", "1024") as mock:
            for size, status in ((1024, 201), (1025, 413)):
                body = b"{" + b" " * (size - 2) + b"}"
                chunk = b"%x\r\n%b\r\n0\r\n\r\n" % (size, body)
                self.assertEqual(sandbox.parse(mock.raw(data + chunk))[0].status, status)

    def test_curl_shows_why_a_body_of_some_mib_is_refused(self):
        url = f"http://127.0.0.1:{self.mock.port}/_sandbox/partners"
        # Without the header, curl would wait for leave to send the body.
        for headers in (["-H", "Expect:"], []):
            done = subprocess.run(["curl", "-sS", *headers, "-H", "Content-Type: application/json",
                                   "--data-binary", "@-", "-w", "%{http_code}", url],
                                  input=b" " * 8 * MAX_BODY, capture_output=True,
                                  timeout=sandbox.DEADLINE, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, b""))
            self.assertEqual(done.stdout[-3:], b"413")
            self.assertIn(b"longer than --max-body allows", done.stdout)

    def test_an_object_with_very_many_names_does_not_take_long(self):
        meta = {f"{number:06}": 0 for number in range(80000)}
        start = time.monotonic()
        self.partner.take("PATCH", f"/connections/{sandbox.ID}", {"meta": meta})
        self.assertLess(time.monotonic() - start, 5)
        text = json.dumps({"meta": meta}).replace('"000007"', '"000009"')
        self.assertEqual(self.partner.problems("PATCH", f"/connections/{sandbox.ID}", text),
                         {"/meta/000009"})

    def test_a_body_that_a_call_does_not_read_is_no_mistake(self):
        for method, path in (("POST", "/reset"), ("GET", "/users"),
                             ("POST", f"/connections/{sandbox.ID}/disable"),
                             ("DELETE", "/journal")):
            self.assertLess(self.partner.ask(method, path, "nonsense").status, 300)

    def test_query_parameters_that_a_call_does_not_know_are_named(self):
        calls = [(self.mock.control, method, path) for method, path in (
            ("GET", "/partners"), ("POST", "/partners"), ("POST", "/reset"), ("POST", "/reload"),
            ("DELETE", "/journal"), ("GET", "/journal/last-failure"), ("GET", "/openapi.json"))]
        calls += [(self.partner, method, path) for method, path in (
            ("GET", ""), ("DELETE", ""), ("POST", "/reset"), ("GET", "/state"), ("PUT", "/state"),
            ("GET", "/users"), ("GET", "/connections"), ("GET", "/events"), ("POST", "/events"))]
        for control, method, path in calls:
            with self.subTest(method=method, path=path):
                for query, pointer in (("force=true", "/force"), ("a%2Fb=1", "/a~1b"),
                                       ("%c3%a9", "/é"), ("x=%zz", ""), ("%", ""), ("x=%ff", "")):
                    self.assertEqual(control.problems(method, path, query=query), {pointer})
        self.assertEqual(self.partner.ask("GET", "").status, 200)

    def test_nothing_of_the_input_is_echoed_raw(self):
        answer = self.partner.ask("PATCH", f"/connections/{sandbox.ID}",
                                  '{"<script>\\u0007\\u001b[31m":1,"type":"\\u001b\\u007f\\n"}')
        self.assertEqual(answer.status, 400)
        self.assertFalse(set(answer.body) & set(range(32)))
        self.assertNotIn("\x1b", "".join(one["detail"] for one in answer.json()["problems"]))


class Secrets(unittest.TestCase):
    def collect(self, form):
        """All that a mock says of good and bad calls, but for the answers that hand out secrets."""
        with sandbox.Mock(PROGRAM, "--log", form) as mock:
            partner = sandbox.Partner(mock)
            secret = "S3CRET/of a user"
            said, user = [], {"userId": "u", "userSecret": secret}
            partner.take("POST", "/users", user)
            partner.made["users"].append(user)
            state = partner.take("GET", "/state")
            state["users"][0]["userID"] = state["users"][0].pop("userId")
            for method, path, body in (
                    ("PUT", "/state", state), ("POST", "/users", user),
                    ("POST", "/users", {**user, "userSecret": [secret]}),
                    ("POST", "/users", {**user, "userSecret": secret * 30}),
                    ("POST", "/users", '{"userId":"u","userSecret":"' + secret + '"'),
                    ("GET", "", None), ("GET", "/connections", None), ("GET", "/events", None)):
                said.append(partner.ask(method, path, body).body.decode())
            partner.call(user="u")
            partner.call(user="u", headers=["Signature: " + "A" * 44])
            partner.call(user="u", query=f"&consumerKey={partner.key}&x={partner.key}",
                         headers=[f"X-Key: {partner.key}"])
            partner.call("GET", f"{sandbox.LIST}/{partner.key}", user="u")
            mock.ask("GET", sandbox.LIST, sandbox.user_query("NOBODY", "u", secret))
            for control in (partner, mock.control):
                said.append(control.ask("GET", "/journal").body.decode())
                said.append(control.ask("GET", "/journal/last-failure").body.decode())
                said.append(control.ask("POST", "/verify", {"pattern": {"method": "PUT"}})
                            .body.decode())
            said.append(mock.control.ask("GET", "/partners").body.decode())
            mock.stop()
            said.append(mock.process.stderr.read())
        return said, (partner.key, "S3CRET", partner.made["token"], sandbox.KEY, "of a user",
                      "of%20a%20user", "USERSECRET123")

    def test_none_is_in_the_journal_the_log_or_an_error(self):
        for form in ("text", "json"):
            said, secrets = self.collect(form)
            for text in said:
                for secret in secrets:
                    self.assertNotIn(secret, text)

    # Where a key may stray, and the request's clientId: none, one that is unknown, another partner.
    STRAYS = {
        "a parameter": lambda key: sandbox.request(path=sandbox.LIST, query=f"key={key}", key=None),
        "an unknown clientId": lambda key: sandbox.request(
            path=sandbox.LIST, query=f"clientId={key}&timestamp=1&userId=u&x={key}", key="wrong"),
        "a header": lambda key: sandbox.request(path=sandbox.LIST, headers=[f"X-Mine: a {key}"]),
        "an unknown path": lambda key: sandbox.request(path=f"/nope/{key}", query=f"a={key}"),
        "a wrong method": lambda key: sandbox.request("PATCH", sandbox.LIST, f"a={key}"),
        "an open path": lambda key: sandbox.request(path="/", query=f"a={key}"),
        "OPTIONS": lambda key: sandbox.request("OPTIONS", sandbox.LIST, f"a={key}"),
        "a doubled parameter": lambda key: sandbox.request(
            path=sandbox.LIST, query=f"clientId={key}&clientId={key}"),
        "a framing error": lambda key: sandbox.request(
            path=f"/{key}", query=f"a={key}", headers=["Host: second", f"X: {key}"]),
        "a control call": lambda key: sandbox.request(path=f"/_sandbox/partners/{key}"),
        "a fault": lambda key: sandbox.request(
            path=f"/a/{key}", query=f"a={key}", headers=["X-Sandbox-Fault: broken"]),
    }

    def test_a_key_that_strays_is_masked_without_a_partner_too(self):
        for form in ("text", "json"):
            with sandbox.Mock(PROGRAM, "--log", form) as mock:
                partner, other = sandbox.Partner(mock), sandbox.Partner(mock)
                mock.control.break_with({"name": "broken", "match": {"path": "/never"},
                                         "action": {"type": "status", "status": 503}})
                for name, stray in self.STRAYS.items():
                    for key in (other.key, "".join(f"%{byte:02x}" for byte in other.key.encode())):
                        before = mock.control.take("GET", "/journal")["last"]
                        mock.raw(stray(key))
                        shown = mock.control.ask("GET", "/journal", query=f"after={before}").body
                        with self.subTest(name, form=form):
                            self.assertNotIn(key.encode(), shown)
                            self.assertIn(b'"entries":[]' if name == "a control call" else b"***",
                                          shown)
                # Another partner's, in requests that are that partner's.
                for request in (partner.signed(query=f"&a={other.key}", headers=["X: " + other.key],
                                               user="nobody"),
                                sandbox.request(path=sandbox.LIST, key=other.key, query=sandbox.
                                                user_query(partner.client_id) + f"&a={other.key}")):
                    answer = sandbox.parse(mock.raw(request))[0]
                    self.assertEqual(answer.status, 401)
                self.assertEqual(answer.headers["x-sandbox-diagnosis"], "key-of-other-partner")
                said = [control.ask("GET", "/journal").body.decode() for control in
                        (partner, other, mock.control)]
                self.assertEqual(said[0].count("a=***"), 2)
                mock.stop()
                said.append(mock.process.stderr.read())
                self.assertIn("/nope/***", said[-1])
            for text in said:
                self.assertNotIn(other.key, text)
                self.assertNotIn("%%%02x" % other.key.encode()[0], text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
