#!/usr/bin/env python3
"""The mock speaks TLS: with certificates that it is given, and with its own.

Usage: tls_test.py SNAPTRADE_MOCK SNAPTRADE_CLIENT SHIM [Class...]
"""
import json
import os
import pathlib
import select
import socket
import ssl
import subprocess
import sys
import threading
import time
import unittest

import sandbox
import tls_case

PROGRAM, CLIENT = (os.path.abspath(path) for path in sys.argv[1:3])
SHIM = sys.argv[3]
OWN = ("--tls", "self-signed", "--tls-ca")
MANY = 300


def run(*command, **environment):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False,
                          timeout=60, env=tls_case.environment("", **environment))


class Tls(tls_case.Case):
    def start(self, *options, tls=None, environment=None, **popen):
        """Self-signed where nothing else is said."""
        tls = (*OWN, str(self.ca)) if tls is None else tls
        mock = tls_case.Mock(PROGRAM, "--log", "none", *tls, *options, ca=self.ca,
                             env=tls_case.environment(SHIM, **(environment or {})), **popen)
        self.addCleanup(mock.__exit__)
        return mock

    def start_with(self, name):
        return self.start(tls=("--tls-cert", str(self.folder / f"{name}.pem"), "--tls-key",
                               str(self.folder / f"{name}.key")))


class Own(Tls):
    def test_what_it_prints_and_writes_says_https(self):
        ready = self.folder / "ready"
        mock = self.start("--ready-file", str(ready))
        url = f"https://127.0.0.1:{mock.port}"
        self.assertEqual(mock.ready_line, f"listening on {url}\n")
        self.assertEqual(ready.read_text(encoding="ascii"), url + "\n")
        mock.stop()
        self.assertEqual(mock.process.communicate(), ("", ""))
        self.assertFalse(ready.exists())

    def test_a_port_in_use_is_named(self):
        mock = self.start()
        place = f"127.0.0.1:{mock.port}"
        done = subprocess.run([PROGRAM, *OWN, str(self.ca), "--listen", place],
                              capture_output=True, text=True, check=False, timeout=60,
                              env=tls_case.environment(SHIM))
        self.assertEqual((done.returncode, done.stderr), (
            1, f"snaptrade-mock: cannot listen on {place}: Address already in use\n"))
        self.assertEqual(mock.ask().status, 200)  # the file is still that of its CA

    def test_its_ca_is_written_whole_and_without_a_key(self):
        self.ca.write_text("of another run\n", encoding="ascii")
        mock = self.start()
        text = self.ca.read_text(encoding="ascii")
        self.assertRegex(text, r"\A-----BEGIN CERTIFICATE-----\n(\S+\n)+-----END CERTIFICATE-----\n\Z")
        self.assertEqual([path.name for path in self.folder.iterdir()], ["ca.pem"])
        self.assertEqual(mock.ask().status, 200)

    def test_every_run_has_a_ca_of_its_own(self):
        first = self.start()
        trusted = first.trust()
        second = self.start()
        with self.assertRaises(ssl.SSLCertVerificationError):
            tls_case.Secure(second.port, trusted)

    def test_a_host_that_it_cannot_name_is_left_out(self):
        self.assertEqual(self.start("--portal-url", "http://[::1]:5173").names(),
                         ["DNS:localhost", "IP Address:127.0.0.1", f"DNS:{socket.gethostname()}"])

    def test_its_certificate_has_the_names_that_it_may_be_known_by(self):
        token = self.folder / "token"
        token.write_text("a-token-for-the-tests\n", encoding="ascii")
        mock = self.start("--listen", "127.0.0.2:0", "--control-token-file", str(token),
                          "--public-url", "https://sandbox.example.com:8443",
                          "--portal-url", "https://portal.example.com")
        self.assertEqual(mock.names(), [
            "DNS:localhost", "IP Address:127.0.0.1", "IP Address:127.0.0.2",
            f"DNS:{socket.gethostname()}", "DNS:sandbox.example.com", "DNS:portal.example.com"])

    def test_strict_checks_find_nothing_wrong_with_it(self):
        mock = self.start()
        context = mock.trust()
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        with tls_case.Secure(mock.port, context) as connection:
            found = connection.socket.getpeercert()
        days = (ssl.cert_time_to_seconds(found["notAfter"]) - time.time()) / 86400
        self.assertTrue(364 < days < 366, days)

    def test_a_command_finds_url_and_ca_wherever_it_goes(self):
        script = ('import os; print(os.environ["SNAPTRADE_BASE_URL"], '
                  'os.environ["SNAPTRADE_CA_FILE"])')
        done = subprocess.run(
            [PROGRAM, *OWN, "ca.pem", "--", sys.executable, "-c", script], check=False, cwd=self.folder,
            capture_output=True, text=True, timeout=60,
            env=tls_case.environment(SHIM, SNAPTRADE_CA_FILE="of another mock"))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, rf"\Ahttps://127.0.0.1:\d+/api/v1 {self.ca.resolve()}\n\Z")

    def test_without_tls_a_command_keeps_the_ca_of_its_environment(self):
        done = subprocess.run([PROGRAM, "--", "sh", "-c", "echo $SNAPTRADE_CA_FILE"], check=False,
                              capture_output=True, text=True, timeout=60,
                              env=tls_case.environment("", SNAPTRADE_CA_FILE="mine.pem"))
        self.assertEqual((done.returncode, done.stdout), (0, "mine.pem\n"))


