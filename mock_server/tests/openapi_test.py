#!/usr/bin/env python3
"""/_sandbox/openapi.json: valid OpenAPI 3.0, with every route of the control API and no other, and
what it says of bodies and answers is what a running mock does.

Usage: openapi_test.py SNAPTRADE_MOCK OPENAPI_SCHEMA (the official schema of OpenAPI 3.0)
"""
import functools
import json
import pathlib
import re
import sys
import unittest

import jsonschema
import sandbox
from receiver import Receiver

PROGRAM, SCHEMA = sys.argv[1:3] if len(sys.argv) > 2 else ("", "")
CONTROL = pathlib.Path(__file__).parents[1] / "src" / "control"
JOHN = "John.doe@snaptrade.com"
USER = {"userId": "late"}
CONNECTION = f"/connections/{sandbox.ID}"
FAULT = {"name": "x", "action": {"type": "emptyBody"}}
# One of each action, and everything that a rule may have.
FAULTS = [{"name": f"a{place}", "action": action} for place, action in enumerate((
    {"type": "status", "status": 429, "detail": "d", "code": "c", "retryAfter": 1, "execute": True},
    {"type": "respond", "status": 999, "headers": {"A": "b", "C": ["d", "e"]}, "body": "f"},
    {"type": "respond", "status": 100, "bodyBase64": "YQ==", "execute": False},
    {"type": "delay", "delayMs": {"min": 0, "max": 1}},
    {"type": "slowBody", "bytesPerSecond": 1, "delayMs": 5}, {"type": "truncate", "bytes": 0},
    {"type": "emptyBody"}, {"type": "reset", "when": "middle"}, {"type": "noAnswer"},
    {"type": "noAnswer", "limitSeconds": 3600, "execute": True}))] + [
        {**FAULT, "onlyByName": True, "match": {"method": "PUT", "path": "**", "userId": "", "nth": 1,
                                                "probability": 0.5, "times": 1}}]
METHODS = ("get", "put", "post", "patch", "delete")
PARTNER = "/partners/{clientId}"


def table():
    """The rows of control_routes.c as (method, path)."""
    text = (CONTROL / "control_routes.c").read_text(encoding="utf-8")
    rows = re.findall(r'\(HTTP_(\w+), (PARTNER)? ?(?:"([^"]*)")?,', text)
    return [(method, (PARTNER if of_partner else "") + path) for method, of_partner, path in rows]


