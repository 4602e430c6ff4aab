#!/usr/bin/env python3
"""scripts/offline: a program finds the mock at api.snaptrade.com, and finds nothing else.

Usage: offline_test.py ROOT SNAPTRADE_MOCK CLASS...
"""
import os
import pathlib
import pty
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import namespaces

ROOT, MOCK = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
OFFLINE = [str(ROOT / "scripts/offline"), "--mock", str(MOCK)]
SDKS = ROOT / "build-sdks"  # where scripts/sdks installs them
SDK = SDKS / "python-newest/bin/python"
DEADLINE = 120
API = "https://api.snaptrade.com/api/v1"
NOBODY = 65534

SIGNED = """
import base64, hashlib, hmac, json, os, time, urllib.parse
e = os.environ
query = urllib.parse.urlencode({"userId": e["SNAPTRADE_USER_ID"],
    "userSecret": e["SNAPTRADE_USER_SECRET"], "clientId": e["SNAPTRADE_CLIENT_ID"],
    "timestamp": int(time.time())})
text = '{"content":null,"path":"/api/v1/authorizations","query":"%s"}' % query
digest = hmac.new(e["SNAPTRADE_CONSUMER_KEY"].encode(), text.encode(), hashlib.sha256).digest()
url = "https://api.snaptrade.com/api/v1/authorizations?" + query
headers = {"Signature": base64.b64encode(digest).decode()}
"""
URLLIB = SIGNED + """
import urllib.request
answer = urllib.request.urlopen(urllib.request.Request(url, headers=headers))
print(len(json.load(answer)))
"""
REQUESTS = SIGNED + """
import requests
print(len(requests.get(url, headers=headers).json()))
"""
NODE = """
const e = process.env;
const query = new URLSearchParams({userId: e.SNAPTRADE_USER_ID,
  userSecret: e.SNAPTRADE_USER_SECRET, clientId: e.SNAPTRADE_CLIENT_ID,
  timestamp: Math.floor(Date.now() / 1000)}).toString();
const Signature = require("crypto").createHmac("sha256", e.SNAPTRADE_CONSUMER_KEY)
  .update(`{"content":null,"path":"/api/v1/authorizations","query":"${query}"}`).digest("base64");
const url = "https://api.snaptrade.com/api/v1/authorizations?" + query;
"""
FETCH = NODE + """
fetch(url, {headers: {Signature}}).then((a) => a.json()).then((l) => console.log(l.length));
"""
HTTPS = NODE + """
require("https").get(url, {headers: {Signature}}, async (answer) => {
  let text = "";
  for await (const chunk of answer) text += chunk;
  console.log(JSON.parse(text).length);
});
"""
OFFICIAL = """
import os
from snaptrade_client import SnapTrade
from snaptrade_client.auth import SnapTradeAuth
e = os.environ
auth = SnapTradeAuth.commercial_api_key(client_id=e["SNAPTRADE_CLIENT_ID"],
                                        consumer_key=e["SNAPTRADE_CONSUMER_KEY"])
print(len(SnapTrade(auth=auth).connections.list_brokerage_authorizations(
    user_id=e["SNAPTRADE_USER_ID"], user_secret=e["SNAPTRADE_USER_SECRET"]).body))
"""
TYPESCRIPT = """
const { Snaptrade, SnaptradeAuth } = require("snaptrade-typescript-sdk");
const e = process.env;
const auth = SnaptradeAuth.commercialApiKey({ clientId: e.SNAPTRADE_CLIENT_ID,
                                              consumerKey: e.SNAPTRADE_CONSUMER_KEY });
new Snaptrade({ auth }).connections.listBrokerageAuthorizations({
  userId: e.SNAPTRADE_USER_ID, userSecret: e.SNAPTRADE_USER_SECRET,
}).then((answer) => console.log(answer.data.length));
"""
JAVA = """
import java.net.URI;
import java.net.http.*;

public class Ask {
    public static void main(String[] arguments) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).build();
        System.out.println(HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
    }
}
"""


def run(*arguments, prefix=(), **options):
    return subprocess.run([*prefix, *OFFLINE, *arguments], capture_output=True, text=True,
                          timeout=DEADLINE, check=False, **options)


def wait_until(condition, what):
    end = time.monotonic() + DEADLINE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {DEADLINE} s: {what}")
        time.sleep(0.02)