class Given(Tls):
    def test_a_certificate_from_files_is_shown(self):
        for kind, key in (("ec", ("ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")),
                          ("rsa", ("rsa:2048",)), ("ed", ("ed25519",))):
            with self.subTest(kind):
                tls_case.make_pair(self.folder, kind, key=key)
                self.ca = self.folder / f"{kind}.pem"
                mock = self.start_with(kind)
                self.assertTrue(mock.ready_line.startswith("listening on https://"))
                with mock.connect() as connection:
                    self.assertEqual(
                        ssl.DER_cert_to_PEM_cert(connection.socket.getpeercert(True)),
                        self.ca.read_text(encoding="ascii"))

    def test_what_leads_to_the_ca_is_sent_along(self):
        """The client knows the root alone: without the one between it could trust nobody."""
        tls_case.make_pair(self.folder, "root")
        self.ca = self.folder / "root.pem"
        for name, signer, more in (("between", "root", "basicConstraints=critical,CA:TRUE"),
                                   ("host", "between", "subjectAltName=DNS:localhost")):
            (self.folder / "more").write_text(more + "\n", encoding="ascii")
            tls_case.openssl(self.folder, "req", "-newkey", "rsa:2048", "-nodes", "-subj",
                             f"/CN={name}", "-keyout", f"{name}.key", "-out", "csr")
            tls_case.openssl(self.folder, "x509", "-req", "-days", "1", "-in", "csr", "-CA",
                             f"{signer}.pem", "-CAkey", f"{signer}.key", "-CAcreateserial",
                             "-extfile", "more", "-out", f"{name}.pem")
        host = self.folder / "host.pem"
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.start_with("host").connect()
        host.write_text(host.read_text(encoding="ascii") +
                        (self.folder / "between.pem").read_text(encoding="ascii"), encoding="ascii")
        self.assertEqual(self.start_with("host").ask().status, 200)


class Clients(Tls):
    def test_our_client_trusts_the_ca_that_it_is_told(self):
        mock = self.start()
        other = self.folder / "other.pem"
        tls_case.make_pair(self.folder, "other")
        url = f"https://127.0.0.1:{mock.port}/api/v1"
        told = (CLIENT, "--base-url", url)
        for good in (run(*told, "--ca-file", self.ca, "list"),
                     run(*told, "list", SNAPTRADE_CA_FILE=str(self.ca), SSL_CERT_FILE=str(other)),
                     run(*told, "list", CURL_CA_BUNDLE=str(self.ca)),
                     run(*told, "list", SSL_CERT_FILE=str(self.ca)),
                     run(CLIENT, "list", SNAPTRADE_BASE_URL=url, SNAPTRADE_CA_FILE=str(self.ca)),
                     run(*told, "--ca-file", self.ca, "call", "GET", "/accounts")):
            self.assertEqual((good.returncode, good.stderr), (0, ""))
        for bad in (run(*told, "list"), run(*told, "--ca-file", other, "list"),
                    run(*told, "--ca-file", other, "list", SNAPTRADE_CA_FILE=str(self.ca))):
            self.assertEqual((bad.returncode, bad.stdout), (3, ""), bad.stderr)
            self.assertIn("certificate", bad.stderr)

    def test_curl_does_too(self):
        mock = self.start()
        for name in ("localhost", "127.0.0.1"):
            url = f"https://{name}:{mock.port}/api/v1/"
            good = run("curl", "-sS", "--noproxy", "*", "--cacert", self.ca, url)
            self.assertEqual((good.returncode, json.loads(good.stdout)["online"]), (0, True))
        self.assertEqual(run("curl", "-sS", "--noproxy", "*", url).returncode, 60)
        plain = run("curl", "-sS", "--noproxy", "*", url.replace("https", "http"))
        self.assertNotEqual(plain.returncode, 0)

    def test_a_name_that_it_does_not_have_is_not_believed(self):
        mock = self.start()
        done = run("curl", "-sS", "--noproxy", "*", "--cacert", self.ca, "--connect-to",
                   f"::127.0.0.1:{mock.port}", "https://api.snaptrade.com/")
        self.assertEqual(done.returncode, 60, done.stderr)


