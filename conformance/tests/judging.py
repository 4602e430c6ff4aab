"""What the tests of the program snaptrade-conformance have in common: it, and servers to judge."""
import http.server
import json
import os
import subprocess
import sys
import threading
import time

PROGRAM, MOCK = (sys.argv[1:] + ["", ""])[:2]
FIRST_ID = "2bcd7cc3-e922-4976-bce1-9858296801c3"


def run(*arguments, **settings):
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("SNAPTRADE_") and not name.lower().endswith("_proxy")
                   and name not in ("CURL_CA_BUNDLE", "SSL_CERT_FILE")}
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=300,
                          env={**environment, **settings}, check=False)


def judge(*arguments, **settings):
    """The exit status, the report as JSON, and its verdicts by id."""
    done = run(*arguments, "--report", "json=-", **settings)
    report = json.loads(done.stdout)
    return done.returncode, report, {one["id"]: one["verdict"] for one in report["results"]}


def catalogue():
    return json.loads(run("--list", "--format", "json", "--level", "assumed").stdout)


class Server:
    """Answers every request alike."""

    def __init__(self, status, body, headers=(), delay=0):
        content = body.encode()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65536  # head and body in one packet

            def answer(self):
                time.sleep(delay)  # it is what the test is about
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.send_response_only(status)
                for name, value in {"Content-Length": len(content), **dict(headers)}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)
                self.server.seen.append((self.command, self.path))

            do_GET = do_HEAD = do_DELETE = do_PUT = do_POST = do_PATCH = do_OPTIONS = answer

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # a client that leaves early
        self.server.seen = self.seen = []
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Running:
    """A mock server of ours at a URL."""

    def __init__(self, *options):
        self.process = subprocess.Popen([MOCK, "--listen", "127.0.0.1:0", "--log", "none", *options],
                                        stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[-1] + "/api/v1"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=30)
