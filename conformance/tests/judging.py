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


class Listening:
    """A server at a free port of this machine; each request is answered by `answer`, a function of
    its handler."""

    def __init__(self, answer):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65536  # head and body in one packet

            do_GET = do_HEAD = do_DELETE = do_PUT = do_POST = do_PATCH = do_OPTIONS = answer

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # a client that leaves early
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def read_body(handler):
    return handler.rfile.read(int(handler.headers.get("Content-Length", 0)))


def reply(handler, status, content, headers=()):
    handler.send_response_only(status)
    for name, value in {"Content-Length": len(content), **dict(headers)}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)


class Server(Listening):
    """Answers every request alike."""

    def __init__(self, status, body, headers=(), delay=0):
        self.seen = []

        def answer(handler):
            time.sleep(delay)  # it is what the test is about
            read_body(handler)
            reply(handler, status, body.encode(), headers)
            self.seen.append((handler.command, handler.path))

        super().__init__(answer)


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