def processes(mark):
    """Those whose environment has SNAPTRADE_TEST_MARK=mark: all of one run, whoever started them."""
    found = []
    for folder in pathlib.Path("/proc").iterdir():
        try:
            if f"SNAPTRADE_TEST_MARK={mark}\0".encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except (OSError, ValueError):
            pass
    return found


class Offline(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def prints(self, expected, *arguments, **options):
        done = run(*arguments, **options)
        self.assertEqual((done.returncode, done.stdout.strip()), (0, expected), done.stderr)


class Reach(Offline):
    def test_curl_reaches_the_mock_under_both_names(self):
        self.prints("200 200", "--", "bash", "-c", """
            ask() { curl -sS -o /dev/null -w '%{http_code}' "https://$1.snaptrade.com/api/v1/"; }
            echo "$(ask api) $(ask app)" """)

    def test_the_mock_is_told_which_name_was_asked(self):
        self.prints("api.snaptrade.com app.snaptrade.com", "--", "bash", "-c", """
            for name in api app; do curl -sS -o /dev/null "https://$name.snaptrade.com/api/v1/"; done
            curl -sS http://127.0.0.1:7627/_sandbox/journal |
              jq -r '[.entries[].headers[] | select(.name == "Host").value] | join(" ")'""")

    def test_the_certificate_is_one_that_is_not_trusted_without_the_ca(self):
        done = run("--", "curl", "-sS", "--cacert", "/dev/null", "--capath", "/var/empty", API + "/")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("certificate", done.stderr)

    def test_no_other_name_and_no_address_is_reached(self):
        no_name, no_way = 6, 7
        expected = {"https://example.com": no_name, "https://snaptrade.com": no_name,
                    "https://1.1.1.1": no_way, "http://10.0.0.1": no_way,
                    "http://[2606:4700::1111]": no_way}
        self.prints("\n".join(f"{url} {status}" for url, status in expected.items()), "--",
                    "bash", "-c", 'for url; do curl -s -m 20 "$url"; echo "$url $?"; done', "bash",
                    *expected)

    def test_a_resolver_of_its_own_finds_no_name_either(self):
        self.prints("ECONNREFUSED", "--", "node", "-e",
                    "require('dns').resolve4('example.com', (e) => console.log(e.code))")

    def test_what_was_signed_arrives_as_it_was_sent(self):
        target = "/api/v1/authorizations/%2f//a?x=%7e&y=a%20b&&z"
        self.prints(target, "--", "bash", "-c", f"""
            curl -sS --path-as-is -o /dev/null -X PROPFIND 'https://api.snaptrade.com{target}'
            curl -sS http://127.0.0.1:7627/_sandbox/journal | jq -r '.entries[-1].target'""")

    def test_the_control_api_is_beside_it_and_not_under_snaptrades_name(self):
        self.prints("200 403", "--", "bash", "-c", """
            ask() { curl -sS -o /dev/null -w '%{http_code}' "$1/_sandbox/partners"; }
            echo "$(ask "${SNAPTRADE_BASE_URL%/api/v1}") $(ask https://api.snaptrade.com)" """)

    def test_a_proxy_in_the_environment_is_not_asked(self):
        env = {**os.environ, "https_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}
        self.prints("200", "--", "curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", API + "/",
                    env=env)

    def test_options_of_the_mock_are_passed_on_and_its_log_is_kept(self):
        log = self.folder / "log"
        done = run("--log", "json", "--log-file", str(log), "--", "bash", "-c",
                   f"curl -sS -o /dev/null {API}/; echo mine >&2")
        self.assertEqual((done.returncode, done.stderr), (0, "mine\n"))
        self.assertIn('"status":200', log.read_text(encoding="utf-8"))

    def test_without_root_the_user_stays_who_he_is(self):
        def may_read(path):
            return all(folder.stat().st_mode & 0o5 == 0o5 for folder in [path, *path.parents])
        if os.geteuid() != 0 or not may_read(MOCK) or not may_read(ROOT / "scripts/offline"):
            self.skipTest("this needs root, and a source tree that nobody may read")
        (ROOT / "build/offline").mkdir(parents=True, exist_ok=True)
        as_nobody = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "env",
                     "HOME=/nonexistent")
        done = run("--", "bash", "-c", f"curl -sSf -o /dev/null {API}/; id -u; "
                   "umount /etc/hosts 2>&- || echo kept", prefix=as_nobody, cwd="/")
        self.assertEqual((done.returncode, done.stdout), (0, f"{NOBODY}\nkept\n"), done.stderr)


class Programs(Offline):
    def test_urllib_lists_the_connections(self):
        self.prints("3", "--", sys.executable, "-c", URLLIB)

    def test_a_program_whose_environment_was_cleaned_trusts_it_too(self):
        self.prints("200 200", "--", "env", "-i", "PATH=" + os.environ["PATH"], "bash", "-c", f"""
            echo "$(curl -sS -o /dev/null -w '%{{http_code}}' {API}/)" \
              "$({sys.executable} -c "import urllib.request as u
print(u.urlopen('{API}/').status)")" """)

    def test_node_lists_the_connections(self):
        self.prints("3\n3", "--", "bash", "-c", 'node -e "$1" && node -e "$2"', "bash", FETCH, HTTPS)

    def test_java_reaches_it_by_option(self):
        if not shutil.which("javac"):
            self.skipTest("there is no JDK")
        file = self.folder / "Ask.java"
        file.write_text(JAVA, encoding="utf-8")
        self.prints("200", "--java", "--", "java", str(file), API + "/")


class Sdks(Offline):
    def setUp(self):
        super().setUp()
        if not SDK.exists():
            self.skipTest("scripts/sdks has not installed " + str(SDK))

    def test_the_official_sdk_lists_the_connections(self):
        self.prints("3", "--", str(SDK), "-c", OFFICIAL)

    def test_the_newest_typescript_sdk_lists_the_connections(self):
        self.prints("3", "--", "node", "-e", TYPESCRIPT, cwd=SDKS / "typescript-newest")

    def test_it_does_so_when_something_else_starts_it(self):
        code = "import subprocess, sys; subprocess.run(sys.argv[1:], check=True)"
        self.prints("3", "--trust-in", str(SDK.parents[1]), "--", "env", "-i",
                    *(f"{name}={os.environ[name]}" for name in ("PATH", "HOME")),
                    *(f"SNAPTRADE_{name}" for name in (
                        "CLIENT_ID=PASSIVTEST", "CONSUMER_KEY=sandbox-consumer-key",
                        "USER_ID=John.doe@snaptrade.com", "USER_SECRET=USERSECRET123")),
                    sys.executable, "-c", code, str(SDK), "-c", OFFICIAL, cwd="/")

    def test_requests_lists_the_connections(self):
        environment = self.folder / "venv"
        subprocess.run([sys.executable, "-m", "venv", environment], check=True, timeout=DEADLINE)
        python = environment / "bin/python"
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check",
                        "requests"], check=True, timeout=DEADLINE)
        self.prints("3", "--", str(python), "-c", REQUESTS)
        self.prints("3", "--", str(python), "-c", "import os; os.environ.pop('REQUESTS_CA_BUNDLE')\n"
                    "os.environ.pop('CURL_CA_BUNDLE')" + REQUESTS)


