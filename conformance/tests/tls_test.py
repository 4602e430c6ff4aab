#!/usr/bin/env python3
"""snaptrade-conformance through TLS: a real nginx in front of the mock, with a CA made here.

Usage: tls_test.py SNAPTRADE_CONFORMANCE SNAPTRADE_MOCK
"""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.request

from judging import Running, catalogue, judge, run

DEADLINE = 10
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
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {folder}/localhost.pem;
        ssl_certificate_key {folder}/localhost.key;
        location / {{
            proxy_pass {origin};
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
        }}
    }}
}}
"""


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, check=True)


def make_ca(folder, name):
    openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
            f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem")
    return str(folder / f"{name}.pem")


def make_certificate(folder, ca):
    """localhost.pem, which the CA has signed."""
    (folder / "names").write_text("subjectAltName=DNS:localhost\n", encoding="ascii")
    openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout",
            "localhost.key", "-out", "localhost.csr")
    openssl(folder, "x509", "-req", "-days", "1", "-in", "localhost.csr", "-CA", f"{ca}.pem",
            "-CAkey", f"{ca}.key", "-CAcreateserial", "-extfile", "names", "-out", "localhost.pem")


class Front:
    """nginx on a port of its own, whose socket it inherits: nobody guesses a port, and who connects
    before it is ready waits in the socket's queue."""

    def __init__(self, folder, origin):
        program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        if program is None:
            raise AssertionError("nginx is missing; scripts/test installs it")
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            port = listener.getsockname()[1]
            configuration = folder / "nginx.conf"
            configuration.write_text(NGINX.format(folder=folder, port=port, origin=origin),
                                     encoding="ascii")
            self.url = f"https://localhost:{port}/api/v1"
            self.process = subprocess.Popen(
                [program, "-p", folder, "-c", configuration], pass_fds=[listener.fileno()],
                env={**os.environ, "NGINX": f"{listener.fileno()};"}, start_new_session=True)

    def stop(self):
        """The master ends its worker; when it does not, both are ended."""
        self.process.terminate()
        try:
            self.process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(DEADLINE)


def pass_on(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # one side has gone; the other will see it


class Proxy:
    """Does CONNECT and nothing else; keeps where it was asked to go."""

    def __enter__(self):
        self.asked = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def accept(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=self.serve, args=[client], daemon=True).start()

    def serve(self, client):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            byte = client.recv(1)
            if not byte:
                return
            head += byte
        method, where, _ = head.split(b"\r\n")[0].decode().split()
        self.asked.append((method, where))
        host, port = where.rsplit(":", 1)
        with client, socket.create_connection((host, int(port)), DEADLINE) as server:
            server.settimeout(None)
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=pass_on, args=[server, client])
            back.start()
            pass_on(client, server)
            back.join()


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="tls")))
        folder.chmod(0o755)  # root's nginx has a worker that is somebody else
        cls.ca = make_ca(folder, "ca")
        cls.other_ca = make_ca(folder, "other")
        make_certificate(folder, "ca")
        cls.mock = cls.enterClassContext(Running())
        cls.front = Front(folder, cls.mock.url.removesuffix("/api/v1"))
        cls.addClassCleanup(cls.front.stop)

    def setUp(self):
        reset = self.mock.url.replace("/api/v1", "/_sandbox/reset")
        urllib.request.urlopen(urllib.request.Request(reset, method="POST"), timeout=DEADLINE)

    def judge(self, *arguments, **settings):
        return judge("--url", self.front.url, "--ca-file", self.ca, "--disposable", "--level",
                     "assumed", *arguments, **settings)

    def test_the_whole_suite_passes_through_it(self):
        # Without --portal-url the mock does not know that its portal is behind a front.
        rows = [row for row in catalogue() if "portal" not in row["tags"]]
        taking = [row["id"] for row in rows if {"removes", "changes"} & set(row["tags"])]
        others = [row["id"] for row in rows if row["id"] not in taking]
        status, report, verdicts = self.judge(*others)
        rest = [one for one in report["results"] if one["verdict"] != "passed"
                and "started in a special way" not in one.get("message", "")]
        self.assertEqual((status, rest), (0, []))
        self.assertGreater(list(verdicts.values()).count("passed"), 100)
        for row in taking:
            self.setUp()
            self.assertEqual(self.judge(row)[2], {row: "passed"})

    def test_a_server_that_another_ca_vouches_for_is_not_talked_to(self):
        for arguments in (("--ca-file", self.other_ca), ()):
            done = run("--url", self.front.url, *arguments, "LIST-001")
            self.assertEqual((done.returncode, done.stdout), (3, ""))
            self.assertIn(f"{self.front.url}: ", done.stderr)
            self.assertIn("certificate", done.stderr)

    def test_another_name_is_not_what_the_ca_vouched_for(self):
        url = self.front.url.replace("localhost", "127.0.0.1")
        done = run("--url", url, "--ca-file", self.ca, "LIST-001")
        self.assertEqual(done.returncode, 3)
        self.assertIn("127.0.0.1", done.stderr)

    def test_a_ca_file_that_is_not_there_is_named(self):
        done = run("--url", self.front.url, "--ca-file", "/nowhere.pem", "LIST-001")
        self.assertEqual(done.returncode, 3)
        self.assertIn("/nowhere.pem", done.stderr)

    def test_the_ca_may_come_from_the_environment_as_for_curl(self):
        for name in ("SNAPTRADE_CA_FILE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
            done = run("--url", self.front.url, "LIST-001", "CLIENT-001", **{name: self.ca})
            self.assertEqual(done.returncode, 0, done.stderr)
        done = run("--url", self.front.url, "--ca-file", self.other_ca, "LIST-001",
                   SSL_CERT_FILE=self.ca)
        self.assertEqual(done.returncode, 3)

    def test_a_proxy_from_the_environment_is_used(self):
        with Proxy() as proxy:
            status, _, verdicts = self.judge("LIST-001", "CLIENT-001", "REMOVE-009",
                                             https_proxy=proxy.url, no_proxy="")
        self.assertEqual((status, set(verdicts.values())), (0, {"passed"}))
        port = self.front.url.split(":")[2].split("/")[0]
        self.assertEqual(set(proxy.asked), {("CONNECT", f"localhost:{port}")})
        self.assertGreaterEqual(len(proxy.asked), 4)

    def test_a_proxy_that_is_not_there_is_why_nothing_is_reached(self):
        done = run("--url", self.front.url, "--ca-file", self.ca, "LIST-001",
                   https_proxy="http://127.0.0.1:1", no_proxy="")
        self.assertEqual(done.returncode, 3)
        self.assertIn("127.0.0.1", done.stderr)

    def test_what_is_no_tls_is_told(self):
        done = run("--url", self.mock.url.replace("http:", "https:"), "LIST-001")
        self.assertEqual(done.returncode, 3)
        self.assertRegex(done.stderr, "(?i)ssl|tls")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
