#!/usr/bin/env python3
"""The receivers of README take what is genuine and refuse everything else.

Usage: receivers_test.py ROOT SNAPTRADE_MOCK receive.sh|receive.py|receive.mjs
"""
import base64
import hashlib
import hmac
import http.client
import os
import pathlib
import re
import socketserver
import subprocess
import sys
import threading
import unittest
from urllib.parse import quote

ROOT, MOCK = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
NAME = sys.argv[3]
FILE = ROOT / "mock_server/examples" / NAME
INTERPRETERS = {".sh": "bash", ".py": sys.executable, ".mjs": "node"}
sys.path.insert(0, str(ROOT / "mock_server/tests"))
import portal  # noqa: E402
import sandbox  # noqa: E402
from receiver import Receiver  # noqa: E402

SOMEBODY = "Zoé Niemand"
# What is told of a user from first to last, step by step: the event, and what it has of its own. An
# asterisk: once for each of the two accounts.
WAY = {
    "register": ["USER_REGISTERED"],
    "connect": ["CONNECTION_ATTEMPTED brokerageId connectionAttemptedResult",
                "CONNECTION_ADDED brokerageId brokerageAuthorizationId",
                "*NEW_ACCOUNT_AVAILABLE accountId brokerageAuthorizationId",
                "*ACCOUNT_HOLDINGS_UPDATED accountId brokerageId brokerageAuthorizationId details"],
    "disable": ["CONNECTION_BROKEN brokerageAuthorizationId"],
    "reconnect": ["CONNECTION_ATTEMPTED brokerageId connectionAttemptedResult",
                  "CONNECTION_FIXED brokerageAuthorizationId"],
    "refresh": ["*ACCOUNT_HOLDINGS_UPDATED accountId brokerageId brokerageAuthorizationId details"],
    "delete": ["CONNECTION_DELETED brokerageId brokerageAuthorizationId"],
    "deleteUser": ["USER_DELETED"],
}
COMMON = {"webhookId", "clientId", "eventTimestamp", "userId", "eventType", "webhookSecret"}


class Inetd(socketserver.ThreadingTCPServer):
    """Starts a program for each connection, as the receiver in shell wants it."""
    daemon_threads = True

    def __init__(self, command, **popen):
        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                subprocess.run(command, stdin=self.request, stdout=self.request, check=False,
                               **popen)
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()