class Ends(Offline):
    def start(self, mark, command, **options):
        """What runs COMMAND, once that has written its first line."""
        process = subprocess.Popen([*OFFLINE, "--", "bash", "-c", command], stdout=subprocess.PIPE,
                                   text=True, env={**os.environ, "SNAPTRADE_TEST_MARK": mark},
                                   **options)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        self.assertEqual(process.stdout.readline(), "up\n")
        return process

    def leaves_nothing(self, mark):
        wait_until(lambda: not processes(mark), "all processes end")
        with open("/proc/self/mountinfo", encoding="utf-8") as mounts:
            self.assertNotIn("build/offline", mounts.read())
        self.assertEqual(list((ROOT / "build/offline").iterdir()), [])

    def test_the_status_is_the_commands(self):
        for command, status in (("exit 7", 7), ("kill -9 $$", 137), ("nosuchprogram", 127)):
            self.assertEqual(run("--", "bash", "-c", command).returncode, status, command)
        self.assertEqual(run("--", "nosuchprogram").returncode, 127)

    def test_standard_input_is_the_commands(self):
        self.prints("words", "--", "cat", input="words")

    def test_what_the_command_leaves_running_ends_with_it(self):
        process = self.start("leaves", "(setsid sleep 1000 &) ; echo up; exit 5")
        self.assertEqual(process.wait(DEADLINE), 5)
        self.leaves_nothing("leaves")

    def test_orphans_are_taken_in(self):
        self.prints("", "--", "bash", "-c", """
            orphan=$(sh -c 'sleep 0.1 >&- & echo $!')
            timeout 60 sh -c "while kill -0 $orphan 2>&-; do :; done" """)

    def test_killed_it_leaves_nothing(self):
        process = self.start("killed", "sleep 1000 & echo up; wait")
        self.assertGreater(len(processes("killed")), 3)
        process.kill()
        self.leaves_nothing("killed")

    def test_the_killed_command_leaves_nothing(self):
        process = self.start("command", "sleep 1000 & echo up; kill -9 $$")
        self.assertEqual(process.wait(DEADLINE), 137)
        self.leaves_nothing("command")

    def test_sigterm_reaches_the_command(self):
        process = self.start("term", "trap 'exit 9' TERM; sleep 1000 & echo up; wait")
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(DEADLINE), 9)
        self.leaves_nothing("term")

    def test_control_c_reaches_the_command_once(self):
        code = ("import signal, sys\ncount = 0\ndef on_interrupt(*_):\n    global count\n"
                "    count += 1\n    signal.alarm(1)\n"
                "signal.signal(signal.SIGINT, on_interrupt)\n"
                "signal.signal(signal.SIGALRM, lambda *_: sys.exit(count + 40))\n"
                "print('up', flush=True)\nwhile True: signal.pause()")
        child, terminal = pty.fork()
        if child == 0:
            os.execv(OFFLINE[0], [*OFFLINE, "--", sys.executable, "-c", code])
        said = b""
        while b"up" not in said:
            said += os.read(terminal, 1000)
        os.write(terminal, b"\x03")
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 41)
        os.close(terminal)