class Protocol(Tls):
    def connect(self, mock, version):
        context = mock.trust()
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
        return tls_case.Secure(mock.port, context)

    def test_it_speaks_tls_1_2_and_1_3_and_nothing_older(self):
        """Whatever OpenSSL is configured for."""
        old = self.folder / "openssl.cnf"
        old.write_text(tls_case.OLD_TLS, encoding="ascii")
        mock = self.start(environment={"OPENSSL_CONF": str(old)})
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with self.connect(mock, version) as connection:
                connection.send(sandbox.request())
                self.assertEqual(sandbox.parse(connection.read_all())[0].status, 200)
        for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
            with self.assertRaisesRegex(ssl.SSLError, "PROTOCOL_VERSION"), \
                    self.connect(mock, version):
                pass

    def test_requests_follow_each_other_on_a_connection(self):
        with self.start().connect() as connection:
            for _ in range(3):
                connection.send(sandbox.request(close=False))
                self.assertEqual(connection.read_answer().status, 200)

    def test_it_ends_tls_before_it_closes(self):
        """So that nobody takes a cut connection for a whole answer."""
        mock = self.start()
        refused = sandbox.request("POST", "/api/v1/snapTrade/login",
                                  headers=["Content-Length: 999999999"])
        for request in (sandbox.request(), refused):
            with mock.connect() as connection:
                connection.send(request)
                while connection.socket.recv(65536):  # raises SSLEOFError where the end is cut off
                    pass

    def test_many_handshakes_leave_nothing_behind(self):
        mock = self.start("--threads", "20")
        descriptors = pathlib.Path(f"/proc/{mock.process.pid}/fd")
        problems = []

        def ask():
            try:
                for _ in range(MANY // 10):
                    if mock.ask().status != 200:
                        raise AssertionError("no 200")
            except Exception as problem:  # pylint: disable=broad-except
                problems.append(problem)

        mock.ask()
        before = len(list(descriptors.iterdir()))
        threads = [threading.Thread(target=ask) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(problems, [])
        sandbox.wait_until(lambda: len(list(descriptors.iterdir())) <= before, "open descriptors")

    def test_a_session_is_resumed(self):
        context = (mock := self.start()).trust()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with tls_case.Secure(mock.port, context) as first:
            session = first.socket.session
        plain = socket.create_connection(("127.0.0.1", mock.port), sandbox.DEADLINE)
        with context.wrap_socket(plain, server_hostname="localhost", session=session) as second:
            self.assertTrue(second.session_reused)

    def test_plain_http_gets_no_answer_and_does_no_harm(self):
        mock = self.start()
        for data in (sandbox.request(), b"\x16\x03\x01\xff\xff" + b"x" * 100, b"\0" * 1000):
            with sandbox.Connection(mock.port) as plain:
                plain.send(data)
                plain.end()
                self.assertNotIn(b"HTTP/", plain.read_all())
        self.assertEqual(mock.ask().status, 200)

    def test_who_connects_and_says_nothing_keeps_nobody_waiting(self):
        mock = self.start("--threads", "60")
        silent = [sandbox.Connection(mock.port) for _ in range(50)]
        for connection in silent:
            self.addCleanup(connection.socket.close)
        start = time.monotonic()
        self.assertEqual(mock.ask().status, 200)
        self.assertLess(time.monotonic() - start, 3)

    def test_it_stops_at_once_with_idle_connections_and_half_handshakes(self):
        mock = self.start()
        with mock.connect() as idle, sandbox.Connection(mock.port) as silent:
            idle.send(sandbox.request(close=False))
            self.assertEqual(idle.read_answer().status, 200)
            self.assertLess(mock.stop(), 2)
            self.assertEqual(mock.process.returncode, 0)
            self.assertNotIn(b"HTTP/", silent.read_all())


class Service(Tls):
    """What is told from TLS, or has to look through it."""

    def test_links_to_the_portal_say_https(self):
        partner = sandbox.Partner(self.start())
        link = partner.call("POST", "/api/v1/snapTrade/login").json()["redirectURI"]
        self.assertTrue(link.startswith("https://localhost/snapTrade/redeemToken"), link)

    def test_the_scheme_of_a_public_url_is_that_of_the_portal(self):
        token = self.folder / "token"
        token.write_text("a-token-for-the-tests\n", encoding="ascii")
        mock = self.start("--public-url", "http://front.example", "--control-token-file", str(token))
        partner = sandbox.Partner(mock, token="a-token-for-the-tests")
        link = partner.call("POST", "/api/v1/snapTrade/login").json()["redirectURI"]
        self.assertTrue(link.startswith("http://localhost/"), link)

    def test_a_page_of_https_may_use_the_control_api_and_one_of_http_may_not(self):
        mock = self.start()
        host = f"localhost:{mock.port}"
        for origin, status in ((f"https://{host}", 201), (f"http://{host}", 403),
                               ("https://localhost:1", 403)):
            answer = mock.ask("POST", "/_sandbox/partners", host=host, headers=[f"Origin: {origin}"])
            self.assertEqual(answer.status, status, origin)

    def test_nothing_tells_a_browser_to_use_https_for_ever(self):
        """It would for all that is on localhost."""
        mock = self.start()
        for path in ("/", "/_sandbox/", sandbox.LIST, "/nowhere"):
            self.assertNotIn("strict-transport-security", mock.ask(path=path).headers)

    def test_some_may_be_plain(self):
        mock = self.start("--listen", "http://127.0.0.1:0")
        rows = pathlib.Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
        inodes = {os.readlink(path).strip("socket:[]")
                  for path in pathlib.Path(f"/proc/{mock.process.pid}/fd").iterdir()}
        [port] = {int(row.split()[1].split(":")[1], 16) for row in rows
                  if row.split()[3] == "0A" and row.split()[9] in inodes} - {mock.port}
        partner = sandbox.Partner(mock)
        before = partner.call().json()
        with sandbox.Connection(port) as plain:
            plain.send(partner.signed())
            [answer] = sandbox.parse(plain.read_all())
        self.assertEqual(answer.json(), before)
        with sandbox.Connection(port) as plain:
            plain.send(partner.signed("POST", "/api/v1/snapTrade/login"))
            link = sandbox.parse(plain.read_all())[0].json()["redirectURI"]
        self.assertTrue(link.startswith("http://localhost/"), link)

    def test_the_first_listen_is_announced_with_its_scheme(self):
        mock = self.start("--listen", "https://127.0.0.1:0", listen="http://127.0.0.1:0")
        self.assertTrue(mock.ready_line.startswith("listening on http://127.0.0.1:"))

    def test_a_wait_ends_when_its_client_leaves(self):
        """The end of TLS that a client sends stays unread; what counts is that it has closed."""
        mock = self.start("--max-waiting", "1")
        control = mock.control
        wait = control.request("GET", "/journal", query="after=0&wait=60", close=False)
        with mock.connect_by_1_2() as leaver:
            leaver.send(wait)

            def waits():
                asked = control.ask("GET", "/journal", query="after=0&wait=1").status
                if asked == 200 and select.select([leaver.socket], [], [], 0)[0]:
                    self.assertEqual(leaver.read_answer().status, 503)  # the question had the place
                    leaver.send(wait)
                return asked == 503
            sandbox.wait_until(waits, "nobody waits")
            leaver.socket.setblocking(False)
            with self.assertRaises(ssl.SSLWantReadError):
                leaver.socket.unwrap()  # it says so, and does not wait to be answered
        sandbox.wait_until(lambda: control.ask("GET", "/journal", query="after=0&wait=1")
                           .status == 200, "who left still waits")

    def test_faults_reach_the_client_through_it(self):
        partner = sandbox.Partner(self.start())
        partner.break_with({"type": "reset", "when": "before"})
        with partner.mock.connect() as connection, \
                socket.socket(fileno=os.dup(connection.fileno())) as below:
            below.settimeout(sandbox.DEADLINE)
            connection.send(partner.signed())
            with self.assertRaises(ConnectionResetError):  # which Python's ssl takes for an end
                while below.recv(65536):
                    pass
        partner.break_with({"type": "delay", "delayMs": 300})
        start = time.monotonic()
        self.assertEqual(partner.call().status, 200)
        self.assertGreaterEqual(time.monotonic() - start, 0.3)

    def test_a_large_body_passes_both_ways(self):
        control = self.start().control
        state = control.take("GET", "/partners/PASSIVTEST/state")
        state["users"] += [{"userId": f"user-{i}", "userSecret": "s" * 200} for i in range(500)]
        control.take("PUT", "/partners/PASSIVTEST/state", state)
        self.assertEqual(control.take("GET", "/partners/PASSIVTEST/state"), state)

    def test_a_body_that_drips_in_has_its_deadline(self):
        with self.start().connect_by_1_2() as connection:
            connection.send(b"PUT /_sandbox/partners/PASSIVTEST/state HTTP/1.1\r\nHost: localhost\r\n"
                            b"Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
            start = time.monotonic()
            for _ in range(2000):  # in the kernel they are many more bytes than they are in TLS
                connection.send(b"x")
            while not select.select([connection.socket], [], [], 0.1)[0]:
                connection.send(b"x")
                self.assertLess(time.monotonic() - start, 9)
            self.assertGreater(time.monotonic() - start, 4)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=1)
