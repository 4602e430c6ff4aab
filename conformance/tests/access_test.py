#!/usr/bin/env python3
"""As whom snaptrade-conformance calls its target, and what it says when it is not let in.

Usage: access_test.py SNAPTRADE_CONFORMANCE SNAPTRADE_MOCK
"""
import json
import pathlib
import sys
import tempfile
import unittest

from judging import Running, Server, judge, run

SECOND = """# of PASSIVTEST
export SNAPTRADE_CLIENT_ID=PASSIVTEST
SNAPTRADE_CONSUMER_KEY='sandbox-consumer-key'
SNAPTRADE_USER_ID = "second-user@example.com"
SNAPTRADE_USER_SECRET=second-user-secret
SOMETHING_ELSE=1
"""


class Config(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.file = pathlib.Path(folder, "settings")
        self.file.write_text(SECOND, encoding="utf-8")

    def users(self, *arguments, **settings):
        """Who was asked for."""
        with Server(200, "[]") as server:
            done = run("--url", server.url, "LIST-001", *arguments, **settings)
            self.assertEqual(done.returncode, 2, done.stderr)  # nothing in the list to judge
            return {path.split("userId=")[1].split("&")[0] for _, path in server.seen}

    def test_credentials_may_come_from_a_file(self):
        self.assertEqual(self.users("--config", str(self.file)), {"second-user%40example.com"})
        self.assertEqual(self.users(SNAPTRADE_CONFIG=str(self.file)),
                         {"second-user%40example.com"})
        with Running() as mock:
            status, _, verdicts = judge("--url", mock.url, "--config", str(self.file), "LIST",
                                        "CLIENT-001")
        self.assertEqual((status, verdicts["LIST-003"], verdicts["LIST-001"]),
                         (0, "not-judged", "passed"))

    def test_the_environment_wins(self):
        self.assertEqual(self.users("--config", str(self.file), SNAPTRADE_USER_ID="other"),
                         {"other"})

    def test_an_empty_setting_is_none(self):
        done = run("--url", "http://127.0.0.1:1", "--config", str(self.file), SNAPTRADE_USER_ID="")
        self.assertEqual(done.returncode, 2)
        self.assertIn("SNAPTRADE_USER_ID", done.stderr)

    def test_the_url_may_stand_there_too(self):
        with Running() as mock:
            self.file.write_text(f"{SECOND}SNAPTRADE_BASE_URL={mock.url}\n", encoding="utf-8")
            _, report, _ = judge("--config", str(self.file), "LIST-001")
            self.assertEqual(report["target"], mock.url)
            _, report, _ = judge("--mock", mock.process.args[0], "LIST-001",
                                 SNAPTRADE_CONFIG=str(self.file))
            self.assertNotEqual(report["target"], mock.url)

    def test_a_file_that_is_wrong_is_named_and_no_value_shown(self):
        for text, words in (("SNAPTRADE_CONSUMER_KEY=x\nhush-hush\n", f"{self.file}:2: "),
                            (None, f"{self.file}: No such file")):
            self.file.unlink() if text is None else self.file.write_text(text, encoding="utf-8")
            done = run("--url", "http://127.0.0.1:1", "--config", str(self.file))
            self.assertEqual(done.returncode, 2)
            self.assertIn(words, done.stderr)
            self.assertNotIn("hush", done.stderr)

    def test_it_is_for_somebodys_server_only(self):
        done = run("--config", str(self.file))
        self.assertEqual(done.returncode, 2)
        self.assertIn("--config", done.stderr)

    def test_snaptrade_itself_gets_no_credentials_of_the_fixtures(self):
        done = run("--url", "https://API.snaptrade.com/api/v1", "LIST-001")
        self.assertEqual(done.returncode, 2)
        self.assertIn("SNAPTRADE_CONSUMER_KEY", done.stderr)


class Refusal(unittest.TestCase):
    def test_refused_credentials_are_told_once(self):
        wrong = {"SNAPTRADE_CLIENT_ID": "PASSIVTEST", "SNAPTRADE_CONSUMER_KEY": "wrong-key",
                 "SNAPTRADE_USER_ID": "John.doe@snaptrade.com",
                 "SNAPTRADE_USER_SECRET": "USERSECRET123"}
        with Running() as mock:
            done = run("--url", mock.url, "LIST", **wrong)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.count("does not accept the credentials"), 1)
        for words in (mock.url, "SNAPTRADE_CLIENT_ID", "401", "Unable to verify signature sent"):
            self.assertIn(words, done.stderr)
        self.assertNotIn("wrong-key", done.stderr + done.stdout)

    def test_it_says_whose_credentials_they_are(self):
        with Server(401, json.dumps({"detail": "no", "status_code": 401, "code": "1"})) as server:
            done = run("--url", server.url, "LIST-001")
        self.assertEqual(done.returncode, 1)
        self.assertIn("default fixtures", done.stderr)

    def test_nothing_is_said_when_they_are_accepted(self):
        with Running() as mock:
            self.assertEqual(run("--url", mock.url, "LIST-001").stderr, "")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
