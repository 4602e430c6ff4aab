#!/usr/bin/env python3
"""Every format of a report, of verdicts of every kind, as those read it for whom it is made.

Usage: report_formats_test.py SAMPLE_REPORT
"""
import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

SAMPLE = (sys.argv[1:] + [""])[0]
FORMATS = ("text", "tap", "junit", "json", "html")
OURS = "an assumption of ours, not a rule of SnapTrade's"
# What the hostile text of the sample looks like where control characters have no place.
SHOWN = ("<script>alert(1)</script> ]]> &amp; \"quoted\" 'single' # no directive \\# \u241b[31m "
         "\u2401 \ufffd \ufffd reversed")

# TAP::Parser is what prove reads TAP with: each line that it tells apart, as JSON.
READ_TAP = r"""
use TAP::Parser; use JSON::PP; local $/; my ($tap, @rows) = <STDIN>;
my $parser = TAP::Parser->new({tap => $tap});
while (my $line = $parser->next) {
    push @rows, {type => $line->type,
        $line->is_test ? (number => $line->number + 0, text => $line->description,
                          ok => $line->is_actual_ok ? 1 : 0, good => $line->is_ok ? 1 : 0,
                          directive => $line->directive, why => $line->explanation) : (),
        $line->is_yaml ? (data => $line->data) : ()};
}
print JSON::PP->new->latin1->encode(
    {rows => \@rows, errors => [$parser->parse_errors], version => $parser->version + 0});
"""


def write(name, *more):
    done = subprocess.run([SAMPLE, name, *more], capture_output=True, timeout=60, check=True)
    return done.stdout.decode("utf-8")  # which is strict


def read_tap(tap):
    done = subprocess.run(["perl", "-e", READ_TAP], input=tap.encode(), capture_output=True,
                          timeout=60, check=True)
    read = json.loads(done.stdout)
    tests, last = {}, None
    for row in read["rows"]:
        if row["type"] == "test":
            last = tests[row["text"].split()[1]] = row
        elif row["type"] == "yaml":
            last["data"] = row["data"]
    return read, tests


class EveryFormat(unittest.TestCase):
    def test_it_is_text_without_control_characters(self):
        for name in FORMATS:
            with self.subTest(format=name):
                self.assertEqual(re.findall(r"[^\n\t\x20-\x7e\xa0-\u200d\u2027-\u2029\u202f-\U0010ffff]",
                                            write(name)), [])

    def test_it_tells_how_many_requirements_are_proven_able_to_fail(self):
        for name in FORMATS:
            with self.subTest(format=name):
                if name == "json":
                    self.assertEqual(json.loads(write(name))["proof"],
                                     {"requirements": 8, "provenAbleToFail": 7, "mutants": 9})
                else:
                    self.assertIn("7 of the suite's 8 requirements are proven able to fail, by 9 mutants.",
                                  write(name))

    def test_an_assumption_is_called_one(self):
        for name in FORMATS:
            with self.subTest(format=name):
                report = write(name).replace("&#39;", "'").replace("''", "'")
                self.assertIn('"assumed"' if name == "json" else OURS, report.replace("An ", "an "))

    def test_a_name_of_no_format_is_refused(self):
        done = subprocess.run([SAMPLE, "pdf"], capture_output=True, text=True, check=False)
        self.assertIn(", ".join(FORMATS), done.stderr)


class Json(unittest.TestCase):
    def test_it_has_all_that_is_known(self):
        report = json.loads(write("json"))
        self.assertEqual([one["verdict"] for one in report["results"]],
                         ["passed", "failed", "failed", "expected-failure", "unexpected-pass",
                          "not-judged", "withdrawn"])
        failed = report["results"][1]
        self.assertIn("\x1b[31m \x01 \ufffd", failed["message"])
        self.assertEqual((failed["runs"], failed["failures"], failed["exchange"]["status"]),
                         (3, 2, 401))
        self.assertIs(report["conforms"], False)


