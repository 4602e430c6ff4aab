#!/usr/bin/env python3
"""The mock behind a real nginx, configured by the server block that stands in README.

Usage: front_test.py SNAPTRADE_MOCK README
"""
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

import sandbox
import tls_case

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
README = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "README.md").read_text(encoding="utf-8")
TOKEN = "a-token-for-the-tests"
NAME = "sandbox.example.com"
# Around README's block: all files in `folder`, no root needed.
NGINX = """
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {block}
}}
"""


def find_block():
    [block] = re.findall(r"^```nginx\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return block


def change(text, pattern, replacement):
    """Exactly one place must be there to be changed."""
    changed, count = re.subn(pattern, lambda _: replacement, text, flags=re.DOTALL)
    if count != 1:
        raise AssertionError(f"{count} times in README's block: {pattern}")
    return changed


def let_control_through(block):
    return change(block, r"\n    location /_sandbox \{.*?\n    \}\n", "\n")


def without_headers(block, name):
    return re.sub(rf"\n *proxy_set_header {name}[^\n]*", "", block)


class Front:
    """nginx on a port of its own. It inherits the socket, as from an nginx that it replaces: so
    nobody guesses a port, and who connects before it is ready waits in the socket's queue."""

    def __init__(self, folder, block, mock_port):
        self.certificate = folder / "certificate.pem"
        key = folder / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
                        "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
                        "-keyout", key, "-out", self.certificate], capture_output=True, check=True)
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            self.port = listener.getsockname()[1]
            block = change(block, r"listen 443 ssl;", f"listen 127.0.0.1:{self.port} ssl;")
            block = change(block, r"/etc/\S+\.pem", str(self.certificate))
            block = change(block, r"/etc/\S+\.key", str(key))
            block = change(block, r"http://127\.0\.0\.1:7627", f"http://127.0.0.1:{mock_port}")
            configuration = folder / "nginx.conf"
            configuration.write_text(NGINX.format(folder=folder, block=block), encoding="utf-8")
            program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
            if program is None:
                raise AssertionError("nginx is missing; scripts/test installs it")
            self.process = subprocess.Popen(
                [program, "-p", folder, "-c", configuration], pass_fds=[listener.fileno()],
                env={**os.environ, "NGINX": f"{listener.fileno()};"},
                start_new_session=True)

    def stop(self):
        """The master ends its worker; when it does not, both are ended."""
        self.process.terminate()
        try:
            self.process.wait(sandbox.DEADLINE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(sandbox.DEADLINE)

    def ask(self, method, target, host=None, body=None, **headers):
        """The target goes out as it stands. `headers` have _ for -."""
        context = ssl.create_default_context(cafile=self.certificate)
        plain = socket.create_connection(("127.0.0.1", self.port), sandbox.DEADLINE)
        with context.wrap_socket(plain, server_hostname=NAME) as connection:
            lines = [f"{method} {target} HTTP/1.1", f"Host: {host or NAME}", "Connection: close"]
            lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
            data = json.dumps(body).encode() if body is not None else b""
            if data:
                lines += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
            connection.sendall("\r\n".join([*lines, "", ""]).encode() + data)
            answer = http.client.HTTPResponse(connection, method=method)
            answer.begin()
            return answer.status, answer.headers, answer.read()

    def version(self, newest, oldest=ssl.TLSVersion.TLSv1):
        """Of TLS, that is agreed on."""
        context = ssl.create_default_context(cafile=self.certificate)
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version, context.maximum_version = oldest, newest
        plain = socket.create_connection(("127.0.0.1", self.port), sandbox.DEADLINE)
        with plain, context.wrap_socket(plain, server_hostname=NAME) as connection:
            return connection.version()

    def ask_signed(self, method, path, query):
        return self.ask(method, f"{path}?{query}", Signature=sandbox.sign(path, query))


class BehindFront(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="front")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.folder.chmod(0o755)  # root's nginx has a worker that is somebody else

    def start(self, block, *options):
        mock = sandbox.Mock(PROGRAM, "--log", "none", *options)
        self.addCleanup(mock.__exit__)
        front = Front(self.folder, block, mock.port)
        self.addCleanup(front.stop)
        return mock, front

    def start_public(self, block, *options):
        token = self.folder / "token"
        token.write_text(TOKEN + "\n", encoding="utf-8")
        return self.start(block, "--public-url", f"https://{NAME}", "--control-token-file",
                          str(token), *options)

    def control(self, mock, method, path):
        """From the machine itself, past the front."""
        return mock.ask(method, "/_sandbox" + path, headers=[f"Authorization: Bearer {TOKEN}"])


class AsInReadme(BehindFront):
    def test_signed_requests_arrive_as_they_were_signed(self):
        stamp = f"clientId=PASSIVTEST&timestamp={int(time.time())}"
        user = f"{stamp}&userId=John.doe@snaptrade.com&userSecret=USERSECRET123"
        _, front = self.start_public(find_block(), "--signature-check", "strict")
        for method, path, query, status in (
                ("GET", "/api/v1/authorizations", user, 200),
                ("GET", "/authorizations", user.replace("@", "%40"), 200),
                ("GET", "/authorizations", f"{user}&x=%2f%2F+%20;a=b//..&y&&z=%25%C3%A9~'", 200),
                ("GET", "/authorizations",
                 f"{stamp}&userId=q%26a%2B100%25%40example.com&userSecret=ampersand-secret", 200),
                ("GET", "/authorizations", f"{stamp}&userId=Zo%c3%a9+Martin&userSecret=zoe-secret",
                 200),
                ("GET", "/authorizations/not%20a%2fuuid%3F", user, 400),
                ("GET", "/authorizations/%2e%2e%2Fauthorizations", user, 400),
                ("GET", "/%61uthorizations", user, 404),
                ("GET", "/x/../authorizations", user, 404),
                ("GET", "//authorizations", user, 404),
                ("DELETE", "/api/v1/authorizations/" + sandbox.ID, user, 204)):
            with self.subTest(method=method, path=path, query=query):
                answered, headers, body = front.ask_signed(method, path, query)
                self.assertEqual(answered, status, body)
                self.assertIn("X-Request-Id", headers)

    def test_a_refusal_keeps_its_diagnosis(self):
        _, front = self.start_public(find_block())
        query = sandbox.user_query()
        signature = sandbox.sign(sandbox.LIST, query, "PASSIVTEST")
        status, headers, _ = front.ask("GET", f"{sandbox.LIST}?{query}", Signature=signature)
        self.assertEqual((status, headers["X-Sandbox-Diagnosis"]), (401, "key-is-client-id"))

    def test_it_speaks_tls_1_2_and_1_3_and_nothing_older(self):
        os.environ["OPENSSL_CONF"] = str(self.folder / "old.cnf")
        self.addCleanup(os.environ.pop, "OPENSSL_CONF")
        (self.folder / "old.cnf").write_text(tls_case.OLD_TLS, encoding="ascii")
        _, front = self.start_public(find_block())
        self.assertEqual(front.version(ssl.TLSVersion.TLSv1_3), "TLSv1.3")
        self.assertEqual(front.version(ssl.TLSVersion.TLSv1_2), "TLSv1.2")
        with self.assertRaisesRegex(ssl.SSLError, "PROTOCOL_VERSION"):
            front.version(ssl.TLSVersion.TLSv1_1)

    def test_the_link_to_the_portal_leads_through_the_front(self):
        _, front = self.start_public(find_block())
        query = sandbox.user_query()
        status, _, body = front.ask("POST", f"/api/v1/snapTrade/login?{query}",
                                    Signature=sandbox.sign("/api/v1/snapTrade/login", query))
        self.assertEqual(status, 200, body)
        scheme, path = json.loads(body)["redirectURI"].split(f"://{NAME}", 1)
        self.assertEqual(scheme, "https")
        status, headers, page = front.ask("GET", path)
        self.assertEqual((status, headers.get_content_type()), (200, "text/html"), page)
        self.assertIn(b"Alpaca", page)

    def test_nothing_of_the_control_api_is_there_for_the_outside(self):
        mock, front = self.start_public(find_block())
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        for target in ("/_sandbox", "/_sandbox/partners", "/_sandbox/partners?x=/",
                       "/%5Fsandbox/partners", "/_sandbox%2Fpartners", "//_sandbox/partners",
                       "/./_sandbox/partners", "/x/../_sandbox/partners",
                       "/%2e/_sandbox//partners", "/_sandbox/partners/%2e%2e/partners",
                       "/_sandbox/partners#"):
            with self.subTest(target):
                status, headers, _ = front.ask("POST", target, **bearer)
                self.assertEqual(status, 404)
                self.assertNotIn("X-Request-Id", headers)
        # nginx takes these for /x, the mock takes them as they stand.
        for target in ("/_sandbox/../x", "/_sandbox/partners/../../x",
                       "/_sandbox/partners/PASSIVTEST%2f..%2f..%2f..%2fx/reset"):
            with self.subTest(target):
                self.assertEqual(front.ask("POST", target, **bearer)[0], 404)
        partners = self.control(mock, "GET", "/partners").json()
        self.assertEqual(len(partners), 3)
        self.assertEqual(self.control(mock, "POST", "/partners").status, 201)


class WithTheControlApi(BehindFront):
    def setUp(self):
        super().setUp()
        self.block = let_control_through(find_block())

    def test_the_token_opens_it_and_nothing_else_does(self):
        _, front = self.start_public(self.block)
        make = ("POST", "/_sandbox/partners")
        self.assertEqual(front.ask(*make)[0], 401)
        self.assertEqual(front.ask(*make, Authorization="Bearer another-token-for-tests")[0], 401)
        self.assertEqual(front.ask(*make, host="127.0.0.1")[0], 401)
        self.assertEqual(front.ask(*make, Authorization=f"Bearer {TOKEN}")[0], 201)

    def test_a_partners_token_opens_only_that_partner(self):
        _, front = self.start_public(self.block)
        one, other = (json.loads(front.ask("POST", "/_sandbox/partners",
                                           Authorization=f"Bearer {TOKEN}")[2]) for _ in "12")
        mine = f"/_sandbox/partners/{one['clientId']}"
        bearer = {"Authorization": f"Bearer {one['token']}"}
        added = front.ask("POST", mine + "/users", body={"userId": "visitor"}, **bearer)
        self.assertEqual(added[0], 201, added[2])
        self.assertEqual(front.ask("POST", mine + "/reset", **bearer)[0], 204)
        for target in ("/_sandbox/partners", "/_sandbox/journal",
                       f"/_sandbox/partners/{other['clientId']}/state"):
            self.assertEqual(front.ask("GET", target, **bearer)[0], 401, target)

    def test_a_large_state_passes_both_ways(self):
        _, front = self.start_public(self.block)
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        target = "/_sandbox/partners/PASSIVTEST/state"
        state = json.loads(front.ask("GET", target, **bearer)[2])
        state["users"] += [{"userId": f"user-{i}", "userSecret": "s" * 200} for i in range(3000)]
        self.assertEqual(front.ask("PUT", target, body=state, **bearer)[0], 204)
        self.assertEqual(json.loads(front.ask("GET", target, **bearer)[2]), state)

    def test_a_page_of_another_origin_is_refused_even_with_the_token(self):
        _, front = self.start_public(self.block)
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        for origin, status in ((f"https://{NAME}", 201), ("https://evil.example", 403),
                               ("null", 403), (f"https://{NAME}.evil.example", 403)):
            answered, headers, _ = front.ask("POST", "/_sandbox/partners", Origin=origin, **bearer)
            self.assertEqual(answered, status, origin)
            self.assertNotIn("Access-Control-Allow-Origin", headers)

    def test_a_wait_ends_with_the_request_it_waits_for(self):
        mock, front = self.start_public(self.block)
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        seen = json.loads(front.ask("GET", "/_sandbox/journal", **bearer)[2])["last"]
        with mock.connect() as connection:
            connection.send(sandbox.request("GET", "/health"))
            listed = front.ask("GET", f"/_sandbox/journal?after={seen}&wait=60", **bearer)
        [entry] = json.loads(listed[2])["entries"]
        self.assertEqual(entry["target"], "/health")


class WithAnOpenMock(BehindFront):
    """Nobody has said --public-url: the mock takes who comes from this machine for its own."""

    def setUp(self):
        super().setUp()
        self.block = let_control_through(find_block())

    def test_what_a_front_passes_on_needs_a_token_all_the_same(self):
        mock, front = self.start(self.block)
        for host in (NAME, "localhost", "127.0.0.1"):
            self.assertEqual(front.ask("POST", "/_sandbox/partners", host=host)[0], 401, host)
        self.assertEqual(mock.ask("POST", "/_sandbox/partners").status, 201)

    def test_the_host_that_a_front_passes_on_is_not_this_machines(self):
        _, front = self.start(without_headers(self.block, "X-Forwarded-"))
        for host in (NAME, "rebound.example", "localhost.rebound.example", "127.0.0.1.example"):
            status, _, body = front.ask("POST", "/_sandbox/partners", host=host)
            self.assertEqual(status, 403, host)
            self.assertIn(b"Host", body)

    def test_a_front_that_tells_nothing_lets_everybody_in_unless_the_mock_knows_of_it(self):
        silent = without_headers(self.block, "")
        for start, status in ((self.start, 201), (self.start_public, 401)):
            _, front = start(silent)
            self.assertEqual(front.ask("POST", "/_sandbox/partners")[0], status)

    def test_a_name_that_was_bound_to_this_machine_is_refused(self):
        with sandbox.Mock(PROGRAM, "--log", "none") as mock:
            rebound = b"POST /_sandbox/partners HTTP/1.1\r\nHost: rebound.example:%d\r\n" \
                      b"Connection: close\r\n\r\n" % mock.port
            self.assertEqual(sandbox.parse(mock.raw(rebound))[0].status, 403)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
