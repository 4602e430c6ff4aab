#!/usr/bin/env python3
"""scripts/start: what somebody sees who has just cloned the project.

Usage: start_test.py SCRIPTS
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest

SCRIPTS = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
DEADLINE = 300  # the first start builds


class Start(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def start(self, *arguments):
        """The process, and what it said on stderr by the time it was ready."""
        said = self.folder / "stderr"
        with open(said, "wb") as stderr:
            process = subprocess.Popen(
                [SCRIPTS / "start", "--listen", "127.0.0.1:0", "--log", "none", *arguments],
                stdout=subprocess.PIPE, stderr=stderr, text=True, cwd=self.folder)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        self.ready_line = process.stdout.readline()
        end = time.monotonic() + DEADLINE
        while "Control-C stops it." not in said.read_text(encoding="utf-8"):
            self.assertLess(time.monotonic(), end)
            self.assertIsNone(process.poll(), said.read_text(encoding="utf-8"))
        return process, said.read_text(encoding="utf-8")

    def test_it_prints_credentials_and_a_command_that_answers_200(self):
        process, said = self.start()
        self.assertRegex(self.ready_line, r"^listening on http://127\.0\.0\.1:\d+\n$")
        for name in ("BASE_URL", "CLIENT_ID", "CONSUMER_KEY", "USER_ID", "USER_SECRET"):
            self.assertRegex(said, rf"(?m)^ +export SNAPTRADE_{name}=\S+$")
        [command] = re.findall(r"(?m)^ +(\S+ sign .*)$", said)
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60,
                              cwd=self.folder, check=False)
        self.assertTrue(done.stdout.startswith("HTTP/1.1 200 OK"), done.stdout + done.stderr)
        exports = "\n".join(re.findall(r"(?m)^ +(export SNAPTRADE_\S+)$", said))
        listed = subprocess.run(["sh", "-c", f"{exports}\n{command.split()[0]} list"], timeout=60,
                                capture_output=True, text=True, check=True).stdout
        self.assertEqual(len(listed.splitlines()), 4)
        [command] = re.findall(r"(?m)^ +(curl .*_sandbox.*)$", said)
        made = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60,
                              check=True).stdout
        self.assertIn("consumerKey", json.loads(made))
        process.terminate()
        self.assertEqual(process.wait(60), 0)

    def test_without_the_control_api_it_does_not_offer_it(self):
        _, said = self.start("--no-control")
        self.assertIn("SNAPTRADE_CLIENT_ID", said)
        self.assertNotIn("_sandbox", said)

    def test_with_fixtures_of_ones_own_it_prints_no_credentials(self):
        _, said = self.start("--fixtures", str(SCRIPTS.parent / "fixtures" / "default"))
        self.assertNotIn("SNAPTRADE_", said)
        self.assertIn(self.ready_line.split()[-1] + "/api/v1", said)

    def test_the_mocks_own_answers_pass_through(self):
        for arguments, status, words in ((["--check"], 0, "no problem found"),
                                         (["--help"], 0, "usage: snaptrade-mock"),
                                         (["--threads", "none"], 2, "--threads"),
                                         (["--", "sh", "-c", "exit 7"], 7, "")):
            done = subprocess.run([SCRIPTS / "start", *arguments], capture_output=True, text=True,
                                  timeout=60, cwd=self.folder, check=False)
            self.assertEqual(done.returncode, status, arguments)
            self.assertIn(words, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
