#!/usr/bin/env python3
"""More than one --listen: all answer, the first is announced, and each connection is its own.

Usage: listen_test.py SNAPTRADE_MOCK
"""
import os
import pathlib
import socket
import subprocess
import sys
import unittest

import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
LISTENING = "0A"


def ports_of(process):
    """The (address, port) pairs on which a process listens, as the kernel writes them."""
    inodes = set()
    for name in pathlib.Path(f"/proc/{process.pid}/fd").iterdir():
        inodes.add(os.readlink(name).strip("socket:[]"))
    rows = [line.split() for line in
            pathlib.Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    return {(row[1].split(":")[0], int(row[1].split(":")[1], 16)) for row in rows
            if row[3] == LISTENING and row[9] in inodes}


class Listen(unittest.TestCase):
    def start(self, *options, **popen):
        mock = sandbox.Mock(PROGRAM, "--log", "none", *options, **popen)
        self.addCleanup(mock.__exit__)
        return mock

    def second_port(self, mock):
        [other] = {port for _, port in ports_of(mock.process)} - {mock.port}
        return other

    def both(self):
        mock = self.start("--listen", "127.0.0.1:0")
        return mock, self.second_port(mock)

    def test_all_answer_and_share_one_state(self):
        mock, other = self.both()
        self.assertEqual(mock.ready_line, f"listening on http://127.0.0.1:{mock.port}\n")
        partner = sandbox.Partner(mock)
        before = partner.call().json()
        mock.port = other
        self.assertEqual(partner.call().json(), before)
        self.assertEqual(partner.call("DELETE", f"{sandbox.LIST}/{sandbox.ID}").status, 204)
        self.assertEqual(len(partner.call().json()), len(before) - 1)

    def test_a_reset_hits_the_connection_that_asked(self):
        mock, other = self.both()
        partner = sandbox.Partner(mock)
        partner.break_with({"type": "reset", "when": "before"})
        for port in (other, mock.port):
            mock.port = port
            with mock.connect() as connection:
                connection.send(partner.signed())
                with self.assertRaises(ConnectionResetError):
                    connection.socket.recv(1)

    def test_a_long_body_is_read_on_each(self):
        mock, other = self.both()
        partner = sandbox.Partner(mock)
        for port in (other, mock.port):
            mock.port = port
            partner.take("POST", "/connections", {"userId": "newcomer", "brokerage": "ALPACA",
                                                  "meta": {"x": "y" * 20000}})

    def test_it_stops_at_once_with_idle_connections_to_each(self):
        mock, other = self.both()
        with mock.connect() as first, sandbox.Connection(other) as second:
            for connection in (first, second):
                connection.send(sandbox.request(close=False))
                self.assertEqual(connection.read_answer().status, 200)
            self.assertLess(mock.stop(), 1.5)
            self.assertEqual((first.read_all(), second.read_all()), (b"", b""))

    def test_the_environment_has_commas_and_the_command_line_replaces_it(self):
        environment = {**os.environ, "SNAPTRADE_MOCK_LISTEN": "127.0.0.1:0,127.0.0.2:0"}
        with subprocess.Popen([PROGRAM, "--log", "none"], stdout=subprocess.PIPE,
                              env=environment) as process:
            self.assertTrue(process.stdout.readline().startswith(b"listening on http://127.0.0.1:"))
            self.assertEqual({address for address, _ in ports_of(process)},
                             {"0100007F", "0200007F"})
            process.terminate()
        mock = self.start(env=environment)
        self.assertEqual({port for _, port in ports_of(mock.process)}, {mock.port})

    def test_one_that_is_in_use_is_named(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            place = f"127.0.0.1:{taken.getsockname()[1]}"
            done = subprocess.run([PROGRAM, "--listen", "127.0.0.1:0", "--listen", place],
                                  capture_output=True, text=True, check=False,
                                  timeout=sandbox.DEADLINE)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (
            1, "", f"snaptrade-mock: cannot listen on {place}: Address already in use\n"))

    def test_one_that_others_can_reach_closes_the_control_api(self):
        mock = self.start("--listen", "0.0.0.0:0")
        self.assertIn("token of the control API", mock.process.stderr.readline())
        self.assertEqual(mock.control.ask("GET", "/partners").status, 401)

    def test_too_many_or_bad_ones_are_refused(self):
        for options in (["--listen", "127.0.0.1:0"] * 9, ["--listen", "127.0.0.1:0,"],
                        ["--listen", "127.0.0.1:0", "--listen", "x"], ["--listen", ""]):
            done = subprocess.run([PROGRAM, *options], capture_output=True, text=True,
                                  timeout=sandbox.DEADLINE, check=False)
            self.assertEqual((done.returncode, done.stderr.count("\n")), (2, 1), done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