def without_nullable(node):
    """OpenAPI's schemas as JSON Schema."""
    if isinstance(node, list):
        return [without_nullable(item) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {name: without_nullable(value) for name, value in node.items() if name != "nullable"}
    return {"anyOf": [copy, {"type": "null"}]} if node.get("nullable") is True else copy


class Document(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mock = sandbox.Mock(PROGRAM, "--log", "none")
        answer = cls.mock.control.ask("GET", "/openapi.json")
        cls.document = answer.json()
        assert answer.json() == json.loads((CONTROL / "openapi.json").read_bytes())
        cls.components = without_nullable(cls.document["components"])

    @classmethod
    def tearDownClass(cls):
        cls.mock.stop()
        errors = cls.mock.process.stderr.read()
        cls.mock.__exit__()
        assert errors == "", errors

    def operations(self):
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    yield method.upper(), path, item[method]

    def resolve(self, node):
        while "$ref" in node:
            target = self.document
            for name in node["$ref"].removeprefix("#/").split("/"):
                target = target[name]
            node = target
        return node

    def fits(self, schema, value):
        """What of the value does not have the schema."""
        root = {"allOf": [without_nullable(schema)], "components": self.components}
        return [error.message for error in jsonschema.Draft4Validator(root).iter_errors(value)]

    def test_it_is_valid_openapi(self):
        with open(SCHEMA, encoding="utf-8") as file:
            jsonschema.Draft4Validator(json.load(file)).validate(self.document)
        for schema in self.components["schemas"].values():
            jsonschema.Draft4Validator.check_schema(schema)

    def test_it_has_the_routes_of_the_table_and_no_other(self):
        documented = [(method, path) for method, path, _ in self.operations()]
        self.assertGreater(len(table()), 20)
        self.assertEqual(sorted(documented), sorted(table()))

    def test_it_has_the_methods_that_the_mock_allows(self):
        for path, item in self.document["paths"].items():
            real = path.replace("{clientId}", "PASSIVTEST").replace("{connectionId}", "x")
            allowed = self.mock.control.ask("OPTIONS", real).headers["allow"].split(", ")
            self.assertEqual(set(allowed) - {"HEAD", "OPTIONS"},
                             {method.upper() for method in METHODS if method in item})

    def test_every_call_is_told_apart_and_explained(self):
        names = [operation["operationId"] for _, _, operation in self.operations()]
        self.assertEqual(len(names), len(set(names)))
        tags = {tag["name"] for tag in self.document["tags"]}
        for _, path, operation in self.operations():
            self.assertTrue(operation["summary"].endswith("."))
            self.assertTrue(set(operation["tags"]) <= tags)
            declared = [self.resolve(one)["name"]
                        for one in self.document["paths"][path].get("parameters", [])]
            self.assertEqual(declared, re.findall(r"\{(\w+)\}", path))

    def test_every_reference_leads_somewhere_and_every_component_is_used(self):
        references = set(re.findall(r'"\$ref": *"([^"]*)"', json.dumps(self.document)))
        for reference in references:
            self.resolve({"$ref": reference})
        for kind in ("schemas", "parameters", "responses"):
            for name in self.document["components"][kind]:
                self.assertIn(f"#/components/{kind}/{name}", references)

    def contents(self):
        for method, path, operation in self.operations():
            yield (method, path, "body"), operation.get("requestBody", {})
            for status, response in operation["responses"].items():
                yield (method, path, status), self.resolve(response)

    def test_every_example_has_its_schema(self):
        for place, holder in self.contents():
            content = holder.get("content", {}).get("application/json")
            if content and "example" in content:
                with self.subTest(place):
                    self.assertEqual(self.fits(content["schema"], content["example"]), [])

    def operation_of(self, method, path):
        for its_method, its_path, operation in self.operations():
            pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(its_path))
            if its_method == method and re.fullmatch(pattern, path):
                return its_path, operation
        raise KeyError((method, path))

    def check(self, seen, control, method, path, body=None, query=""):
        """Asks, and compares the body with the schema when it was accepted, and the answer always."""
        answer = control.ask(method, path, body, query)
        place, operation = self.operation_of(
            method, (control.root + path).removeprefix("/_sandbox"))
        seen.add((method, place, answer.status))
        with self.subTest(method=method, path=path, status=answer.status, body=body):
            if answer.status < 300 and body is not None:
                schema = operation["requestBody"]["content"]["application/json"]["schema"]
                self.assertEqual(self.fits(schema, body), [])
            response = self.resolve(operation["responses"][str(answer.status)])
            if "content" in response:
                schema = response["content"]["application/json"]["schema"]
                self.assertEqual(self.fits(schema, answer.json()), [])
            else:
                self.assertEqual(answer.body, b"")
        return answer

    def check_webhooks(self, ask):
        fire = {"eventType": "ACCOUNT_HOLDINGS_UPDATED"}
        ask("POST", "/webhooks/fire", fire)
        with Receiver() as receiver:
            for body in ({"url": receiver.url}, {"url": receiver.url, "secret": "s", "events": []},
                         {"url": receiver.url, "events": ["X"]}, {"url": "ftp://x"}):
                ask("PUT", "/webhooks", body)
            for body in (fire, {**fire, "details": {"a": 1}, "accountId": sandbox.ID}, {}):
                ask("POST", "/webhooks/fire", body)
            receiver.take()
        ask("GET", "/journal", query="eventType=*&wait=10")
        ask("POST", "/verify", {"pattern": {"eventType": "*", "fault": None}, "atLeast": 1})
        ask("GET", "/webhooks")
        ask("DELETE", "/webhooks")
        ask("GET", "/webhooks")

    def check_page(self, seen, partner):
        """What the sandbox page asks for; a mock of its own takes visitors."""
        target = f"{sandbox.LIST}?{sandbox.user_query(partner.client_id)}"
        for one in (partner, self.mock.control):
            last = one.take("GET", "/journal/last-failure")["id"]
            for path in ("/changes", f"/journal/{last}/explanation", "/journal/0/explanation"):
                self.check(seen, one, "GET", path)
            for body in ({"method": "GET", "target": target, "signature": "x", "body": ""},
                         {"method": "GET", "target": "x"}):
                self.check(seen, one, "POST", "/explain", body)
        self.check(seen, partner, "GET", "/credentials")
        for body in ({"method": "GET", "path": "/accounts", "userId": JOHN},
                     {"method": "POST", "path": "/x", "parameters": {"a": "b"}, "body": {"c": [1]}},
                     {"method": "GET", "path": "x"}):
            self.check(seen, partner, "POST", "/sign", body)
        self.check(seen, self.mock.control, "GET", "/about")
        self.check(seen, self.mock.control, "POST", "/visitors")
        with sandbox.Mock(PROGRAM, "--log", "none", "--visitors") as mock:
            for _ in range(31):
                self.check(seen, mock.control, "POST", "/visitors")

    def test_what_the_mock_takes_and_answers_has_the_schemas(self):
        seen, control, partner = set(), self.mock.control, sandbox.Partner(self.mock)
        partner.call()
        partner.call("GET", f"{sandbox.LIST}/x")
        self.mock.ask("GET", sandbox.LIST, sandbox.user_query("NOBODY"))
        state = partner.take("GET", "/state")
        event = {"user_id": JOHN, "session_event_type": "MFA_REQUESTED"}
        new = {"userId": JOHN, "brokerage": "ALPACA"}
        attempt = {"userId": JOHN, "brokerage": "ALPACA"}
        everything = {"disabled_date": None, "is_eligible_for_payout": True,
                      "data_freshness_mode": "delayed", "meta": {"x": [None]}, "name": "n"}
        ask = functools.partial(self.check, seen, partner)
        for path in ("/openapi.json", "/partners", "/journal", "/journal/last-failure"):
            self.check(seen, control, "GET", path)
        for body in (None, {}, {"newIds": True, "ttlSeconds": 60}, {"ttlSeconds": 0}, {"x": 1}):
            self.check(seen, control, "POST", "/partners", body)
        self.check(seen, control, "GET", "/partners", query="x=1")
        self.check(seen, control, "DELETE", "/partners/PASSIVTEST")
        self.check(seen, control, "GET", "/partners/nobody")
        self.check(seen, control, "GET", "/partners/PASSIVTEST")
        for path in ("", "/state", "/users", "/connections", CONNECTION, "/connections/x", "/events",
                     "/journal", "/journal/last-failure"):
            ask("GET", path)
        ask("GET", "/journal", query="status=4xx&path=/authorizations/*&clientId=*&limit=1&after=0")
        ask("GET", "/journal", query="status=x")
        ask("PUT", "/state", state)
        ask("PUT", "/state", {**state, "users": [{}]})
        for path, good, bad in (
                ("/users", [USER], [{}, USER]), ("/events", [event], [{**event, "id": "x"}]),
                ("/connections", [new, {**new, **everything, "disabled": True}], [{"userId": JOHN}]),
                ("/attempts", [{**attempt, "outcome": outcome} for outcome in
                               ("success", "failure", "mfa", "abandonment")] +
                 [{"userId": JOHN, "outcome": "success", "reconnect": sandbox.ID, "type": "read"}],
                 [{**attempt, "outcome": "x"}]),
                ("/verify", [{"pattern": {}}, {"pattern": {"method": "PUT", "after": 0}},
                             {"pattern": {"status": "2xx", "clientId": None}, "exactly": 1},
                             {"pattern": {"path": "/a*", "status": 204}, "atMost": 0}],
                 [{"pattern": {"status": "x"}}])):
            for body in good:
                self.assertIn(ask("POST", path, body).status, (200, 201, 409))
            for body in bad:
                self.assertEqual(ask("POST", path, body).status, 400)
        self.check(seen, control, "POST", "/verify", {"pattern": {"clientId": ""}, "atLeast": 1})
        for change in ({"action": "freeze"}, {"action": "set", "time": "2030-01-01T00:00:00Z"},
                       {"action": "offset", "seconds": 0}, {"action": "advance"}):
            ask("POST", "/clock", change)
        for limit in ({"requests": 9}, {"requests": -1}):
            ask("PUT", "/rateLimit", limit)
        for one in (partner, control):
            for body in ({"rules": FAULTS}, {"rules": [FAULT], "seed": 7}, {"rules": 1}):
                self.check(seen, one, "PUT", "/faults", body)
                self.check(seen, one, "GET", "/faults")
            for body in (FAULTS[0], FAULTS[0], {"name": "y"}):
                self.check(seen, one, "POST", "/faults", body)
            for call in (("DELETE", "/faults/x"), ("DELETE", "/faults/x"), ("DELETE", "/faults")):
                self.check(seen, one, *call)
        for path in ("/clock", "/rateLimit"):
            ask("GET", path)
            ask("DELETE", path)
        self.check_webhooks(ask)
        self.check_page(seen, partner)
        ask("PATCH", CONNECTION, {**everything, "is_eligible_for_payout": None, "brokerage": "KRAKEN"})
        ask("PATCH", CONNECTION, {"id": "x"})
        for call in (("POST", CONNECTION + "/disable"), ("POST", CONNECTION + "/enable"),
                     ("DELETE", CONNECTION), ("DELETE", CONNECTION), ("POST", "/reset"),
                     ("DELETE", "/journal"), ("GET", "/journal/last-failure"), ("DELETE", "")):
            ask(*call)
        for call in (("POST", "/reload"), ("POST", "/reset"), ("DELETE", "/journal")):
            self.check(seen, control, *call)
        self.assertEqual({(method, path) for method, path, status in seen if status < 300},
                         set(table()))

    def test_what_the_mock_refuses_the_schemas_refuse_too(self):
        partner = sandbox.Partner(self.mock)
        for method, path, body in (
                ("POST", "/users", {}), ("POST", "/users", {"userId": ""}),
                ("POST", "/users", {**USER, "x": 1}), ("POST", "/users", {"userId": "x" * 256}),
                ("PATCH", CONNECTION, {"userId": "x"}), ("PATCH", CONNECTION, {"name": None}),
                ("PATCH", CONNECTION, {"meta": []}), ("PATCH", CONNECTION, {"disabled": 0}),
                ("PATCH", CONNECTION, {"data_freshness_mode": "x"}), ("PATCH", CONNECTION, []),
                ("POST", "/connections", {"userId": JOHN}), ("POST", "/attempts", {"userId": JOHN}),
                ("POST", "/attempts", {"userId": JOHN, "outcome": "success", "statusCode": 99}),
                ("POST", "/events", {"user_id": JOHN, "session_event_type": "X"}),
                ("PUT", "/webhooks", {}), ("PUT", "/webhooks", {"url": "ftp://x"}),
                ("PUT", "/webhooks", {"url": "http://x", "events": ["X"]}),
                ("POST", "/webhooks/fire", {"eventType": "X"}), ("POST", "/webhooks/fire", {}),
                ("POST", "/webhooks/fire", {"eventType": "USER_DELETED", "clientId": "x"}),
                ("POST", "/attempts", {"userId": JOHN, "outcome": "failure", "result": "X"}),
                ("POST", "/verify", {}), ("POST", "/verify", {"pattern": {}, "exactly": -1}),
                ("POST", "/verify", {"pattern": {"limit": 1}}),
                ("POST", "/verify", {"pattern": {"path": "x"}}),
                ("POST", "/verify", {"pattern": {"status": 99}}), ("PUT", "/faults", {}),
                *[("POST", "/faults", {**FAULT, **change}) for change in (
                    {"name": "a b"}, {"action": {}}, {"action": {"type": "x"}}, {"match": {"nth": 0}},
                    {"match": {"path": "x"}}, {"match": {"probability": 2}}, {"times": 1},
                    {"action": {"type": "status", "status": 200}},
                    {"action": {"type": "respond", "status": 99}},
                    {"action": {"type": "delay", "delayMs": {"min": 1}}},
                    {"action": {"type": "delay", "delayMs": 1, "execute": True}})], ("PUT", "/state", {"users": []})):
            with self.subTest(method=method, path=path, body=body):
                _, operation = self.operation_of(
                    method, (partner.root + path).removeprefix("/_sandbox"))
                schema = operation["requestBody"]["content"]["application/json"]["schema"]
                self.assertEqual(partner.ask(method, path, body).status, 400)
                self.assertNotEqual(self.fits(schema, body), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
