#!/usr/bin/env python3
"""scripts/proxy: who sends it whole URLs of SnapTrade's finds the mock, and nobody else's are served.

Usage: proxy_test.py ROOT SNAPTRADE_MOCK
"""
import json
import os
import pathlib
import socket
import subprocess
import sys
import unittest

ROOT, MOCK = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
sys.path.insert(0, str(ROOT / "mock_server/tests"))
import sandbox  # noqa: E402

SDKS = ROOT / "build-sdks"  # where scripts/sdks installs them
DEADLINE = 60
LIST = """
const [{ Snaptrade }, clientId, consumerKey] = [require("snaptrade-typescript-sdk"),
                                                "PASSIVTEST", "sandbox-consumer-key"];
new Snaptrade({ clientId, consumerKey }).connections.listBrokerageAuthorizations({
  userId: "John.doe@snaptrade.com", userSecret: "USERSECRET123",
}).then((answer) => console.log(answer.data.length));
"""
AXIOS = """
require("axios").get("https://api.snaptrade.com/api/v1/")
  .then((answer) => console.log(answer.data.online), (error) => console.log(error.message));
"""


class Proxy(unittest.TestCase):
    def setUp(self):
        self.mock = sandbox.Mock(MOCK, "--log", "none")
        self.addCleanup(self.mock.__exit__)
        self.mock_url = f"http://127.0.0.1:{self.mock.port}"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.proxy = subprocess.Popen([ROOT / "scripts/proxy", "--listen", f"127.0.0.1:{self.port}",
                                       "--to", self.mock_url], stderr=subprocess.DEVNULL)
        self.addCleanup(self.proxy.wait)
        self.addCleanup(self.proxy.kill)
        sandbox.wait_until(self.listens, "it listens")

    def listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            self.assertIsNone(self.proxy.poll())
            return False
        return True

    def run_through(self, *command, **options):
        env = {**os.environ, "http_proxy": self.url, "https_proxy": self.url}
        return subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE, check=False,
                              env=env, **options)

    def curl(self, *arguments):
        return self.run_through("curl", "-sS", *arguments)

    def sent(self):
        [last] = json.loads(self.curl("--noproxy", "*", self.mock_url + "/_sandbox/journal").stdout)[
            "entries"][-1:]
        return last["target"]

    def ask_raw(self, head):
        with socket.create_connection(("127.0.0.1", self.port), DEADLINE) as connection:
            connection.sendall(head.encode())
            return connection.makefile("rb").readline().decode()

    def test_curl_reaches_the_mock_in_absolute_form(self):
        self.assertIn('"online":true', self.curl("http://api.snaptrade.com/api/v1/").stdout)

    def test_an_absolute_https_url_is_served_byte_for_byte(self):
        target = "/api/v1/x%2f//y?a=%7e&b=c%20d&&"
        line = self.ask_raw(f"GET https://api.snaptrade.com{target} HTTP/1.1\r\n"
                            "Host: api.snaptrade.com\r\nConnection: close\r\n\r\n")
        self.assertIn(" 404 ", line)
        self.assertEqual(self.sent(), target)

    def test_other_hosts_are_refused(self):
        for url in ("http://example.com/", self.url + "/", self.mock_url + "/health"):
            done = self.curl("-o", "/dev/null", "-w", "%{http_code}", url)
            self.assertEqual(done.stdout, "403", url)

    def test_connect_is_refused_and_leads_nowhere(self):
        done = self.curl("https://api.snaptrade.com/api/v1/")
        self.assertEqual(done.returncode, 56)
        self.assertRegex(done.stderr, "CONNECT.* 40[05]")

    def test_typescript_sdks_list_their_connections(self):
        if not SDKS.exists():
            self.skipTest("scripts/sdks has not installed the SDKs")
        for version in ("8.29.12", "9.0.17"):
            done = self.run_through("node", "-e", LIST, cwd=SDKS / f"typescript-{version}")
            self.assertEqual(done.stdout, "3\n", version + done.stderr)

    def test_axios_before_it_learned_connect_reaches_the_mock(self):
        folder = SDKS / "axios"
        if not SDKS.exists():
            self.skipTest("scripts/sdks has not installed the SDKs")
        folder.mkdir(exist_ok=True)
        (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--loglevel=error",
                        "axios@1.14.0"], cwd=folder, check=True, timeout=300)
        self.assertEqual(self.run_through("node", "-e", AXIOS, cwd=folder).stdout, "true\n")

    def test_control_c_ends_it(self):
        self.proxy.terminate()
        self.assertEqual(self.proxy.wait(DEADLINE), 0)

    def test_bad_usage_is_2(self):
        for arguments in (["--to"], ["--to", "127.0.0.1:1"], ["--listen", "1;}"], ["x"]):
            done = subprocess.run([ROOT / "scripts/proxy", *arguments], capture_output=True,
                                  timeout=DEADLINE, check=False)
            self.assertEqual(done.returncode, 2, arguments)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
