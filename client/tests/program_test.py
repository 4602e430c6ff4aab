#!/usr/bin/env python3
"""snaptrade-client as a program, against a spawned mock server and without one.

Usage: program_test.py SNAPTRADE_CLIENT SNAPTRADE_MOCK
"""
import base64
import fcntl
import hashlib
import hmac
import json
import os
import pathlib
import pty
import re
import shlex
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

CLIENT, MOCK = (sys.argv[1:] + ["", ""])[:2]
DEADLINE = 30
ID = "2bcd7cc3-e922-4976-bce1-9858296801c3"
DISABLED = "d1b7c0e4-58f9-4a2c-83e6-7f0a9d5b2c18"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
KEY, SECRET = "sandbox-consumer-key", "USERSECRET123"
ELSEWHERE = "http://192.0.2.1:9/api/v1"


class Program(unittest.TestCase):
    def setUp(self):
        self.mock = subprocess.Popen([MOCK, "--listen", "127.0.0.1:0", "--log", "none"],
                                     stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.mock.stdout.close)
        self.addCleanup(self.mock.wait, DEADLINE)
        self.addCleanup(self.mock.terminate)
        self.url = self.mock.stdout.readline().split()[-1]

    def run_client(self, *arguments, stdin="", **settings):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith("SNAPTRADE_")}
        environment["SNAPTRADE_BASE_URL"] = self.url + "/api/v1"
        environment.update({name: value for name, value in settings.items()})
        done = subprocess.run([CLIENT, *arguments], input=stdin, capture_output=True, text=True,
                              timeout=DEADLINE, env=environment, check=False)
        for text in (done.stdout, done.stderr):
            self.assertNotIn(KEY, text)
            self.assertFalse(arguments[:1] != ("sign",) and SECRET in text)
        return done

    def expect(self, status, *arguments, **settings):
        done = self.run_client(*arguments, **settings)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def file(self, text):
        handle, path = tempfile.mkstemp()
        self.addCleanup(os.unlink, path)
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        return path


