#!/usr/bin/env python3
"""The examples of README, run as they stand there, print what they say they print.

Usage: examples_test.py ROOT SNAPTRADE_MOCK Shell|Plain|Sdks
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
from contextlib import contextmanager

ROOT, MOCK = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
README = (ROOT / "README.md").read_text(encoding="utf-8")
SDKS = ROOT / "build-sdks"  # where scripts/sdks installs them
DEADLINE = 120
sys.path.insert(0, str(ROOT / "conformance/acceptance"))
import portal  # noqa: E402


def find_example(name):
    """The text of the code block behind the link to the file."""
    [text] = re.findall(rf"\]\(mock_server/examples/{re.escape(name)}\).*?\n```\w+\n(.*?)^```$",
                        README, re.MULTILINE | re.DOTALL)
    return text


class Example(unittest.TestCase):
    @contextmanager
    def started(self, name, interpreter, near):
        """Its process, with a mock of its own; `near` is a folder above which nothing is to be found
        that the example imports."""
        with tempfile.TemporaryDirectory(dir=near) as folder:
            file = pathlib.Path(folder, name)
            file.write_text(find_example(name), encoding="utf-8")
            with subprocess.Popen([MOCK, "--", interpreter, file], cwd=folder, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
                try:
                    yield process
                finally:
                    process.kill()

    def rest_of(self, process):
        """What it still prints until it ends well."""
        printed, errors = process.communicate(timeout=DEADLINE)
        self.assertEqual((process.returncode, errors), (0, ""))
        return printed.splitlines()

    def run_example(self, name, interpreter, near=None):
        promised = re.findall(r"(?:#|//) prints (\S+)$", find_example(name), re.MULTILINE)
        self.assertGreater(len(promised), 2)
        with self.started(name, interpreter, near) as process:
            self.assertEqual(self.rest_of(process), promised)

    def run_with_somebody_at_the_portal(self, name, interpreter, near=None):
        """Who chooses what README shows."""
        text = find_example(name).splitlines()[1:]
        self.assertLessEqual(len([line for line in text if line]), 15)
        [shown] = re.findall(r"^    Open .*token=\.{3}\n((?:    .+\n)+)", README, re.MULTILINE)
        promised = [line.strip() for line in shown.splitlines()]
        with self.started(name, interpreter, near) as process:
            word, link = process.stdout.readline().split()
            self.assertEqual(word, "Open")
            portal.visit(link, broker=promised[0].split()[0].upper())
            self.assertEqual(self.rest_of(process), promised)


class Shell(Example):
    def test_the_shell_example_prints_what_it_says(self):
        self.run_example("isolate.sh", "bash")


class Plain(Example):
    def test_the_example_of_retries_prints_what_it_says(self):
        self.run_example("retry.py", sys.executable)


class Sdks(Example):
    def test_the_first_connection_in_python_prints_what_readme_shows(self):
        self.run_with_somebody_at_the_portal("connect.py", SDKS / "python-newest/bin/python")

    def test_the_first_connection_in_typescript_prints_what_readme_shows(self):
        self.run_with_somebody_at_the_portal("connect.mjs", "node", near=SDKS / "typescript-newest")

    def test_the_python_example_prints_what_it_says(self):
        self.run_example("isolate.py", SDKS / "python-newest/bin/python")

    def test_the_typescript_example_prints_what_it_says(self):
        self.run_example("isolate.mjs", "node", near=SDKS / "typescript-newest")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
