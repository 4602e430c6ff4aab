#!/usr/bin/env python3
"""/openapi.json: what is in it, and that it is there.

Usage: api_openapi_test.py SNAPTRADE_MOCK OPENAPI_SCHEMA
"""
import json
import pathlib
import re
import sys
import unittest

import jsonschema
import yaml

import sandbox

PROGRAM, SCHEMA = (sys.argv[1:] + ["", ""])[:2]
ROOT = pathlib.Path(__file__).parents[2]
OURS = ["/health", "/openapi.json"]


def routes():
    """What routes.c has a handler for, as (method, path)."""
    text = (ROOT / "mock_server/src/api/routes.c").read_text(encoding="utf-8")
    names = dict(re.findall(r'#define (AUTHORIZATION|ACCOUNT) "(\S+)"', text))
    text = re.sub(r'\b(AUTHORIZATION|ACCOUNT)\b', lambda name: f'"{names[name[0]]}"', text)
    text = text.replace('" "', "").replace("OPEN(", "CLIENT(HTTP_GET, ").replace("{HTTP_", "USER(HTTP_")
    rows = re.findall(r'^    (?:USER|CLIENT)\(HTTP_(\w+),(?: false,)? "(\S+?)"', text, re.MULTILINE)
    return [(method, path) for method, path in rows if path not in OURS]


def json_schema(part):
    """A schema of OpenAPI 3.0 as one of JSON Schema."""
    if isinstance(part, list):
        return [json_schema(one) for one in part]
    if not isinstance(part, dict):
        return part
    made = {name: json_schema(value) for name, value in part.items() if name != "nullable"}
    return {"anyOf": [made, {"type": "null"}]} if part.get("nullable") is True else made


class Document(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with sandbox.Mock(PROGRAM, "--log", "none", "--no-control") as mock:
            cls.answer = mock.ask("GET", "/openapi.json")
        cls.document = cls.answer.json()

    def test_it_is_the_file_and_needs_neither_signature_nor_control_api(self):
        text = (ROOT / "fixtures/openapi.yaml").read_text(encoding="utf-8")
        self.assertEqual(self.answer.headers["content-type"], "application/json")
        self.assertEqual(self.document, yaml.safe_load(text))

    def test_it_is_valid_openapi(self):
        with open(SCHEMA, encoding="utf-8") as file:
            jsonschema.Draft4Validator(json.load(file)).validate(self.document)

    def test_it_has_the_calls_that_the_mock_answers_and_no_other(self):
        documented = [(method.upper(), path) for path, item in self.document["paths"].items()
                      for method in item if method != "parameters"]
        self.assertGreaterEqual(len(documented), 27)
        self.assertEqual(sorted(documented), sorted(routes()))

    def test_every_component_is_there_and_used(self):
        named = set(re.findall(r'"#/components/(\w+/\w+)"', json.dumps(self.document)))
        there = {f"{kind}/{name}" for kind, names in self.document["components"].items()
                 for name in names if kind != "securitySchemes"}
        self.assertEqual(named, there)
        for schemes in self.document["security"]:
            self.assertEqual(schemes.keys(), self.document["components"]["securitySchemes"].keys())

    def test_accounts_of_the_fixtures_are_answered_as_it_says(self):
        components = json_schema(self.document["components"])
        with sandbox.Mock(PROGRAM, "--log", "none", "--no-control") as mock:
            for account in mock.ask("GET", "/accounts", sandbox.user_query()).json():
                for path, item in self.document["paths"].items():
                    if not path.startswith("/accounts/"):
                        continue
                    with self.subTest(path=path, account=account["id"]):
                        answer = mock.ask("GET", path.replace("{accountId}", account["id"]),
                                          sandbox.user_query())
                        [content] = item["get"]["responses"][str(answer.status)]["content"].values()
                        jsonschema.Draft4Validator(
                            {**json_schema(content["schema"]), "components": components},
                            format_checker=jsonschema.FormatChecker()).validate(answer.json())
                        self.assertEqual(answer.status, 200)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
