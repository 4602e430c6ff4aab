#!/usr/bin/env python3
"""snaptrade-conformance as a program: what it selects, and that each requirement can fail.

Usage: runner_test.py SNAPTRADE_CONFORMANCE SNAPTRADE_MOCK
"""
import http.server
import json
import os
import re
import stat
import subprocess
import sys
import tempfile
import threading
import unittest

PROGRAM, MOCK = (sys.argv[1:] + ["", ""])[:2]
ROW = re.compile(r"([A-Z]+-\d{3}) +(MUST|SHOULD) +(doc|spec|sdk|live|assumed) +(\S.*\.)")
AREAS = ["SIGN", "AUTH", "LIST", "DETAIL", "REMOVE", "EVENTS", "ERROR", "HTTP", "CLIENT"]


def run(*arguments, **settings):
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("SNAPTRADE_")}
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=300,
                          env={**environment, **settings}, check=False)


def failed(done):
    return set(re.findall(r":[FE]:([A-Z]+-\d{3}):", done.stdout))


def all_ids():
    return [ROW.fullmatch(line)[1] for line in run("--list").stdout.splitlines()]


class Server:
    """Answers every request alike."""

    def __init__(self, status, body, headers=()):
        content = body.encode()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65536  # head and body in one packet

            def answer(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.send_response_only(status)
                for name, value in {"Content-Length": len(content), **dict(headers)}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)
                self.server.seen.append((self.command, self.path))

            do_GET = do_HEAD = do_DELETE = do_PUT = do_POST = do_PATCH = do_OPTIONS = answer

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # a client that leaves early
        self.server.seen = self.seen = []
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Running:
    """A mock server of ours at a URL."""

    def __init__(self):
        self.process = subprocess.Popen([MOCK, "--listen", "127.0.0.1:0", "--log", "none"],
                                        stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[-1] + "/api/v1"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=30)


class Catalogue(unittest.TestCase):
    def test_every_requirement_has_id_level_provenance_and_sentence(self):
        lines = run("--list").stdout.splitlines()
        ids = all_ids()
        self.assertGreaterEqual(len(ids), 60)
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual(len({ROW.fullmatch(line)[4] for line in lines}), len(ids))
        self.assertEqual(list(dict.fromkeys(i.split("-")[0] for i in ids)), AREAS)

    def test_every_test_has_a_name_of_its_own(self):
        passed = re.findall(r":P:([A-Z]+-\d{3}):(\w+):", run("--verbose").stdout)
        self.assertEqual(len(passed), len(all_ids()))
        self.assertEqual(len({name for _, name in passed}), len(passed))

    def test_list_shows_what_is_selected(self):
        lines = run("--list", "SIGN", "DETAIL-004").stdout.splitlines()
        ids = [line.split()[0] for line in lines]
        self.assertIn("SIGN-001", ids)
        self.assertEqual([i for i in ids if not i.startswith("SIGN")], ["DETAIL-004"])