class Calls(Program):
    def test_list_shows_the_three_connections_of_the_default_user(self):
        lines = self.expect(0, "list").stdout.splitlines()
        self.assertEqual(lines[0].split(), ["ID", "BROKERAGE", "NAME", "TYPE", "STATE", "CREATED"])
        self.assertEqual(len(lines), 4)
        self.assertEqual(lines[1].split()[:5], [ID, "Questrade", "Connection-1", "trade", "enabled"])
        self.assertIn("read", lines[2])
        self.assertIn("disabled", lines[3])
        starts = {line.index(word) for line, word in zip(lines, ["NAME", *["Connection-"] * 3])}
        self.assertEqual(len(starts), 1, "the columns line up")

    def test_json_is_the_body_as_received(self):
        received = self.expect(0, "list", "--json").stdout
        self.assertEqual([item["id"] for item in json.loads(received)][0], ID)
        self.assertTrue(received.startswith('[{"id":"2bcd7cc3'))

    def test_a_terminal_that_is_too_narrow_gets_a_table_for_each(self):
        wide, narrow = (self.on_terminal(columns, "list") for columns in (113, 80))
        self.assertEqual(wide, self.expect(0, "list").stdout)
        self.assertEqual(len(narrow.split("\n\n")), 3)
        self.assertRegex(narrow, rf"(?m)\AID +{ID}$")
        self.assertEqual(len(re.findall(r"(?m)^BROKERAGE +(Questrade|Wealthsimple|Robinhood)$",
                                        narrow)), 3)
        self.assertLessEqual(max(map(len, narrow.splitlines())), 80)

    def on_terminal(self, columns, *arguments):
        """What the client says on a terminal of so many columns."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 24, columns, 0, 0))
        process = subprocess.Popen([CLIENT, "--base-url", self.url, *arguments], stdout=theirs)
        os.close(theirs)
        said = b""
        try:
            while chunk := os.read(ours, 4096):
                said += chunk
        except OSError:  # Linux says so when the other side is closed
            pass
        os.close(ours)
        self.assertEqual(process.wait(DEADLINE), 0)
        return said.decode().replace("\r\n", "\n")

    def test_show_tells_about_one_connection(self):
        shown = self.expect(0, "show", DISABLED).stdout
        self.assertRegex(shown, r"disabled since +2025-01-09T17:05:58.390276Z")
        self.assertRegex(shown, r"brokerage slug +ROBINHOOD")

    def test_events_can_be_chosen_by_user_and_session(self):
        everything = self.expect(0, "events").stdout.splitlines()
        newcomer = self.expect(0, "events", "--user", "newcomer").stdout.splitlines()
        both = self.expect(0, "events", "--user", "newcomer,second-user@example.com").stdout
        one = self.expect(0, "events", "--session", "1d9a6e40-8c7b-4f35-a2e1-5b0d7c9f6e83").stdout
        self.assertGreater(len(everything), len(newcomer))
        self.assertEqual(len(newcomer), 3)
        self.assertEqual(len(both.splitlines()), 6)
        self.assertEqual(len(one.splitlines()), 5)
        self.assertEqual(self.expect(0, "events", "--user", "nobody").stdout, "No session events.\n")

    def test_call_makes_any_call_and_prints_the_body(self):
        self.assertTrue(self.expect(0, "call", "GET", "/accounts").stdout.startswith('[{"id":"'))
        body = self.file(' {"userId": "Jo\u00ebl & son"} ')
        made = json.loads(self.expect(0, "call", "POST", "/snapTrade/registerUser", "--no-user",
                                      "--body", body).stdout)
        self.assertEqual(made["userId"], "Joël & son")
        mine = {"SNAPTRADE_USER_ID": made["userId"], "SNAPTRADE_USER_SECRET": made["userSecret"]}
        self.assertEqual(self.expect(0, "call", "GET", "/authorizations", **mine).stdout, "[]")
        self.assertIn('"deleted"', self.expect(0, "call", "DELETE", "/snapTrade/deleteUser",
                                               "--no-user", "--parameter",
                                               f"userId={made['userId']}").stdout)
        self.expect(1, "call", "GET", "/authorizations", **mine)

    def test_what_call_is_refused_is_printed_too(self):
        done = self.run_client("call", "POST", "/snapTrade/registerUser", "--no-user", "--body", "-",
                               stdin='{"userId": "newcomer"}')
        self.assertEqual((done.returncode, json.loads(done.stdout)["code"]), (1, "1010"))
        self.assertIn("1010", done.stderr)
        for arguments in (("--body", "-"), ("--parameter", "x"), ("--parameter", "=x"), ("--json",)):
            self.assertEqual(self.run_client("call", "GET", "/accounts", *arguments,
                                             stdin="{").returncode, 2)

    def test_remove_asks_and_takes_no_for_an_answer(self):
        for answer in ("", "n\n", "no\n", "yeah\n", "\n"):
            done = self.expect(1, "remove", ID, stdin=answer)
            self.assertIn("for good? [y/N]", done.stderr)
            self.assertIn("Nothing was removed.", done.stderr)
        self.assertIn(ID, self.expect(0, "list").stdout)

    def test_remove_removes_once(self):
        self.assertIn("Removed", self.expect(0, "remove", ID, stdin="y\n").stdout)
        self.assertNotIn(ID, self.expect(0, "list").stdout)
        self.assertIn("1011", self.expect(1, "remove", ID, "--yes").stderr)
        self.assertIn("Removed", self.expect(0, "remove", DISABLED, "--yes", "--connection").stdout)
        self.assertEqual(len(self.expect(0, "list").stdout.splitlines()), 2)

    def test_an_api_error_is_printed_with_status_detail_and_code(self):
        done = self.expect(1, "show", UNKNOWN)
        self.assertEqual(done.stderr, "snaptrade-client: 404 Not Found: The requested resource does "
                                      "not exist. (code 1011)\n")
        refused = self.expect(1, "list", "--json", SNAPTRADE_CONSUMER_KEY="wrong",
                              SNAPTRADE_CLIENT_ID="PASSIVTEST", SNAPTRADE_USER_SECRET=SECRET,
                              SNAPTRADE_USER_ID="John.doe@snaptrade.com")
        self.assertIn("401 Unauthorized: Unable to verify signature sent", refused.stderr)
        self.assertEqual(json.loads(refused.stdout)["detail"], "Unable to verify signature sent")

    def test_what_the_server_leaves_out_is_shown_as_a_dash(self):
        for body in (json.dumps({"id": ID}), json.dumps([{"id": ID}])):
            rule = {"name": str(len(body)), "match": {"times": 1},
                    "action": {"type": "respond", "status": 200, "body": body,
                               "headers": {"Content-Type": "application/json"}}}
            urllib.request.urlopen(urllib.request.Request(
                f"{self.url}/_sandbox/partners/PASSIVTEST/faults", json.dumps(rule).encode(),
                {"Content-Type": "application/json"}), timeout=DEADLINE).close()
            lines = self.expect(0, *(["list"] if body[0] == "[" else ["show", ID])).stdout.splitlines()
            dashes = lines[1].split()[1:] if body[0] == "[" else [line.split()[-1] for line in lines[1:]]
            self.assertEqual(set(dashes), {"-"})

    def test_no_answer_is_exit_3(self):
        self.mock.terminate()
        self.mock.wait(DEADLINE)
        done = self.expect(3, "list")
        self.assertIn("127.0.0.1", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_a_full_disk_is_not_passed_over(self):
        with open("/dev/full", "w", encoding="ascii") as full:
            done = subprocess.run([CLIENT, "list", "--base-url", self.url], stdout=full,
                                  stderr=subprocess.PIPE, text=True, timeout=DEADLINE, check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("standard output", done.stderr)

    def test_what_a_server_sends_cannot_move_the_cursor(self):
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(__file__).parents[2] / "fixtures" / "default"
            for path in source.glob("*.json"):
                text = path.read_text(encoding="utf-8")
                text = text.replace('"Connection-1"', '"\\u001b[2Jé\\u009b1m\\n"')
                (pathlib.Path(folder) / path.name).write_text(text, encoding="utf-8")
            done = subprocess.run([MOCK, "--fixtures", folder, "--", CLIENT, "list"],
                                  capture_output=True, text=True, timeout=DEADLINE, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("?[2Jé?1m?", done.stdout)
        self.assertEqual(len(done.stdout.splitlines()), 4)


class Settings(Program):
    PARTNER_2 = {"SNAPTRADE_CLIENT_ID": "PARTNER-2",
                 "SNAPTRADE_CONSUMER_KEY": "key with + / 100% and é",
                 "SNAPTRADE_USER_ID": "partner-2-user",
                 "SNAPTRADE_USER_SECRET": "partner-2-user-secret"}

    def test_a_file_may_hold_all_settings(self):
        path = self.file("# credentials\n\nexport SNAPTRADE_CLIENT_ID='PARTNER-2'\r\nOTHER=1\n"
                         ' SNAPTRADE_CONSUMER_KEY = "key with + / 100% and é" \n'
                         "SNAPTRADE_USER_ID=partner-2-user\n"
                         "SNAPTRADE_USER_SECRET=partner-2-user-secret")
        listed = self.expect(0, "list", "--config", path).stdout
        self.assertNotIn(ID, listed)
        self.assertEqual(listed, self.expect(0, "list", SNAPTRADE_CONFIG=path).stdout)
        self.assertEqual(listed, self.expect(0, "list", **self.PARTNER_2).stdout)

    def test_an_option_wins_over_the_environment_and_that_over_the_file(self):
        path = self.file("SNAPTRADE_USER_ID=nobody\nSNAPTRADE_USER_SECRET=no\n"
                         "SNAPTRADE_CLIENT_ID=nobody\nSNAPTRADE_CONSUMER_KEY=no")
        partner = {"SNAPTRADE_CLIENT_ID": "PASSIVTEST", "SNAPTRADE_CONSUMER_KEY": KEY}
        self.expect(1, "list", "--config", path)
        self.expect(1, "list", "--config", path, **partner)
        self.expect(0, "list", "--config", path, "--user-id", "newcomer", "--user-secret",
                    "newcomer-secret", **partner)

    def test_the_sandbox_credentials_stand_in_pair_by_pair_on_this_machine_only(self):
        listed = self.expect(0, "list", "--user-id", "newcomer", "--user-secret", "newcomer-secret")
        self.assertEqual(listed.stdout, "No brokerage authorizations.\n")
        done = self.expect(2, "list", SNAPTRADE_BASE_URL=ELSEWHERE)
        self.assertIn("SNAPTRADE_CLIENT_ID", done.stderr)
        done = self.expect(2, "list", SNAPTRADE_CLIENT_ID="PARTNER-2")
        self.assertIn("SNAPTRADE_CONSUMER_KEY", done.stderr)

    def test_a_personal_partner_has_no_user(self):
        personal = {"SNAPTRADE_CLIENT_ID": "PERSONAL",
                    "SNAPTRADE_CONSUMER_KEY": "personal-consumer-key"}
        self.assertEqual(len(self.expect(0, "list", **personal).stdout.splitlines()), 2)
        self.expect(0, "list", "--user-id", "", "--user-secret", "", **personal)

    def test_what_is_wrong_with_a_file_is_said_with_its_line(self):
        path = self.file("SNAPTRADE_USER_ID=a\nrubbish\n")
        self.assertIn(f"{path}:2: ", self.expect(2, "list", "--config", path).stderr)
        self.assertIn("/nowhere: ", self.expect(2, "list", "--config", "/nowhere").stderr)
        self.assertIn("/tmp: ", self.expect(2, "list", "--config", "/tmp").stderr)


class Usage(Program):
    BAD = {
        (): "a command is missing",
        ("frob",): "frob",
        ("show",): "show ID",
        ("show", "x", "y"): "y is one",
        ("show", "x"): "authorizationId is not a UUID",
        ("remove", "x"): "authorizationId is not a UUID",
        ("remove", "x", "--connection"): "connectionId is not a UUID",
        ("list", "--yes"): "--yes does not belong",
        ("events", "--body", "f"): "--body does not belong",
        ("list", "--wrong"): "--wrong",
        ("list", "--user-id"): "--user-id",
        ("list", "--user-id", "u"): "SNAPTRADE_USER_SECRET",
        ("list", "--timeout", "0"): "--timeout",
        ("list", "--timeout", "1s"): "--timeout",
        ("list", "--base-url", "127.0.0.1"): "SNAPTRADE_CLIENT_ID is not set",
        ("list", "--client-id", "c", "--consumer-key", "k", "--base-url", "http://h/?x"): "base_url",
        ("sign", "GET"): "sign METHOD URL",
        ("sign", "get it", "/"): "METHOD",
        ("sign", "GET", "ftp://127.0.0.1/"): "ftp://127.0.0.1/",
        ("sign", "GET", "/", "--print", "all"): "--print",
        ("sign", "GET", "/", "--body", "/nowhere"): "--body /nowhere",
        ("sign", "GET", "/", "--json"): "--json does not belong",
    }

    def test_bad_usage_is_one_line_that_names_it_and_exit_2(self):
        for arguments, name in self.BAD.items():
            with self.subTest(arguments):
                done = self.expect(2, *arguments)
                self.assertIn(name, done.stderr)
                self.assertEqual((done.stdout, done.stderr.count("\n")), ("", 1))

    def test_help_names_every_option_and_version_the_version(self):
        text = self.expect(0, "--help").stdout
        for word in ("list", "show ID", "remove ID", "events", "sign METHOD URL", "--config FILE",
                     "SNAPTRADE_CONSUMER_KEY", "exit status"):
            self.assertIn(word, text)
        self.assertRegex(self.expect(0, "--version").stdout, r"^snaptrade-client \d+\.\d+\.\d+\n$")


class Sign(Program):
    def parts(self, *arguments, **settings):
        return {what: self.expect(0, "sign", *arguments, "--print", what, **settings).stdout[:-1]
                for what in ("canonical", "signature", "url")}

    def signature(self, text, key=KEY):
        return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest())

    def test_the_signature_is_of_the_canonical_string_and_both_of_the_url(self):
        url = self.url + "/api/v1/authorizations?userId=a%20b&timestamp=1&clientId=c&userSecret=s"
        parts = self.parts("GET", url)
        path, query = url.removeprefix(self.url).split("?")
        canonical = f'{{"content":null,"path":"{path}","query":"{query}"}}'
        self.assertEqual(parts["canonical"], canonical)
        self.assertEqual(parts["signature"], self.signature(canonical).decode())
        self.assertEqual(parts["url"], url)

    def test_slashes_at_the_end_of_the_base_url_are_left_out(self):
        url = self.parts("GET", "/authorizations", SNAPTRADE_BASE_URL=self.url + "/api/v1//")["url"]
        self.assertTrue(url.startswith(self.url + "/api/v1/authorizations?"), url)

    def test_a_quote_is_none_to_the_shell(self):
        command = self.expect(0, "sign", "GET", "/authorizations?a='b", "--print", "curl").stdout
        word = shlex.split(command)[-1]
        self.assertIn("/authorizations?a='b&", word)

    def test_curl_is_asked_for_the_head_alone_in_its_own_way(self):
        command = self.expect(0, "sign", "HEAD", "/authorizations", "--print", "curl").stdout
        self.assertTrue(command.startswith("curl -sSig --head -H 'Signature: "), command)

    def test_what_is_missing_is_added_and_what_is_there_is_left(self):
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(
            self.parts("GET", "/authorizations?userId=me")["url"]).query))
        self.assertEqual(query.keys(), {"userId", "userSecret", "clientId", "timestamp"})
        self.assertEqual(query["userId"], "me")
        for path, more in (("/sessionEvents", []), ("/authorizations", ["--no-user"])):
            url = self.parts("GET", path, *more)["url"]
            self.assertNotIn("userId", url)
            self.assertIn("clientId=PASSIVTEST&timestamp=", url)

    def test_session_events_get_their_partner_client_id(self):
        url = self.parts("GET", "/sessionEvents")["url"]
        self.assertIn("?PartnerClientId=PASSIVTEST&clientId=PASSIVTEST&", url)
        given = self.parts("GET", "/sessionEvents?PartnerClientId=x")["url"]
        self.assertEqual(given.count("PartnerClientId"), 1)

    def test_all_is_printed_with_labels(self):
        lines = self.expect(0, "sign", "DELETE", f"/connection/{ID}").stdout.splitlines()
        self.assertTrue(lines[0].startswith('canonical string: {"content":null,'))
        self.assertTrue(lines[1].startswith("signature: "))
        self.assertTrue(lines[2].startswith(f"url: {self.url}/api/v1/connection/{ID}?"))
        self.assertTrue(lines[3].startswith("curl -sSig -X DELETE -H 'Signature: "))

    def test_the_url_and_signature_are_accepted(self):
        url = f"{self.url}/api/v1/x/../authorizations?timestamp={int(time.time())}"
        parts = self.parts("GET", url)  # each is signed anew, maybe in another second
        request = urllib.request.Request(parts["url"], headers={"Signature": parts["signature"]})
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            self.assertEqual(len(json.load(answer)), 3)

    def test_the_curl_command_is_run_as_it_stands(self):
        quotes = "it's $(touch x) `y` \"z\" {a,b}[1-2]"
        for user, status in (("John.doe@snaptrade.com", "200"), (quotes, "401")):
            command = self.expect(0, "sign", "GET", "/authorizations", "--print", "curl",
                                  "--user-id", user, "--user-secret", SECRET).stdout
            done = subprocess.run(["sh", "-c", command], capture_output=True, text=True,
                                  timeout=DEADLINE, check=False)
            self.assertEqual(done.stdout.split()[1], status, done.stdout + done.stderr)
            self.assertNotIn("Unable to verify signature", done.stdout)

    def test_a_body_is_signed_compact_and_as_written_otherwise(self):
        path = self.file('{ "b" : [ 1.0, 1e2 ],\n "a b" : "\\u00e9 é /" }\n')
        body = '{"b":[1.0,1e2],"a b":"\\u00e9 é /"}'
        self.assertIn(f'{{"content":{body},"path":', self.parts("POST", "/x", "--body", path)[
            "canonical"])
        command = self.expect(0, "sign", "POST", "/x", "--body", path, "--print", "curl").stdout
        self.assertIn(f"--data-binary '{body}'", command)
        path = self.file('{ "\\\\" : "/* \\" // */" }')
        self.assertIn('{"content":{"\\\\":"/* \\" // */"},"path":', self.parts(
            "POST", "/x", "--body", path)["canonical"])

    def test_an_empty_body_is_signed_as_null(self):
        for text in ("", " \n", "{}", " { } "):
            signed = self.expect(0, "sign", "POST", "/x", "--body", "-", "--print", "canonical",
                                 stdin=text).stdout
            self.assertTrue(signed.startswith('{"content":null,'), signed)

    def test_a_body_that_is_no_json_is_refused(self):
        for text, what in (("{", "not JSON"), ("[] []", "not JSON"), ("// x\n1", "not JSON"),
                           ("x" * 2000000, "larger than 1 MiB")):
            done = self.expect(2, "sign", "POST", "/x", "--body", "-", stdin=text)
            self.assertIn(f"--body -: {what}", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
