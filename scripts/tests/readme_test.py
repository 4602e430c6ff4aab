#!/usr/bin/env python3
"""README: what it names is there, and what is there it names.

Usage: readme_test.py ROOT BIN
"""
import fnmatch
import pathlib
import re
import subprocess
import sys
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

    def test_every_script_it_names_can_be_run(self):
        scripts = set(re.findall(r"scripts/([a-z]+)\b(?!/)", README)) - {"tests"}
        self.assertLessEqual({"start", "test", "bench"}, scripts)
        for script in scripts:
            self.assertTrue((ROOT / "scripts" / script).stat().st_mode & 0o100, script)

    def test_the_map_names_files_that_are_there(self):
        source_map = README.split("## A map of the source")[1].split("## License")[0]
        there = [path.name for folder in ("client", "mock_server", "conformance")
                 for path in (ROOT / folder).rglob("*.[ch]")]
        named = re.findall(r"[a-z0-9_*]+\.[ch]\b", source_map)
        self.assertIn("store.c", named)
        for name in named:
            self.assertTrue(fnmatch.filter(there, name), name)

    def test_the_rules_in_it_are_those_of_the_verifier(self):
        verifier = (ROOT / "client/src/signing/verify.c").read_text(encoding="utf-8")
        rules = re.findall(r"^\| `([a-z][a-z-]+)` \|", README, re.MULTILINE)
        self.assertEqual(sorted(rules), sorted(set(re.findall(r'"([a-z]+-[a-z-]+)"', verifier))))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