class Usage(unittest.TestCase):
    def test_bad_usage_is_named_and_exits_2(self):
        for arguments, name in {("--wrong",): "--wrong", ("--url",): "--url",
                                ("SIGN-999",): "SIGN-999", ("sign",): "sign",
                                ("--url", "nonsense"): "--url",
                                ("--url", "http://h/?q"): "--url"}.items():
            done = run(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(name, done.stderr)

    def test_half_of_the_credentials_is_bad_usage(self):
        done = run("--url", "http://127.0.0.1:1", SNAPTRADE_CLIENT_ID="x")
        self.assertEqual(done.returncode, 2)
        self.assertIn("SNAPTRADE_CONSUMER_KEY", done.stderr)

    def test_nothing_to_judge_exits_2(self):
        done = run("--url", "http://127.0.0.1:1", "REMOVE-001")
        self.assertEqual(done.returncode, 2)
        self.assertIn("not judged: REMOVE-001", done.stdout)

    def test_a_mock_that_does_not_start_is_said_so(self):
        for mock in ("/nowhere", "/bin/true"):
            done = run("--mock", mock, "LIST-001")
            self.assertEqual(done.returncode, 1)
            self.assertIn("does not start", done.stderr)


class Targets(unittest.TestCase):
    def test_a_mock_of_our_own_passes(self):
        done = run("SIGN-001", "REMOVE-001", "CLIENT-002", "--verbose")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("3 requirements passed, 0 failed, 0 not judged", done.stdout)

    def test_the_url_may_come_from_the_environment(self):
        with Running() as mock:
            done = run("LIST-001", "REMOVE-001", SNAPTRADE_BASE_URL=mock.url)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn(f"Running suite(s): {mock.url}", done.stdout)
        self.assertRegex(done.stdout, r"not judged: REMOVE-001: .*--disposable")

    def test_a_url_is_left_as_it_is_unless_it_is_disposable(self):
        with Running() as mock:
            done = run("--url", mock.url)
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertRegex(done.stdout, r"not judged: REMOVE-001: .*--disposable")
            self.assertEqual(run("--url", mock.url, "LIST-008", "LIST-003").returncode, 0)
            self.assertEqual(run("--url", mock.url, "--disposable", "REMOVE-003").returncode, 0)
            self.assertEqual(run("--url", mock.url, "DETAIL-001", "LIST-007").returncode, 0)

    def test_what_a_used_up_state_no_longer_bears_is_not_judged(self):
        with Running() as mock:
            for _ in range(2):
                done = run("--url", mock.url, "--disposable", "DETAIL", "REMOVE", "CLIENT")
                self.assertEqual(done.returncode, 0, done.stdout)
                self.assertRegex(done.stdout, r"not judged: CLIENT-003: .* an empty list")
            done = run("--url", mock.url, "--disposable", "REMOVE-001")
            self.assertEqual(done.returncode, 2, done.stdout)

    def test_a_delete_of_what_exists_is_not_sent_without_disposable(self):
        listed = json.dumps([{"id": "2bcd7cc3-e922-4976-bce1-9858296801c3"}])
        with Server(200, listed) as server:
            run("--url", server.url)
            deletes = [path for method, path in server.seen if method == "DELETE"]
        self.assertTrue(deletes)
        self.assertFalse([path for path in deletes if "2bcd7cc3" in path])

    def test_other_credentials_leave_out_what_needs_the_default_fixtures(self):
        with Running() as mock:
            done = run("--url", mock.url, SNAPTRADE_CLIENT_ID="PASSIVTEST",
                       SNAPTRADE_CONSUMER_KEY="sandbox-consumer-key",
                       SNAPTRADE_USER_ID="second-user@example.com",
                       SNAPTRADE_USER_SECRET="second-user-secret")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertRegex(done.stdout, r"not judged: LIST-003: .*default fixtures")

    def test_options_in_the_environment_do_not_reach_the_mock(self):
        self.assertEqual(run("AUTH-004", SNAPTRADE_MOCK_CLOCK_SKEW="0").returncode, 0)


class CanFail(unittest.TestCase):
    """Servers that each get something else wrong: no requirement passes on all of them."""

    LISTED = {"id": "2bcd7cc3-e922-4976-bce1-9858296801c3", "disabled": 1,
              "session_id": "917c8734-8470-4a3e-a18f-57c3f2ee6631", "created_date": "2024-01-01",
              "disabled_date": "2024-01-01T00:00:00", "data_freshness_mode": "never",
              "user_id": "somebody", "session_event_type": "NONE"}
    JSON = {"Content-Type": "application/json"}

    def test_no_requirement_passes_on_every_server(self):
        servers = [
            (200, json.dumps([self.LISTED, {**self.LISTED, "created_date": "2023"}]), self.JSON),
            (200, "[]", {}),
            (204, "", {"Content-Type": "application/json"}),
            (401, '{"detail":"no","status_code":403,"code":"1"}', {"Connection": "close"}),
            (404, '{"detail":"Not found.","status_code":404,"code":"0000"}', self.JSON),
        ]
        never = set(all_ids())
        for server in servers:
            with Server(*server) as running:
                done = run("--url", running.url, "--disposable")
                self.assertEqual(done.returncode, 1)
                never -= failed(done)
        self.assertEqual(never, set())

    def test_a_mock_that_forgets_a_check_fails_its_requirement(self):
        with tempfile.TemporaryDirectory() as folder:
            mock = os.path.join(folder, "mock")
            with open(mock, "w", encoding="ascii") as script:
                script.write(f'#!/bin/sh\nexec "{MOCK}" "$@" $EXTRA\n')
            os.chmod(mock, stat.S_IRWXU)
            for extra, fails in (("--clock-skew 0", "AUTH-004"),
                                 ("--signature-check strict", "SIGN-011"), ("", None)):
                done = run("--mock", mock, "AUTH-004", "SIGN-011", "LIST-001", EXTRA=extra)
                self.assertEqual(failed(done), {fails} - {None})
                self.assertEqual(done.returncode, 1 if fails else 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
