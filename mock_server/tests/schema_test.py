#!/usr/bin/env python3
"""The JSON Schemas of the fixtures say what the mock server says, field by field.

Usage: schema_test.py SNAPTRADE_MOCK FIXTURES
"""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jsonschema

MOCK, FIXTURES = (sys.argv[1:] + ["", ""])[:2]
DEFAULT, SCHEMA = pathlib.Path(FIXTURES) / "default", pathlib.Path(FIXTURES) / "schema"
NAMES = ["partners", "users", "brokerages", "scenarios", "authorizations", "accounts",
         "session_events"]
VALUES = [None, True, 7, 1.5, 2**31, "", "x", "x" * 256, [], ["x"], {}, {"x": 1},
          "2024-08-20T21:56:19Z", "2024-08-20", "2024-08-20T21:56:19",
          "00000000-0000-4000-8000-00000000000g"]


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def places(document):
    """Every member of the item with the most fields: a path of keys."""
    ((key, items),) = [(k, v) for k, v in document.items() if isinstance(v, list)]

    def below(value, path):
        if isinstance(value, dict) and path[-1] != "meta":
            for name, member in value.items():
                yield [*path, name]
                yield from below(member, [*path, name])

    index = max(range(len(items)), key=lambda i: len(items[i]))
    yield [key, index]
    yield from below(items[index], [key, index])


def changed(document, path, change):
    document = copy.deepcopy(document)
    parent = document
    for key in path[:-1]:
        parent = parent[key]
    change(parent, path[-1])
    return document


class Schemas(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.documents = {name: load(DEFAULT / f"{name}.json") for name in NAMES}
        cls.validators = {}
        for name in NAMES:
            schema = load(SCHEMA / f"{name}.schema.json")
            jsonschema.Draft202012Validator.check_schema(schema)
            cls.validators[name] = jsonschema.Draft202012Validator(schema)

    def mock_says(self, name, document):
        """What the mock finds wrong with the form of a file; what belongs together is not form."""
        with tempfile.TemporaryDirectory() as folder:
            for other, content in {**self.documents, name: document}.items():
                path = pathlib.Path(folder) / f"{other}.json"
                path.write_text(json.dumps(content), encoding="utf-8")
            done = subprocess.run([MOCK, "--check", "--fixtures", folder], capture_output=True,
                                  text=True, timeout=30, check=False)
        problems = [line for line in done.stderr.splitlines() if f"{name}.json:" in line]
        form = (": must be ", ": unknown field", ": missing")
        return problems, [line for line in problems if any(words in line for words in form)]

    def assert_agree(self, name, document, what):
        valid = self.validators[name].is_valid(document)
        _, form = self.mock_says(name, document)
        if valid:
            self.assertEqual(form, [], what)
        else:
            self.assertNotEqual(form, [], f"the mock accepts {what}, the schema does not")

    def test_the_default_fixtures_are_valid(self):
        for name, document in self.documents.items():
            self.validators[name].validate(document)
            self.assertEqual(document["$schema"], f"../schema/{name}.schema.json")
            self.assertEqual(self.mock_says(name, document)[0], [])

    def test_both_agree_on_every_field_left_out_misspelt_or_of_another_value(self):
        for name, document in self.documents.items():
            for path in places(document):
                self.assert_agree(name, changed(document, path, lambda p, k: p.pop(k)), [path, "-"])
                if isinstance(path[-1], str):
                    self.assert_agree(name, changed(
                        document, path, lambda p, k: p.update({k + "s": p.pop(k)})), [path, "+s"])
                for value in VALUES:
                    self.assert_agree(name, changed(
                        document, path, lambda p, k, v=value: p.__setitem__(k, v)), [path, value])

    def test_both_agree_on_the_file_as_a_whole(self):
        for name, document in self.documents.items():
            for other in ([], None, {}, {**document, "more": 1}, {"$schema": "x"},
                          {**document, "$schema": 1}):
                self.assert_agree(name, other, other)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
