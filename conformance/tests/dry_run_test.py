#!/usr/bin/env python3
"""snaptrade-conformance --dry-run: what it prints, and that nobody gets anything.

Usage: dry_run_test.py SNAPTRADE_CONFORMANCE SNAPTRADE_MOCK
"""
import json
import re
import socket
import sys
import unittest
import urllib.request

from judging import FIRST_ID, Running, run

OWN = {"SNAPTRADE_CLIENT_ID": "ME", "SNAPTRADE_CONSUMER_KEY": "key-of-mine",
       "SNAPTRADE_USER_ID": "a user@home", "SNAPTRADE_USER_SECRET": "secret-of-mine"}
LIVE = "https://api.snaptrade.com/api/v1"
MINE = "0f0e0d0c-0b0a-4908-8706-050403020100"


class Listener:
    """A port on which nobody answers; who connects is counted."""

    def __enter__(self):
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen()
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        return self

    def __exit__(self, *_):
        self.socket.close()

    def connections(self):
        self.socket.setblocking(False)
        count = 0
        while True:
            try:
                self.socket.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1


def rows(done):
    """What is printed of each requirement, by id."""
    found, lines = {}, None
    for line in done.stdout.splitlines():
        if not line.startswith(" "):
            lines = found.setdefault(line, [])
        elif lines is not None:
            lines.append(line.strip())
    return found


class DryRun(unittest.TestCase):
    def show(self, *arguments, status=0, **settings):
        done = run("--dry-run", *arguments, **settings)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertNotIn("and maybe more", done.stdout)
        return done

    def test_nobody_is_contacted(self):
        with Listener() as target, Listener() as proxy:
            proxies = {name: proxy.url for name in ("http_proxy", "https_proxy", "all_proxy")}
            self.show("--url", target.url, "--disposable", "SIGN", "LIST", "CLIENT", **proxies)
            self.show("--live", "LIST", "CLIENT", "HTTP", **OWN, **proxies)
            self.assertEqual((target.connections(), proxy.connections()), (0, 0))
            run("--live", "LIST-001", "--timeout", "0.2", **OWN, **proxies)
            self.assertEqual(proxy.connections(), 1)

    def test_it_is_not_for_a_server_of_our_own(self):
        for arguments in ((), ("--mock", "/nowhere")):
            self.assertIn("--dry-run", self.show(*arguments, status=2).stderr)

    def test_nothing_selected_exits_2(self):
        self.show("--live", "SIGN", "--tag", "withdrawn", status=2, **OWN)

    def test_it_prints_what_would_be_sent_with_the_targets_names_and_without_secrets(self):
        done = self.show("--live", "--level", "assumed", **OWN)
        printed = rows(done)
        [line] = printed["SIGN-001"]
        self.assertRegex(line, re.escape(f"GET {LIVE}/authorizations?userId=a%20user%40home&"
                                         "userSecret=") + r"\*+&clientId=ME&timestamp=\d{10}$")
        self.assertIn("GET https://api.snaptrade.com/authorizations?", printed["SIGN-007"][1])
        self.assertRegex(" ".join(printed["HTTP-007"]), rf"^GET {LIVE}/ GET https://api.snaptrade"
                         r".com/ GET https://api.snaptrade.com/api/v1 GET \S+/api/v1/$")
        self.assertIn("PartnerClientId=ME", printed["EVENTS-001"][0])
        self.assertIn(line.split("&timestamp=")[0], printed["CLIENT-001"][0])
        for secret in ("key-of-mine", "secret-of-mine", "sandbox-consumer-key", "USERSECRET123",
                       "127.0.0.1"):
            self.assertNotIn(secret, done.stdout)

    def test_care_leaves_out_what_it_would_leave_out(self):
        done = self.show("--live", "--level", "assumed", **OWN)
        printed = rows(done)
        self.assertFalse(re.search(r"^ +(DELETE|PUT|POST|PATCH) ", done.stdout, re.MULTILINE))
        for row in ("REMOVE-001", "REMOVE-006", "TAMPER-001", "LIST-003", "VECTOR-001",
                    "ERROR-005"):
            self.assertRegex(printed[row][-1], "^not judged: ")

    def test_the_named_connection_goes_once(self):
        done = self.show("--live", "--allow-delete", MINE.upper(), "--level", "assumed", **OWN)
        deleted = re.findall(r"^ +DELETE \S+/(\S+)\?", done.stdout, re.MULTILINE)
        self.assertIn(MINE.upper(), deleted)
        self.assertLessEqual({i for i in deleted if len(i) == 36},
                             {MINE.upper(), "00000000-0000-4000-8000-000000000000"})
        printed = rows(done)
        self.assertIn("DELETE", printed["REMOVE-001"][-1])
        self.assertRegex(printed["REMOVE-003"][-1], "not there, or no longer")

    def test_a_default_user_may_be_meant_and_any_base_path(self):
        base = "http://192.0.2.1:81/a/b"
        printed = rows(self.show("--url", base, "--allow-delete", FIRST_ID, "LIST", "REMOVE-001",
                                 "SIGN-008", "CLIENT-007"))
        self.assertIn(f"GET {base}/authorizations?userId=John.doe%40snaptrade.com", printed["LIST-003"][0])
        self.assertIn(f"DELETE {base}/authorizations/{FIRST_ID}?", printed["REMOVE-001"][-1])
        self.assertEqual([re.split("[ ?]", line)[1] for line in printed["CLIENT-007"]],
                         ["http://192.0.2.1:81/authorizations",
                          "http://192.0.2.1:81/api/v1/authorizations"])
        second = {**OWN, "SNAPTRADE_CLIENT_ID": "PARTNER-2", "SNAPTRADE_USER_ID": "newcomer"}
        printed = rows(self.show("--url", "http://192.0.2.1", "SIGN-001", "SIGN-007", **second))
        self.assertIn("GET http://192.0.2.1/authorizations?userId=newcomer", printed["SIGN-001"][0])
        self.assertIn("GET http://192.0.2.1/api/v1/authorizations?", printed["SIGN-007"][1])

    def test_it_counts_what_a_run_sends(self):
        for arguments in (("SIGN", "HTTP", "AUTH", "CLIENT"), ("--disposable", "REMOVE-009")):
            arguments = ("--level", "assumed", *arguments)
            shown = self.show("--url", "http://192.0.2.1/api/v1", *arguments)
            with Running() as mock:
                self.assertEqual(run("--url", mock.url, *arguments).returncode, 0)
                journal = mock.url.replace("/api/v1", "/_sandbox/journal")
                with urllib.request.urlopen(journal, timeout=10) as answer:
                    arrived = json.load(answer)["last"]
            lines = [line for line in shown.stdout.splitlines() if " http://192.0.2.1" in line]
            self.assertEqual(len(lines), arrived)
            self.assertIn(f"\n{arrived} requests", shown.stdout)

    def test_it_says_how_long_that_takes(self):
        few = self.show("--live", "LIST-001", **OWN).stdout
        self.assertIn("2 requests; at 200 a minute they need not wait. Nothing was sent.", few)
        many = self.show("--live", "--repeat", "100", "SIGN-005", **OWN).stdout
        self.assertIn("301 requests; at 200 a minute they take at least 1 minute.", many)
        fast = self.show("--url", "http://192.0.2.1", "--disposable", "LIST-001").stdout
        self.assertIn("2 requests. Nothing was sent.", fast)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
