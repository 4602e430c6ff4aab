#!/usr/bin/env python3
"""protocol.schema.json says what PROTOCOL.md says."""
import json
import pathlib
import re
import unittest

import jsonschema

FOLDER = pathlib.Path(__file__).resolve().parent.parent
PAGE = (FOLDER / "PROTOCOL.md").read_text(encoding="utf-8")
SCHEMA = json.loads((FOLDER / "protocol.schema.json").read_text(encoding="utf-8"))
NAMES = ("request", "answer")
WRONG = {
    "request": ({"id": "1"}, {"call": "frob"}, {"host": "127.0.0.1"}, {"userIds": ["a"]},
                {"consumerKey": None}, {"immediateRedirect": "true"}, {"reconnect": None}, {"timeoutSeconds": 0}, {"timeoutSeconds": "1"}),
    "answer": ({"id": None}, {"unsupported": True, "body": 1}, {"status": 0}, {"headers": {"a": 1}},
               {"error": {"kind": "timeout", "message": ""}}, {"unsupported": False},
               {"error": {"kind": "api", "message": "", "code": 1}}),
}


def examples(name):
    """The lines of the code block below the heading of that name."""
    [block] = re.findall(rf"^## {name.capitalize()}\n.*?```json\n(.*?)```", PAGE, re.M | re.S)
    return [json.loads(line) for line in block.splitlines()]


class Page(unittest.TestCase):
    def setUp(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        self.valid = {name: jsonschema.Draft202012Validator({**SCHEMA["$defs"][name], **{
            "$defs": SCHEMA["$defs"]}}) for name in NAMES}

    def test_every_example_is_valid_and_as_nothing_else(self):
        whole = jsonschema.Draft202012Validator(SCHEMA)
        for name in NAMES:
            self.assertGreater(len(examples(name)), 1)
            for line in examples(name):
                self.valid[name].validate(line)
                whole.validate(line)

    def test_what_is_not_on_the_page_is_not_valid(self):
        for name in NAMES:
            for change in WRONG[name]:
                for line in examples(name):
                    self.assertFalse(self.valid[name].is_valid({**line, **change}), (line, change))

    def test_nothing_that_a_call_needs_may_be_left_out(self):
        optional = {"userIds", "sessionIds", "timeoutSeconds", "broker", "immediateRedirect"}
        for line in examples("request"):
            for field in line.keys() - optional:
                rest = {key: value for key, value in line.items() if key != field}
                self.assertFalse(self.valid["request"].is_valid(rest), rest)

    def test_the_page_names_every_field_call_and_kind(self):
        kinds = SCHEMA["$defs"]["error"]["properties"]["kind"]["enum"]
        fields = SCHEMA["$defs"]["request"]["properties"]
        for word in (*kinds, *fields, *fields["call"]["enum"]):
            self.assertIn(f"`{word}`", PAGE)

    def test_unknown_fields_are_for_requests_only(self):
        for line in examples("request"):
            self.valid["request"].validate({**line, "new": {}})


if __name__ == "__main__":
    unittest.main()
