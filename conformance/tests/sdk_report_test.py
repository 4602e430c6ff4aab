#!/usr/bin/env python3
"""snaptrade-conformance sdk-report: SDKs side by side, as HTML and Markdown, and bad input.

Usage: sdk_report_test.py SNAPTRADE_CONFORMANCE
"""
import html.parser
import os
import re
import subprocess
import sys
import tempfile
import unittest

from sdk_reports import HOSTILE, VERDICTS, report, write, write_all

PROGRAM = (sys.argv[1:] + [""])[0]


class Cells(html.parser.HTMLParser):
    """The words of each cell of the matrix, by row; whether it has details; and all elements."""

    def __init__(self):
        super().__init__()
        self.rows, self.row, self.columns, self.open, self.names = {}, None, [], [], set()
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        attributes = dict(attrs)
        if tag == "tr":
            self.row = self.rows.setdefault(attributes["id"], []) if "id" in attributes else None
        if tag == "td" and self.row is not None:
            self.row.append([attributes.get("class"), "", False])
        if tag == "details" and self.row:
            self.row[-1][2] = True
        if tag not in ("meta", "link", "input", "col"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        self.text += data
        if self.row:
            self.row[-1][1] += data


class Report(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())

    def run_it(self, *arguments):
        return subprocess.run([PROGRAM, "sdk-report", *arguments], capture_output=True, timeout=60,
                              check=False)

    def write_all(self, *arguments):
        done = self.run_it(*write_all(self.folder), *arguments)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout.decode()

    def page(self):
        page = Cells()
        page.feed(self.write_all())
        page.close()
        self.assertEqual(page.open, [])
        return page


class Html(Report):
    def test_each_requirement_has_a_verdict_of_each_sdk_in_words(self):
        rows = self.page().rows
        ids = ["SDK-SIGN-001", "SDK-SIGN-009", "SDK-CALL-003", "SDK-CALL-016", "SDK-FAULT-001"]
        self.assertEqual(list(rows), ids)
        for requirement in ids:
            for cell, verdicts in zip(rows[requirement], VERDICTS.values(), strict=True):
                verdict = verdicts.get(requirement)
                self.assertEqual(cell[0], verdict)
                self.assertIn((verdict or "not scored").replace("-", " ")
                              .replace("non strict", "non-strict"), cell[1])

    def test_what_did_not_pass_has_its_evidence_and_what_passed_has_none(self):
        rows = self.page().rows
        self.assertFalse(any(cell[2] for row in rows.values() for cell in row
                             if cell[0] in (None, "passed")))
        failed = rows["SDK-CALL-016"][1]
        self.assertTrue(failed[2])
        for text in (f"why {HOSTILE}", '"a": 1', "Received" + HOSTILE, f"DELETE /0?{HOSTILE}",
                     "401, refused: milliseconds, a body of 2 bytes", "... 3 more requests",
                     "more bytes", "wire capture of official SDKs: no call has a body"):
            self.assertIn(text, failed[1])
        self.assertNotIn("DELETE /8", failed[1])
        self.assertIn("no request with the partner's clientId", rows["SDK-FAULT-001"][1][1])

    def test_hostile_texts_stay_texts(self):
        page = self.page()
        self.assertNotIn("img", page.names)
        self.assertNotIn("script", page.names)
        self.assertIn(HOSTILE, page.text)

    def test_assumptions_are_called_ours_in_their_row_only(self):
        out = self.write_all()
        rows = dict(re.findall(r'<tr id="([A-Z0-9-]+)".*?<th(.*?)</th>', out, re.DOTALL))
        self.assertEqual([name for name, row in rows.items() if "our assumption" in row],
                         ["SDK-SIGN-009", "SDK-FAULT-001"])

    def test_a_file_gets_what_standard_output_gets(self):
        path = os.path.join(self.folder, "matrix.html")
        self.assertEqual(self.write_all("-o", path), "")
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), self.write_all("-o", "-"))


