#!/usr/bin/env python3
"""The examples of README, run as they stand there, print what they say they print.

Usage: examples_test.py ROOT SNAPTRADE_MOCK Shell|Sdks
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT, MOCK = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
README = (ROOT / "README.md").read_text(encoding="utf-8")
SDKS = ROOT / "build-sdks"  # where scripts/sdks installs them
DEADLINE = 120


def find_example(name):
    """The text of the code block behind the link to the file."""
    [text] = re.findall(rf"\]\(mock_server/examples/{re.escape(name)}\).*?\n```\w+\n(.*?)^```$",
                        README, re.MULTILINE | re.DOTALL)
    return text


class Example(unittest.TestCase):
    def run_example(self, name, interpreter, near=None):
        """`near` is a folder above which nothing is to be found that the example imports."""
        text = find_example(name)
        with tempfile.TemporaryDirectory(dir=near) as folder:
            file = pathlib.Path(folder, name)
            file.write_text(text, encoding="utf-8")
            done = subprocess.run([MOCK, "--", interpreter, file], capture_output=True, text=True,
                                  timeout=DEADLINE, cwd=folder, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        promised = re.findall(r"(?:#|//) prints (\S+)$", text, re.MULTILINE)
        self.assertGreater(len(promised), 2)
        self.assertEqual(done.stdout.splitlines(), promised)


class Shell(Example):
    def test_the_shell_example_prints_what_it_says(self):
        self.run_example("isolate.sh", "bash")


class Sdks(Example):
    def test_the_python_example_prints_what_it_says(self):
        self.run_example("isolate.py", SDKS / "python-newest/bin/python")

    def test_the_typescript_example_prints_what_it_says(self):
        self.run_example("isolate.mjs", "node", near=SDKS / "typescript-newest")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
