#!/usr/bin/env python3
"""Every row of limits.py holds still, and README names each and no other.

Usage: limits_test.py SNAPTRADE_MOCK README
"""
import pathlib
import subprocess
import sys
import unittest

import limits
from case import judge, play
from server import GOOD, Server, sandbox

PROGRAM, README = [*sys.argv[1:3], "", ""][:2]


class Limits(unittest.TestCase):
    def start(self, *options):
        server = Server(PROGRAM, *options)
        self.addCleanup(lambda: self.assertEqual(server.finish(), []))
        return server

    def test_every_limit_is_still_one(self):
        server = self.start()
        for case in limits.CASES:
            with self.subTest(case.name):
                self.assertEqual(judge(case, play(server.port, case)), [])
                self.assertEqual(list(server.illness()), [])

    def test_ipv6(self):
        done = subprocess.run([PROGRAM, "--listen", "[::1]:0"], capture_output=True, text=True,
                              timeout=sandbox.DEADLINE, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("IPv4", done.stderr)

    def test_a_thread_per_connection(self):
        server = self.start("--threads", "4")
        silent = [server.connect() for _ in range(4)]
        with server.connect() as fifth:
            fifth.send(sandbox.request())
            fifth.socket.settimeout(GOOD)
            self.assertRaises(TimeoutError, fifth.read_answer)
            silent[0].socket.close()
            fifth.socket.settimeout(sandbox.DEADLINE)
            self.assertEqual(fifth.read_answer().status, 200)
        for connection in silent:
            connection.socket.close()

    def test_readme_names_each_and_no_other(self):
        text = pathlib.Path(README).read_text(encoding="utf-8")
        table = text.split("| limit | |\n|---|---|\n")[1].split("\n\n")[0]
        named = [row.split("|")[1].strip().replace("`", "") for row in table.splitlines()]
        self.assertEqual(sorted(named), sorted([case.name for case in limits.CASES] + limits.OTHERS))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