class Receivers(unittest.TestCase):
    def setUp(self):
        self.mock = sandbox.Mock(MOCK, "--log", "none", "--webhook-retry-delay", "3600")
        self.addCleanup(self.mock.__exit__)
        self.partner = sandbox.Partner(self.mock)
        self.lines, self.out = os.pipe()
        self.addCleanup(os.close, self.lines)
        self.port = self.start(self.partner.key)
        self.partner.take("PUT", "/webhooks", {"url": f"http://127.0.0.1:{self.port}/"})

    def start(self, key):
        """A receiver of its own, once it listens; returns its port."""
        command = [INTERPRETERS[FILE.suffix], str(FILE)]
        env = {**os.environ, "SNAPTRADE_CONSUMER_KEY": key}
        if FILE.suffix == ".sh":
            server = Inetd(command, env=env, stderr=self.out)
            self.addCleanup(server.server_close)
            self.addCleanup(server.shutdown)
            return server.server_address[1]
        with socketserver.TCPServer(("127.0.0.1", 0), None) as free:
            port = free.server_address[1]
        process = subprocess.Popen([*command, str(port)], env=env, stdout=self.out,
                                   stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        sandbox.wait_until(lambda: self.listens(port), "it listens")
        return port

    @staticmethod
    def listens(port):
        try:
            sandbox.socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            return False
        return True

    def fire(self, status, **fields):
        body = {"eventType": "ACCOUNT_HOLDINGS_UPDATED", "userId": "Zoé Martin", **fields}
        fired = self.partner.ask("POST", "/webhooks/fire", body)
        entries, after = [], 0
        while not entries or entries[-1]["webhook"]["webhookId"] != fired.json()["webhookId"]:
            listed = self.partner.take("GET", "/journal", query=f"eventType=*&wait=9&after={after}")
            entries, after = listed["entries"], listed["last"]
        self.assertEqual(entries[-1]["status"], status, entries[-1])
        raw = re.search(rb'"body":(.*)\}$', fired.body)[1]
        return raw, fired.json()["signature"]

    def post(self, raw, *signatures):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest("POST", "/")
        connection.putheader("Content-Length", str(len(raw)))
        for signature in signatures:
            connection.putheader("Signature", signature)
        connection.endheaders(raw)
        status = connection.getresponse().status
        connection.close()
        return status

    def go_all_the_way(self):
        """Somebody's steps by name, each done when it is taken."""
        partner = self.partner
        made = partner.own("POST", "/api/v1/snapTrade/registerUser",
                           content={"userId": SOMEBODY}).json()
        partner.made["users"].append(made)
        yield "register"
        portal.open_link(partner, SOMEBODY, broker="ALPACA").choose("success")
        [connection] = partner.call(user=SOMEBODY).json()
        path = f"{sandbox.LIST}/{connection['id']}"
        yield "connect"
        partner.call("POST", path + "/disable", SOMEBODY)
        yield "disable"
        portal.open_link(partner, SOMEBODY, reconnect=connection["id"]).choose("success")
        yield "reconnect"
        partner.take("POST", "/clock", {"action": "advance", "seconds": 200})
        partner.call("POST", path + "/refresh", SOMEBODY)
        yield "refresh"
        partner.call("DELETE", path, SOMEBODY)
        yield "delete"
        partner.own("DELETE", "/api/v1/snapTrade/deleteUser", f"&userId={quote(SOMEBODY)}")
        yield "deleteUser"

    def test_it_takes_all_that_is_told_of_a_user_from_first_to_last(self):
        statuses = []

        def pass_on(handler):
            statuses.append(self.post(handler.raw, *handler.headers.get_all("Signature")))
            handler.send_response(statuses[-1])
            handler.end_headers()
            handler.close_connection = True

        front = self.enterContext(Receiver(usual=pass_on))
        self.partner.take("PUT", "/webhooks", {"url": front.url})
        told = []
        for step in self.go_all_the_way():
            with self.subTest(step):
                wanted = [line.lstrip("*") for line in WAY[step]
                          for _ in range(2 if line.startswith("*") else 1)]
                posts = [front.take() for _ in wanted]
                told += [post.body["eventType"] for post in posts]
                self.assertEqual(told[-len(wanted):], [line.split()[0] for line in wanted])
                for line, post in zip(wanted, posts):
                    self.assertEqual(set(post.body), COMMON | set(line.split()[1:]))
                    self.assertEqual(post.body["userId"], SOMEBODY)
        sandbox.wait_until(lambda: self.partner.take("GET", "/webhooks")["delivered"] == len(told),
                           "all is taken, and nothing more told")
        self.assertEqual(statuses, [204] * len(told))
        lines = b""
        while lines.count(b"\n") < len(told):
            lines += os.read(self.lines, 10000)
        self.assertEqual(lines.decode().splitlines(), [f"{event} {SOMEBODY}" for event in told])

    def test_it_takes_what_is_genuine_and_acts_on_it(self):
        raw, signature = self.fire(204)
        self.assertEqual(os.read(self.lines, 1000).decode(), "ACCOUNT_HOLDINGS_UPDATED Zoé Martin\n")
        self.assertEqual(self.post(raw, signature), 204)
        self.fire(204, details={"z": {"b": [1, 2.5], "a": "\U0001f600 \u007f\u2028\""}, "é": None})

    def test_it_refuses_what_was_tampered_with(self):
        raw, signature = self.fire(204)
        digest = hmac.new(self.partner.key.encode(), raw, hashlib.sha256).digest()
        for what, wrong, signatures in (
                ("another user", raw.replace("Zoé".encode(), b"Zoe"), [signature]),
                ("a detail", raw.replace(b'"success":true', b'"success":false', 1), [signature]),
                ("a field more", raw[:-1] + b',"x":1}', [signature]),
                ("no signature", raw, []), ("an empty one", raw, [""]),
                ("one of another body", raw, [self.fire(204)[1]]),
                ("one of the raw bytes", raw, [base64.b64encode(digest).decode()]),
                ("no JSON", b"{", [signature]), ("no object", b"1", [signature]),
                ("nothing", b"", [signature])):
            with self.subTest(what):
                self.assertNotEqual((wrong, signatures), (raw, [signature]))
                self.assertEqual(self.post(wrong, *signatures), 401)

    def test_it_refuses_what_is_old(self):
        self.fire(401, eventTimestamp="2022-05-31T11:35:33.753881+00:00")
        self.fire(401, eventTimestamp="some time ago")

    def test_it_refuses_another_partners_key(self):
        self.port = self.start("another key")
        self.partner.take("PUT", "/webhooks", {"url": f"http://127.0.0.1:{self.port}/"})
        self.fire(401)

    def test_readme_tells_the_same_order(self):
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        shown = re.findall(r"^\| [^|`]+ \| ([A-Z_]+(?: twice)?(?:, [A-Z_]+(?: twice)?)*) \|$", readme,
                           re.MULTILINE)
        self.assertEqual(shown, [
            ", ".join(line.split()[0].lstrip("*") + (" twice" if line.startswith("*") else "")
                      for line in told) for told in WAY.values()])

    def test_readme_shows_the_file(self):
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        shown = re.findall(rf"\]\(mock_server/examples/{re.escape(NAME)}\).*?\n```\w+\n(.*?)^```$",
                           readme, re.MULTILINE | re.DOTALL)
        self.assertEqual(shown, [FILE.read_text(encoding="utf-8")])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