class Tap(unittest.TestCase):
    def test_it_says_of_each_what_became_of_it(self):
        read, tests = read_tap(write("tap"))
        self.assertEqual((read["errors"], read["version"]), ([], 13))
        self.assertEqual(
            {i: (one["ok"], one["good"], one["directive"], one["why"]) for i, one in tests.items()},
            {"SIGN-001": (1, 1, "", ""), "SIGN-002": (0, 0, "", ""), "SIGN-003": (0, 0, "", ""),
             "LIST-001": (0, 1, "TODO", "bug \\# 12"), "LIST-002": (1, 1, "TODO", "bug 13"),
             "LIST-003": (1, 1, "SKIP", "no \\# leave"), "LIST-004": (1, 1, "SKIP", "it is gone")})

    def test_a_failure_has_the_difference_and_the_command(self):
        _, tests = read_tap(write("tap"))
        data = tests["SIGN-002"]["data"]
        self.assertEqual(data["message"], SHOWN)
        self.assertEqual(data["expected"], '401 {"detail":"it\'s","code":"1076"}')
        self.assertEqual(data["received"], f"  deeper at first\n\n{SHOWN}\nlast")
        self.assertEqual(data["command"], 'now=$(date +%s)\ncurl -i \\\n  "http://h/?a&b"\n')
        self.assertEqual(data["source"], "an answer # 2")
        self.assertEqual(tests["SIGN-003"]["data"]["meaning"], "nobody knows: " + OURS)

    def test_prove_reads_it(self):
        for more, summary in (((), "Failed tests:  2-3"), (("stopped",), "FAILED--Further")):
            with tempfile.NamedTemporaryFile("w", suffix=".tap", encoding="utf-8") as file:
                file.write(write("tap", *more))
                file.flush()
                done = subprocess.run(["prove", "-e", "cat", file.name], capture_output=True,
                                      text=True, timeout=60, check=False)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(summary, done.stdout + done.stderr)


class Junit(unittest.TestCase):
    def setUp(self):
        self.root = xml.etree.ElementTree.fromstring(write("junit"))
        self.cases = {case.get("name").split()[0]: case for case in self.root.iter("testcase")}

    def test_each_area_is_a_suite_with_its_counts(self):
        self.assertEqual([(suite.get("name"), suite.get("tests"), suite.get("failures"),
                           suite.get("skipped"), suite.get("time")) for suite in self.root],
                         [("snaptrade.SIGN", "3", "2", "0", "3.704"),
                          ("snaptrade.LIST", "4", "0", "3", "4.938")])
        properties = {one.get("name"): one.get("value") for one in self.root[0].iter("property")}
        self.assertEqual(properties["target"], "http://127.0.0.1:1/<api>?a&b")
        self.assertEqual(properties["area"], "signatures & <more>")

    def test_each_case_says_what_became_of_it(self):
        self.assertEqual({i: [one.tag for one in case if one.tag != "system-out"]
                          for i, case in self.cases.items()},
                         {"SIGN-001": [], "SIGN-002": ["failure"], "SIGN-003": ["failure"],
                          "LIST-001": ["skipped"], "LIST-002": [], "LIST-003": ["skipped"],
                          "LIST-004": ["skipped"]})
        self.assertEqual(self.cases["SIGN-001"].attrib,
                         {"classname": "snaptrade.SIGN", "time": "1.235",
                          "name": 'SIGN-001 A <signature> & its "key".'})
        self.assertEqual(self.cases["LIST-001"].find("skipped").get("message"), "bug # 12")
        self.assertIn("answered 500", self.cases["LIST-001"].find("system-out").text)

    def test_a_failure_has_the_difference_and_the_command(self):
        failure = self.cases["SIGN-002"].find("failure")
        self.assertEqual(failure.get("message"), SHOWN)
        self.assertIn(f"received:\n  deeper at first\n\n{SHOWN}\nlast\n", failure.text)
        self.assertIn('curl -i \\\n  "http://h/?a&b"\n', failure.text)
        self.assertIn("source: an answer # 2", self.cases["SIGN-002"].find("system-out").text)


class Page(html.parser.HTMLParser):
    """Elements that are closed as they were opened, their attributes, and the text."""

    EMPTY = {"meta", "link", "input"}

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.texts = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            raise ValueError(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data):
        self.texts.append(data)


class Html(unittest.TestCase):
    def setUp(self):
        self.text = write("html")
        self.page = Page(self.text)

    def test_every_element_is_closed_and_every_id_occurs_once(self):
        self.assertEqual(self.page.open, [])
        ids = [attributes["id"] for _, attributes in self.page.elements if "id" in attributes]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertIn("SIGN-002", ids)
        self.assertEqual({attributes["for"] for tag, attributes in self.page.elements
                          if tag == "label"} - set(ids), set())
        self.assertNotIn("{{", self.text)

    def test_it_needs_nothing_and_runs_nothing(self):
        tags = {tag for tag, _ in self.page.elements}
        self.assertEqual(tags & {"script", "img", "iframe", "object", "form", "a"}, set())
        for tag, attributes in self.page.elements:
            self.assertFalse([name for name in attributes if name.startswith("on")], tag)
            for name in ("src", "href"):
                self.assertIn(attributes.get(name, "data:,"), ("data:,",))
        self.assertNotRegex(self.text, r"url\(|@import")

    def test_what_a_server_sent_is_shown_as_it_is(self):
        text = "".join(self.page.texts)
        # In the message, in what was received, and in a header of two answers.
        self.assertEqual(text.count(SHOWN), 4)
        self.assertIn('"big": 12345678901234567890', text)
        self.assertIn('[\n    1e15,\n    {\n      "t": "x, {y}: \\"z\\""\n    }\n  ]', text)
        self.assertIn('"a": [],', text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