class Refuses(Offline):
    def without_namespaces(self):
        """An environment in which unshare fails."""
        fake = self.folder / "unshare"
        fake.write_text("#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\n"
                        "exit 1\n", encoding="utf-8")
        fake.chmod(0o755)
        return {**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}"}

    def test_it_says_what_to_do_where_namespaces_are_not_allowed(self):
        mark = self.folder / "ran"
        done = run("--", "touch", str(mark), env=self.without_namespaces())
        self.assertEqual(done.returncode, 125)
        self.assertIn("this machine allows no namespaces:\n"
                      "  unshare: unshare failed: Operation not permitted\n", done.stderr)
        self.assertIn("Run it as root", done.stderr)
        self.assertFalse(mark.exists())

    def test_what_needs_namespaces_is_skipped_there_and_says_so(self):
        done = subprocess.run([sys.executable, __file__, ROOT, MOCK, "Ends"], capture_output=True,
                              text=True, timeout=DEADLINE, check=False,
                              env=self.without_namespaces())
        self.assertEqual((done.returncode, done.stderr), (namespaces.SKIPPED, ""))
        self.assertRegex(done.stdout, "^not tested: scripts/offline Ends: this machine allows no ")

    def test_a_program_that_is_missing_is_named_and_its_package_too(self):
        for name in ("bash", "dirname", "realpath"):
            (self.folder / name).symlink_to(shutil.which(name))
        done = run("--", "true", env={**os.environ, "PATH": str(self.folder)})
        self.assertEqual(done.returncode, 125)
        for program, package in (("unshare", "util-linux"), ("openssl", "openssl")):
            self.assertIn(f"scripts/offline: there is no {program}; it is in Debian's package "
                          f"{package}\n", done.stderr)

    def test_bad_usage_is_2(self):
        for arguments, words in (([], "COMMAND"), (["--"], "COMMAND"), (["--log-file", "--"], "value"),
                                 (["--listen", "127.0.0.1:1", "--", "true"], "--listen"),
                                 (["--nonsense", "--", "true"], "--nonsense"),
                                 (["--fixtures", "/nonexistent", "--", "true"], "/nonexistent")):
            done = run(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(words, done.stderr)

if __name__ == "__main__":
    if sys.argv[3:] != ["Refuses"]:
        namespaces.demand(OFFLINE, "scripts/offline " + " ".join(sys.argv[3:]))
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
