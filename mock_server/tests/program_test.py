#!/usr/bin/env python3
"""snaptrade-mock as a program: its options, its log, how it starts, stops and runs a COMMAND.

Usage: program_test.py SNAPTRADE_MOCK
"""
import json
import os
import pathlib
import pty
import re
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
INSTRUMENTED = bool(PROGRAM) and re.search(b"__([at]san|gcov)_init", pathlib.Path(PROGRAM).read_bytes())
PROMPT = 1.0 if INSTRUMENTED else 0.1


def run(*arguments, **environment):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True,
                          timeout=sandbox.DEADLINE, env={**os.environ, **environment}, check=False)


class Options(unittest.TestCase):
    BAD = {
        ("--listen", "7627"): "--listen",
        ("--listen", "127.0.0.1:65536"): "--listen",
        ("--listen", "127.0.0.1:x"): "--listen",
        ("--listen", ":1"): "--listen",
        ("--listen", "a..b:1"): "--listen",
        ("--listen", "a" * 300 + ":1"): "--listen",
        ("--clock-skew", "-1"): "--clock-skew",
        ("--clock-skew", "5s"): "--clock-skew",
        ("--signature-check", "loose"): "--signature-check",
        ("--log", "xml"): "--log",
        ("--threads", "0"): "--threads",
        ("--fixtures", ""): "--fixtures",
        ("--fixtures",): "--fixtures",
        ("--wrong",): "--wrong",
        ("--check=1",): "--check",
        ("stray",): "stray",
        ("--",): "COMMAND",
    }

    def test_a_bad_option_is_named_on_one_line_and_exits_2(self):
        for arguments, name in self.BAD.items():
            with self.subTest(arguments):
                done = run(*arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(name, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1)

    def test_a_bad_environment_variable_is_named_too(self):
        done = run(SNAPTRADE_MOCK_THREADS="many")
        self.assertEqual(done.returncode, 2)
        self.assertIn("SNAPTRADE_MOCK_THREADS", done.stderr)

    def test_help_names_every_option_and_variable(self):
        done = run("--help")
        self.assertEqual(done.returncode, 0)
        for name in ("LISTEN", "FIXTURES", "CLOCK_SKEW", "SIGNATURE_CHECK", "LOG", "THREADS",
                     "READY_FILE"):
            self.assertIn(f"SNAPTRADE_MOCK_{name}", done.stdout)
            self.assertIn("--" + name.lower().replace("_", "-"), done.stdout)
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 90)

    def test_version_is_the_projects(self):
        self.assertRegex(run("--version").stdout, r"^snaptrade-mock \d+\.\d+\.\d+\n$")

    def test_check_tells_good_fixtures_from_bad_ones(self):
        self.assertEqual(run("--check").returncode, 0)
        with tempfile.TemporaryDirectory() as folder:
            done = run("--check", "--fixtures", folder)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertEqual(done.stderr.count("cannot be read: No such file"), 5)

    def test_check_names_a_fixture_that_is_no_file_or_too_large(self):
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(os.path.join(folder, "partners.json"))
            with open(os.path.join(folder, "users.json"), "wb") as file:
                file.truncate(257 * 1024 * 1024)
            done = run("--check", "--fixtures", folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn("partners.json: /: is no file\n", done.stderr)
        self.assertIn("users.json: /: is larger than 256 MiB\n", done.stderr)

    def test_the_command_line_wins_over_the_environment(self):
        with sandbox.Mock(PROGRAM, "--log", "none",
                          env={**os.environ, "SNAPTRADE_MOCK_LOG": "text"}) as mock:
            mock.ask()
            mock.stop()
            self.assertEqual(mock.process.stderr.read(), "")


class Start(unittest.TestCase):
    def test_the_ready_line_is_the_only_one_on_stdout(self):
        with sandbox.Mock(PROGRAM) as mock:
            self.assertEqual(mock.ready_line, f"listening on http://127.0.0.1:{mock.port}\n")
            self.assertEqual(mock.ask().status, 200)
            mock.stop()
            self.assertEqual(mock.process.stdout.read(), "")

    def test_the_ready_file_holds_the_base_url(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "ready")
            with sandbox.Mock(PROGRAM, "--ready-file", path) as mock:
                url = pathlib.Path(path).read_text(encoding="ascii")
                self.assertEqual(url, f"http://127.0.0.1:{mock.port}\n")
                self.assertEqual(os.listdir(folder), ["ready"])
                mock.stop()
            self.assertEqual(os.listdir(folder), [])

    def test_a_ready_file_that_is_a_pipe_is_written_to_and_stays(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "ready")
            os.mkfifo(path)
            pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
            with sandbox.Mock(PROGRAM, "--ready-file", path) as mock:
                self.assertEqual(os.read(pipe, 100), f"http://127.0.0.1:{mock.port}\n".encode())
                mock.stop()
            os.close(pipe)
            self.assertEqual(os.listdir(folder), ["ready"])

    def test_a_ready_file_that_cannot_be_written_is_an_error(self):
        done = run("--listen", "127.0.0.1:0", "--ready-file", "/nowhere/ready")
        self.assertEqual(done.returncode, 1)
        self.assertIn("/nowhere/ready", done.stderr)
        done = run("--listen", "127.0.0.1:0", "--ready-file", "/" * 4094 + "x")
        self.assertEqual(done.returncode, 1)
        self.assertIn("/x", done.stderr)

    def test_a_port_in_use_is_one_line_and_exit_1(self):
        with sandbox.Mock(PROGRAM) as mock:
            done = run("--listen", f"127.0.0.1:{mock.port}")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertEqual(done.stderr, f"snaptrade-mock: cannot listen on 127.0.0.1:{mock.port}: "
                                      "Address already in use\n")

    def test_it_listens_on_loopback_only(self):
        with sandbox.Mock(PROGRAM) as mock:
            with open("/proc/net/tcp", encoding="ascii") as table:
                ports = [line.split()[1] for line in table if f":{mock.port:04X} " in line]
        self.assertTrue(all(port.startswith("0100007F:") for port in ports), ports)


class Stop(unittest.TestCase):
    def stop_with_clients(self, clients, how=signal.SIGTERM):
        with sandbox.Mock(PROGRAM) as mock:
            connections = [mock.connect() for _ in range(clients)]
            for connection in connections:
                connection.send(sandbox.request(close=False))
                self.assertEqual(connection.read_answer().status, 200)
            mock.process.send_signal(how)
            seconds = mock.stop()
            self.assertEqual(mock.process.returncode, 0)
            self.assertLess(seconds, PROMPT)
            for connection in connections:
                connection.socket.close()

    def test_without_clients_it_stops_at_once(self):
        self.stop_with_clients(0)
        self.stop_with_clients(0, signal.SIGINT)

    def test_8_idle_clients_do_not_hold_it(self):
        self.stop_with_clients(8)

    def test_60_idle_clients_do_not_hold_it(self):
        self.stop_with_clients(60)

    def test_a_request_in_flight_is_answered(self):
        with sandbox.Mock(PROGRAM) as mock, mock.connect() as connection:
            connection.send(sandbox.request("GET", sandbox.LIST, sandbox.user_query(),
                                            ["Content-Length: 5", "Expect: 100-continue"]))
            self.assertEqual(connection.read_answer().status, 100)  # it is being worked on
            mock.process.terminate()
            mock.wait_until_refused()
            connection.send(b"hello")
            self.assertEqual(connection.read_answer().status, 200)
            self.assertEqual(mock.process.wait(sandbox.DEADLINE), 0)


class Log(unittest.TestCase):
    def log_of(self, form):
        with sandbox.Mock(PROGRAM, "--log", form) as mock:
            query = sandbox.user_query()
            mock.ask("GET", sandbox.LIST, query)
            mock.ask("GET", sandbox.LIST, query + "&x=y", ["Signature: " + "A" * 44])
            mock.ask("GET", "/api/v1/exchanges", query)
            mock.stop()
            text = mock.process.stderr.read()
        for secret in ("USERSECRET123", sandbox.KEY, "A" * 44, sandbox.sign(sandbox.LIST, query)):
            self.assertNotIn(secret, text)
        return text.splitlines()

    def test_text_has_a_line_per_request_and_no_secret(self):
        first, second, third = self.log_of("text")
        self.assertRegex(first, r"^\S+Z GET /api/v1/authorizations 200 \d+us PASSIVTEST "
                                r"signature=wire$")
        self.assertRegex(second, r" 401 .*refused: several Signature headers "
                                 r"diagnosis=\S+$")
        self.assertRegex(third, r" 501 .*not emulated")

    def test_json_has_an_object_per_request_and_no_secret(self):
        lines = [json.loads(line) for line in self.log_of("json")]
        self.assertEqual([line["status"] for line in lines], [200, 401, 501])
        self.assertEqual(lines[0]["signatureRule"], "wire")
        self.assertEqual(lines[0]["clientId"], "PASSIVTEST")


class Command(unittest.TestCase):
    def test_command_gets_the_default_credentials_and_a_server_that_answers(self):
        code = ("import os, urllib.request; print(urllib.request.urlopen("
                "os.environ['SNAPTRADE_BASE_URL'] + '/').status, *[os.environ['SNAPTRADE_' + name]"
                " for name in ('CLIENT_ID', 'CONSUMER_KEY', 'USER_ID', 'USER_SECRET')])")
        done = run("--", sys.executable, "-c", code, SNAPTRADE_CLIENT_ID="other")
        self.assertEqual(done.stdout, "200 PASSIVTEST sandbox-consumer-key "
                                      "John.doe@snaptrade.com USERSECRET123\n")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_its_status_is_ours(self):
        self.assertEqual(run("--", "sh", "-c", "exit 7").returncode, 7)
        self.assertEqual(run("--", "sh", "-c", "kill -KILL $$").returncode, 128 + 9)

    def test_control_c_reaches_it_once(self):
        # From the terminal; we pass on only what we alone were sent, in the order of its numbers.
        code = ("import signal as s; got = [];"
                "s.signal(s.SIGINT, lambda *_: (got.append(1), print('interrupted', flush=True)));"
                "s.signal(s.SIGTERM, lambda *_: exit(f'{len(got)} Control-C'));"
                "print('up', flush=True)\nwhile True: s.pause()")
        process, terminal = pty.fork()
        if process == 0:
            os.execv(PROGRAM, [PROGRAM, "--", sys.executable, "-c", code])
        said = os.read(terminal, 1000)
        os.write(terminal, b"\x03")
        while b"interrupted" not in said:
            said += os.read(terminal, 1000)
        os.kill(process, signal.SIGTERM)
        while b"Control-C" not in said:
            said += os.read(terminal, 1000)
        self.assertIn(b"1 Control-C", said)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), 1)
        os.close(terminal)

    def test_a_terminal_that_goes_away_ends_it(self):
        process, terminal = pty.fork()
        if process == 0:
            os.execv(PROGRAM, [PROGRAM, "--listen", "127.0.0.1:0"])
        said = b""
        while b"listening on" not in said:
            said += os.read(terminal, 1000)
        os.close(terminal)
        ended = sandbox.wait_until(lambda: os.waitpid(process, os.WNOHANG)[0] and "yes", "its end")
        self.assertEqual(ended, "yes")

    @staticmethod
    def write_fixtures(folder, partners):
        arrays = {"partners": partners, "users": [], "brokerages": [], "authorizations": [],
                  "sessionEvents": []}
        for array, rows in arrays.items():
            name = "session_events" if array == "sessionEvents" else array
            pathlib.Path(folder, f"{name}.json").write_text(json.dumps({array: rows}),
                                                            encoding="utf-8")

    def test_fixtures_without_a_user_for_it_are_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            self.write_fixtures(folder, [{"clientId": "P", "consumerKey": "k"}])
            done = run("--fixtures", folder, "--", "true")
        self.assertEqual(done.returncode, 1)
        self.assertIn("the fixtures have no partner with a user for COMMAND", done.stderr)

    def test_fixtures_without_a_partner_have_none_to_copy(self):
        with tempfile.TemporaryDirectory() as folder:
            self.write_fixtures(folder, [])
            with sandbox.Mock(PROGRAM, "--fixtures", folder, "--log", "none") as mock:
                self.assertEqual(sandbox.Control(mock).ask("POST", "/partners").status, 409)

    def test_a_command_that_cannot_be_run_is_127(self):
        done = run("--", "no-such-program")
        self.assertEqual(done.returncode, 127)
        self.assertIn("no-such-program", done.stderr)


