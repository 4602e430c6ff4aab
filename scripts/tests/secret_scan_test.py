#!/usr/bin/env python3
"""scripts/secret_scan.py finds a leak in every form, and in what the observer keeps of a mock that has one.

Usage: secret_scan_test.py ROOT SNAPTRADE_MOCK OBSERVER (the library that is preloaded)
"""
import base64
import contextlib
import hashlib
import html
import io
import json
import os
import pathlib
import signal
import sys
import tempfile
import unittest
import urllib.parse

ROOT, MOCK, OBSERVER = sys.argv[1:4]
sys.path[:0] = [str(pathlib.Path(ROOT, folder)) for folder in ("scripts", "mock_server/tests")]

import sandbox # pylint: disable=wrong-import-position
import secret_scan as scan # pylint: disable=wrong-import-position

DRAWN = hashlib.sha256(b"a secret").hexdigest()
CHOSEN = "key with + / 100% & \"é\""
FORMS = {
    "as it is": str.encode,
    "percent-encoded": lambda text: urllib.parse.quote(text, safe="").encode(),
    "every byte percent-encoded": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()).encode(),
    "encoded twice": lambda text: urllib.parse.quote(urllib.parse.quote(text, safe="")).encode(),
    "as a form has it": lambda text: urllib.parse.quote_plus(text).encode(),
    "in JSON": lambda text: json.dumps(text).encode(),
    "in JSON in JSON": lambda text: json.dumps(json.dumps(text)).encode(),
    "as \\u": lambda text: "".join(f"\\u{ord(letter):04x}" for letter in text).encode(),
    "in HTML": lambda text: html.escape(text).encode(),
    "in base64": lambda text: base64.b64encode(text.encode()),
    "in base64 of a password": lambda text: base64.b64encode(f"user:{text}".encode()),
    "in base64 for URLs": lambda text: base64.urlsafe_b64encode(f"a{text}b".encode()),
}


class Forms(unittest.TestCase):
    def setUp(self):
        self.secrets = scan.Secrets()
        for text in (DRAWN, CHOSEN):
            self.secrets.add(text)
        self.secrets.prepare()

    def found(self, data, kind="out", name="snaptrade-mock"):
        return {leak.secret for leak in scan.leaks(self.secrets, kind, name, data)}

    def test_each_is_found_in_every_form(self):
        for name, write in FORMS.items():
            for text in (DRAWN, CHOSEN):
                with self.subTest(name, text=text):
                    self.assertEqual(self.found(b"2026 GET /x?y=" + write(text) + b"&z\n"), {text})

    def test_what_is_no_secret_is_none(self):
        other = DRAWN[:32] + DRAWN[31::-1]
        for data in (other, base64.b64encode(other.encode()).decode(), DRAWN[:60], "***", CHOSEN[:9]):
            self.assertEqual(self.found(data.encode()), set())

    def test_where_one_belongs_it_may_stand_and_nowhere_else(self):
        answer = f'{{"userSecret":"{DRAWN}"}}'.encode()
        for name, found in (("POST /api/v1/snapTrade/registerUser", set()),
                            ("GET /api/v1/authorizations", {DRAWN}),
                            ("GET /_sandbox/partners/A/journal", {DRAWN}),
                            ("GET /_sandbox/partners/A/users", set())):
            self.assertEqual(self.found(answer, "answer", name), found)
        told = f"snaptrade-mock: token of the control API: {DRAWN}\n".encode()
        self.assertEqual(self.found(told, "err"), set())
        self.assertEqual(self.found(told), {DRAWN})
        self.assertEqual(self.found(told, "err", "snaptrade-client"), {DRAWN})
        signed = f"http://a/b?userId=c&userSecret={DRAWN}&clientId=d".encode()
        self.assertEqual(self.found(signed, "out", "snaptrade-client"), set())
        self.assertEqual(self.found(signed, "err", "snaptrade-client"), {DRAWN})
        self.assertEqual(self.found(DRAWN.encode()), {DRAWN})


class Observed(unittest.TestCase):
    def run_mock(self, folder, use):
        """The status of a scan of what a mock put out meanwhile, and what it says."""
        observed = pathlib.Path(folder, "observed")
        observed.mkdir()
        environment = {**os.environ, "LD_PRELOAD": OBSERVER, "SNAPTRADE_OBSERVE": str(observed),
                       "ASAN_OPTIONS": "verify_asan_link_order=0"}
        with sandbox.Mock(MOCK, env=environment) as mock:
            use(sandbox.Partner(mock))
            mock.stop()
        with contextlib.redirect_stdout(io.StringIO()) as said:
            status = scan.scan(pathlib.Path(folder))
        return status, said.getvalue()

    def check(self, use, status, *said):
        with tempfile.TemporaryDirectory() as folder:
            result = self.run_mock(folder, use)
            self.assertEqual(result[0], status, result[1])
            for text in said:
                self.assertIn(text, result[1])

    @staticmethod
    def usual(partner):
        """Whatever tells secrets by right, and refusals, whose entries must not."""
        made = partner.own("POST", "/api/v1/snapTrade/registerUser", content={"userId": "x"}).json()
        wrong = f"&userId=x&userSecret={made['userSecret']}x&stray={partner.key}"
        partner.own("GET", sandbox.LIST, wrong)
        partner.take("GET", "/credentials")
        partner.take("GET", "/journal/last-failure")

    def test_a_mock_that_tells_nothing_is_fine(self):
        self.check(self.usual, 0, " 0 leaks")

    def test_a_secret_in_an_answer_is_found(self):
        def leak(partner):
            partner.break_with({"type": "respond", "status": 200, "body": f"<p>{partner.key}</p>"})
            partner.call()
        self.check(leak, 1, "answer GET /api/v1/authorizations (1)")

    def test_a_secret_in_the_log_is_found(self):
        def leak(partner): # whoever puts a token into a path has it in the log
            partner.mock.ask("GET", f"/_sandbox/about/{partner.made['token']}")
        self.check(leak, 1, "err snaptrade-mock (1)")

    def test_each_file_that_was_written_is_one(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "file.snaptrade-client.1").write_bytes(b"\x1e/a/b\nx\ny\x1e/c\n")
            self.assertEqual(scan.read_observed(pathlib.Path(folder), scan.Secrets()), [
                ("file", "snaptrade-client /a/b", b"x\ny"), ("file", "snaptrade-client /c", b"")])

    def test_what_a_crash_prints_has_none(self):
        for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS):
            environment = {**os.environ, "ASAN_OPTIONS": "handle_abort=1:handle_sigbus=1"}
            environment.pop("LD_PRELOAD", None)
            with self.subTest(number), sandbox.Mock(MOCK, env=environment) as mock:
                partner, secrets = sandbox.Partner(mock), scan.Secrets()
                self.usual(partner)
                secrets.add_members(partner.made)
                secrets.prepare()
                mock.process.send_signal(number)
                mock.process.wait(sandbox.DEADLINE)
                said = mock.process.stderr.read().encode()
                self.assertEqual(scan.leaks(secrets, "crash", "", said), [])

    def test_a_run_that_was_not_observed_proves_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "observed").mkdir()
            with contextlib.redirect_stdout(io.StringIO()):
                self.assertEqual(scan.scan(pathlib.Path(folder)), 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