class Markdown(Report):
    def test_it_has_totals_and_a_table_per_area(self):
        out = self.write_all("--format", "md")
        self.assertIn("| SDK | passed | failed | not judged | non-strict | unsupported | "
                      "adapter error | scored |\n", out)
        self.assertIn("| body on DELETE | 1 | 2 | 0 | 1 | 0 | 1 | 2026-01-02T03:04:05Z |\n", out)
        self.assertEqual(re.findall("^### ([A-Z-]+)", out, re.MULTILINE),
                         ["SDK-SIGN", "SDK-CALL", "SDK-FAULT"])
        self.assertIn("| SDK-CALL-016 DELETE has no body. | MUST | sdk | passed | failed |  |\n",
                      out)

    def test_hostile_names_do_not_break_its_tables(self):
        out = self.write_all("--format", "md")
        plain = re.sub(r"\\.", "", out)
        self.assertNotRegex(plain, r"[<`*\[]")
        tables = re.findall(r"(?:^\|.*\n)+", plain, re.MULTILINE)
        self.assertEqual(len(tables), 4)
        for table in tables:
            self.assertEqual(len({line.count("|") for line in table.splitlines()}), 1, table)


class BadInput(Report):
    def refused(self, *arguments):
        done = self.run_it(*arguments)
        self.assertEqual((done.returncode, done.stdout), (2, b""), done.stderr)
        return done.stderr.decode()

    def refused_content(self, content):
        path = write(self.folder, "bad.json", content)
        said = self.refused(path)
        self.assertTrue(said.startswith(f"snaptrade-conformance sdk-report: {path}: "), said)
        return said.removeprefix(f"snaptrade-conformance sdk-report: {path}: ")

    def changed(self, **members):
        content = report("sign right")
        content.update(members)
        return self.refused_content(content)

    def test_no_file_and_files_that_cannot_be_read(self):
        self.assertIn("FILE: missing", self.refused())
        gone = os.path.join(self.folder, "gone.json")
        self.assertIn(f"{gone}: No such file", self.refused(gone))
        self.assertIn("Is a directory", self.refused(self.folder))

    def test_what_is_no_json_is_named_by_line_and_column(self):
        self.assertEqual(self.refused_content(b'{\n "a": 1,\n  "b": oops}'),
                         "line 3, column 8: is no JSON\n")
        self.assertEqual(self.refused_content(b'{}\0'), "line 1, column 3: is no JSON\n")
        self.assertIn("is no JSON", self.refused_content(b""))

    def test_what_is_no_report_of_an_sdk_is_named_by_member(self):
        self.assertIn("program: no report", self.refused_content({"a": 1}))
        self.assertIn("program: no report", self.refused_content(b"[1]"))
        self.assertIn("program: no report of snaptrade-conformance: other 1\n",
                      self.changed(program="other 1"))
        self.assertIn("target: no name", self.changed(target=""))
        self.assertIn("time: missing", self.changed(time=3))
        self.assertIn("results: there are none", self.changed(results=[]))
        self.assertIn("results[0].id: missing", self.changed(results=["x"]))

    def test_results_are_held_against_the_catalogue(self):
        good = report("sign right")["results"]
        self.assertIn("results[5].id: no requirement of an SDK: SIGN-001",
                      self.changed(results=good + [{"id": "SIGN-001", "verdict": "passed"}]))
        self.assertIn("results[5].id: stands there twice: SDK-SIGN-001",
                      self.changed(results=good + [good[0]]))
        self.assertIn("results[0].verdict: no verdict: great\u241b[31m",
                      self.changed(results=[dict(good[0], verdict="great\x1b[31m")]))
        self.assertIn("results[0].message: no string",
                      self.changed(results=[dict(good[0], message=1)]))

    def test_two_sdks_of_the_same_name_are_refused(self):
        one, other = (write(self.folder, name, report("sign right")) for name in ("a", "b"))
        said = self.refused(one, other)
        self.assertIn(f"{other}: target: the same name as in another report: {one}\n", said)
        self.assertIn("--name", said)

    def test_what_cannot_be_written_is_said_and_options_are_checked(self):
        [path, *_] = write_all(self.folder)
        self.assertIn("No such file", self.refused(path, "-o", self.folder + "/gone/x.html"))
        self.assertIn("neither html nor md", self.refused(path, "--format", "pdf"))
        self.assertIn("--nonsense: no option", self.refused(path, "--nonsense"))
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, "sdk-report", path], stdout=full, timeout=60,
                                  stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"No space left", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