class Load(unittest.TestCase):
    def test_of_two_concurrent_deletes_exactly_one_is_204(self):
        for _ in range(5):
            with sandbox.Mock(PROGRAM, "--log", "none") as mock:
                data = sandbox.request("DELETE", f"{sandbox.LIST}/{sandbox.ID}",
                                       sandbox.user_query())
                barrier, statuses = threading.Barrier(2), []

                def delete():
                    with mock.connect() as connection:
                        connection.send(data[:-1])
                        barrier.wait()
                        connection.send(data[-1:])
                        statuses.append(connection.read_answer().status)

                threads = [threading.Thread(target=delete) for _ in range(2)]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                self.assertEqual(sorted(statuses), [204, 404])

    @unittest.skipIf(INSTRUMENTED, "what sanitizers or gcov slow down is not timed")
    def test_100000_authorizations_load_in_three_times_what_python_needs_to_parse_them(self):
        # Less than a second on the machine where Python's own parser (in C) takes a third of one.
        folder = pathlib.Path(__file__).parents[2] / "fixtures" / "default"
        with tempfile.TemporaryDirectory() as copy:
            for path in folder.glob("*.json"):
                pathlib.Path(copy, path.name).write_bytes(path.read_bytes())
            pathlib.Path(copy, "accounts.json").unlink()  # of connections that are no more
            path = pathlib.Path(copy, "authorizations.json")
            model = json.loads(path.read_text(encoding="utf-8"))["authorizations"][0]
            rows = [{**model, "id": f"{i:08x}-0000-4000-8000-000000000000"} for i in range(100000)]
            text = json.dumps({"authorizations": rows})
            del rows
            path.write_text(text, encoding="utf-8")
            loads, parses = [], []
            for _ in range(3):
                start = os.times()
                done = run("--check", "--fixtures", copy)
                self.assertEqual(done.returncode, 0, done.stderr)
                middle = os.times()
                json.loads(text)
                end = os.times()
                loads.append(middle.children_user + middle.children_system
                             - start.children_user - start.children_system)
                parses.append(end.user + end.system - middle.user - middle.system)
        print(f"100,000 authorizations: {min(loads):.2f} s of CPU, Python's parser {min(parses):.2f} s")
        self.assertLess(min(loads), 3 * min(parses))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
