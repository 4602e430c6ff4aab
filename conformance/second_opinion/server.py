#!/usr/bin/env -S python3 -S -E
"""A second, independent server of the Connections API, to judge the conformance suite with.

Written from the description of what goes over the wire, without a look at the mock server: where
suite and mock share a mistake, this one does not have it. Not for use; it has no control API.
"""
import os
import signal
import socketserver
import sys
import time

from api import Api
from state import State

MOST_HEAD = 64 * 1024
MOST_BODY = 64 * 1024
REASONS = {200: "OK", 204: "No Content", 400: "Bad Request", 401: "Unauthorized",
           402: "Payment Required", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
           413: "Content Too Large", 417: "Expectation Failed", 425: "Too Early",
           429: "Too Many Requests", 431: "Request Header Fields Too Large", 501: "Not Implemented",
           505: "HTTP Version Not Supported"}
# Those of snaptrade-mock that the suite gives; each connection has a thread, whatever --threads says.
OPTIONS = {"--listen": "127.0.0.1:0", "--fixtures": None, "--log": "none", "--clock-skew": "300",
           "--signature-check": "lenient", "--contract": "all", "--rate-limit": "0",
           "--threads": ""}
TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


class Malformed(Exception):
    """A request that cannot be read; its connection has to be closed."""
    def __init__(self, status, detail):
        super().__init__(detail)
        self.status = status


class Request:
    """A head; nothing in it is decoded."""
    partner = None  # the clientId in its query, once it is known to be one

    def __init__(self, head):
        lines = head.decode("latin-1").split("\r\n")
        parts = lines[0].split(" ")
        if len(parts) != 3 or not parts[0] or not TOKEN.issuperset(parts[0]):
            raise Malformed(400, "Bad request line.")
        self.method, target, version = parts
        if version not in ("HTTP/1.0", "HTTP/1.1"):
            raise Malformed(505, "Only HTTP/1.0 and HTTP/1.1 are spoken.")
        if not target.startswith("/") or not all("!" <= letter <= "~" for letter in target):
            raise Malformed(400, "Bad request target.")
        self.path, _, self.query = target.partition("?")
        self.headers = [self.header(line) for line in lines[1:]]
        self.check_framing(version)

    @staticmethod
    def header(line):
        name, colon, value = line.partition(":")
        if not colon or not name or not TOKEN.issuperset(name) or set(value) & set("\r\n\0"):
            raise Malformed(400, "Bad header.")
        return name.lower(), value.strip(" \t")

    def values(self, name):
        return [value for one, value in self.headers if one == name]

    def check_framing(self, version):
        lengths, codings = self.values("content-length"), self.values("transfer-encoding")
        if len(self.values("host")) > 1 or (version == "HTTP/1.1" and not self.values("host")):
            raise Malformed(400, "One Host is needed.")
        if len(lengths) > 1 or (lengths and codings):
            raise Malformed(400, "The body has two lengths.")
        if codings and [coding.lower() for coding in codings] != ["chunked"]:
            raise Malformed(400, "Unknown Transfer-Encoding.")
        if lengths and not (lengths[0].isascii() and lengths[0].isdigit()):
            raise Malformed(400, "Bad Content-Length.")
        if self.values("upgrade"):
            raise Malformed(400, "No Upgrade.")
        self.chunked = bool(codings)
        self.length = int(lengths[0]) if lengths and len(lengths[0]) < 20 else 0
        if self.length > MOST_BODY or (lengths and len(lengths[0]) >= 20):
            raise Malformed(413, "The body is too large.")
        self.expects = self.values("expect")
        if self.expects and self.expects[0].lower() != "100-continue":
            raise Malformed(417, "Unknown Expect.")
        wishes = ",".join(self.values("connection")).lower().replace(" ", "").split(",")
        self.keeps = "close" not in wishes and (version == "HTTP/1.1" or "keep-alive" in wishes)


class Handler(socketserver.StreamRequestHandler):
    """One connection. Not http.server's handler: that one mends targets like //authorizations."""
    disable_nagle_algorithm = True
    timeout = 30

    def handle(self):
        try:
            while self.handle_one():
                pass
        except (OSError, EOFError):
            pass

    def handle_one(self):
        """Whether another request may follow."""
        try:
            head = self.read_head()
            if not head:
                return False
            request = Request(head)
            request.body = self.read_body(request)
        except Malformed as error:
            text = f'{{"detail":"{error}","status_code":{error.status},"code":"0000"}}'
            self.write(error.status, [("Content-Type", "application/json")], text.encode(), False)
            return False
        status, headers, body = self.server.api.answer(request)
        self.write(status, headers, body, request.keeps, request.method == "HEAD")
        return request.keeps

    def read_line(self, most):
        line = self.rfile.readline(most + 1)
        if len(line) > most:
            raise Malformed(431, "The head is too large.")
        if not line.endswith(b"\n"):
            raise EOFError
        if not line.endswith(b"\r\n"):
            raise Malformed(400, "A line ends in a bare line feed.")
        return line[:-2]

    def read_head(self):
        """The lines of a head, without the empty one; nothing when the client has left."""
        lines, left = [], MOST_HEAD
        while left > 0:
            line = self.read_line(left)
            left -= len(line) + 2
            if line:
                lines.append(line)
            elif lines:
                return b"\r\n".join(lines)
        raise Malformed(431, "The head is too large.")

    def read_body(self, request):
        if request.expects and (request.length or request.chunked):
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if request.chunked:
            return self.read_chunks()
        body = self.rfile.read(request.length)
        if len(body) < request.length:
            raise Malformed(400, "The body ends too early.")
        return body

    def read_chunks(self):
        body, left = b"", MOST_BODY
        while True:
            digits = self.read_line(1024).split(b";")[0].strip()
            if not digits or len(digits) > 16 or not set(digits) <= set(b"0123456789abcdefABCDEF"):
                raise Malformed(400, "Bad chunk.")
            length = int(digits, 16)
            left -= length
            if left < 0:
                raise Malformed(413, "The body is too large.")
            if length == 0:
                while self.read_line(1024):
                    pass
                return body
            body += self.rfile.read(length)
            if len(body) < MOST_BODY - left or self.read_line(2):
                raise Malformed(400, "Bad chunk.")

    def write(self, status, headers, body, keeps, head_only=False):
        lines = [f"HTTP/1.1 {status} {REASONS[status]}",
                 time.strftime("Date: %a, %d %b %Y %H:%M:%S GMT", time.gmtime()),
                 *(f"{name}: {value}" for name, value in headers)]
        if status != 204:
            lines.append(f"Content-Length: {len(body or b'')}")
        if not keeps:
            lines.append("Connection: close")
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        self.wfile.write(head if head_only or not body else head + body)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


def options(arguments):
    found = dict(OPTIONS)
    if len(arguments) % 2:
        sys.exit(f"{arguments[-1]}: has no value")
    for name, value in zip(arguments[::2], arguments[1::2]):
        if name not in found:
            sys.exit(f"{name}: there is no such option")
        found[name] = value
    return found


def main():
    chosen = options(sys.argv[1:])
    here = os.path.dirname(os.path.abspath(__file__))
    folder = chosen["--fixtures"] or os.path.join(here, "..", "..", "fixtures", "default")
    host, _, port = chosen["--listen"].rpartition(":")
    api = Api(State(folder), chosen["--signature-check"] == "strict", int(chosen["--clock-skew"]),
              chosen["--contract"], int(chosen["--rate-limit"]))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with Server((host, int(port)), Handler) as server:
        server.api = api
        print(f"listening on http://{host}:{server.server_address[1]}", flush=True)
        server.serve_forever()


main()
