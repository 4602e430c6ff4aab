#!/usr/bin/env python3
"""README: what it names is there, and what is there it names.

Usage: readme_test.py ROOT BIN
"""
import fnmatch
import os
import pathlib
import re
import subprocess
import sys
import textwrap
import unittest

ROOT, BIN = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPTION = re.compile(r"^  (--[a-z-]+)", re.MULTILINE)


def help_of(program):
    return subprocess.run([BIN / program, "--help"], capture_output=True, text=True,
                          check=True).stdout


class Readme(unittest.TestCase):
    def test_every_option_of_the_mock_stands_in_it(self):
        options = OPTION.findall(help_of("snaptrade-mock"))
        self.assertIn("--listen", options)
        for option in options:
            self.assertRegex(README, rf"`{option}[ `]")

    def test_every_environment_variable_stands_in_it(self):
        for program in ("snaptrade-mock", "snaptrade-client"):
            variables = re.findall(r"environment: ([A-Z_]+)", help_of(program))
            self.assertIn("SNAPTRADE_", variables[0])
            for variable in variables:
                self.assertIn(f"`{variable}`", README)

    def test_every_link_leads_somewhere(self):
        links = re.findall(r"\]\(([^)#]+)\)", README)
        self.assertIn("LICENSE", links)
        for link in links:
            self.assertTrue((ROOT / link).exists(), link)

    def test_every_anchor_is_a_heading(self):
        headings = re.findall(r"^##+ (.*)$", README, re.MULTILINE)
        anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
        self.assertLessEqual(set(re.findall(r"\]\(#([^)]+)\)", README)), anchors)

    def test_every_script_it_names_can_be_run(self):
        scripts = set(re.findall(r"scripts/([a-z]+)\b(?!/)", README)) - {"tests"}
        self.assertLessEqual({"start", "test", "bench"}, scripts)
        for script in scripts:
            self.assertTrue((ROOT / "scripts" / script).stat().st_mode & 0o100, script)

    def test_what_explain_prints_is_what_it_shows(self):
        command, shown = re.search(r"\n\n((?:    .*explain GET \\\n)(?:      .*\n)+)\n"
                                   r"((?:(?:    .*)?\n)+?)It makes", README).groups()
        done = subprocess.run(["sh", "-c", command.replace("build/bin", str(BIN))], check=False,
                              capture_output=True, text=True, env={"PATH": os.environ["PATH"]})
        self.assertEqual(done.stdout.strip(), textwrap.dedent(shown).strip(), done.stderr)
        self.assertEqual(done.returncode, 1)

    def test_the_map_names_files_that_are_there(self):
        source_map = README.split("## A map of the source")[1].split("## License")[0]
        there = [path.name for folder in ("client", "mock_server", "conformance")
                 for path in (ROOT / folder).rglob("*.[ch]")]
        named = re.findall(r"[a-z0-9_*]+\.[ch]\b", source_map)
        self.assertIn("store.c", named)
        for name in named:
            self.assertTrue(fnmatch.filter(there, name), name)

    def test_its_tables_name_every_call_of_the_control_api_and_no_other(self):
        source = (ROOT / "mock_server/src/control/control_routes.c").read_text(encoding="utf-8")
        [partner] = re.findall(r'#define PARTNER "(.*)"', source)
        routes = {f"{method} {partner if below else ''}{path}" for method, below, path in
                  re.findall(r'\(HTTP_([A-Z]+), (PARTNER)?(?: ?"([^"]*)")?', source)}
        self.assertIn("GET " + partner, routes)
        named = []
        for prefix, table in re.findall(r"^\| below `/_sandbox(.*)` \|.*\n((?:\|.*\n)+)", README,
                                        re.MULTILINE):
            named += [f"{method} {prefix}{path}" for method, path in
                      re.findall(r"^\| `([A-Z]+) ?(\S*)` \|", table, re.MULTILINE)]
        self.assertEqual(sorted(named), sorted(routes))

    def test_its_examples_are_the_files(self):
        adapter = "conformance/sdk/shell/adapter.sh"
        examples = re.findall(rf"\]\((mock_server/examples/\S+|{adapter})\).*?\n```\w+\n(.*?)^```$",
                              README, re.MULTILINE | re.DOTALL)
        files = [*(ROOT / "mock_server/examples").iterdir(), ROOT / adapter]
        self.assertEqual(dict(examples), {str(file.relative_to(ROOT)): file.read_text("utf-8")
                                          for file in files})

    def test_its_table_of_reports_names_the_formats_of_the_program(self):
        refused = subprocess.run([BIN / "snaptrade-conformance", "--report", "none=-"], check=False,
                                 capture_output=True, text=True).stderr
        [formats] = re.findall(r"there are ([a-z, ]+) \(", refused)
        self.assertIn("html", formats)
        self.assertEqual(sorted(re.findall(r"^\| `([a-z]+)=FILE` \|", README, re.MULTILINE)),
                         sorted(formats.split(", ")))

    def test_the_rules_in_it_are_those_of_the_verifier(self):
        verifier = (ROOT / "client/src/signing/verify.c").read_text(encoding="utf-8")
        rules = re.findall(r"^\| `([a-z][a-z-]+)` \|", README, re.MULTILINE)
        self.assertEqual(sorted(rules), sorted(set(re.findall(r'"([a-z]+-[a-z-]+)"', verifier))))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
