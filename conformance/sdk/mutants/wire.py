"""Between the SDK and the server: a proxy that changes a request on its way, and signs it anew.

What it does not change arrives as it was: answers, and how they end, are handed on byte by byte.
"""
import base64
import copy
import hashlib
import hmac
import json
import re
import select
import socket
import struct
import threading
import time
import urllib.parse
import urllib.request

CHUNK = 65536
SECONDS = 30
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: an RST in place of a FIN


class Sent:
    """A request on its way. What is signed is what is sent, as long as nobody says otherwise."""

    def __init__(self, head, body, key):
        line, *fields = head.decode("latin-1").split("\r\n")
        self.method, target, _ = line.split(" ")
        self.path, _, query = target.partition("?")
        self.query = [tuple(item.split("=", 1)) for item in query.split("&")]  # raw
        self.headers = [tuple(field.split(": ", 1)) for field in fields
                        if not field.lower().startswith(("signature:", "content-"))]
        self.body, self.content_type = body, "application/json"
        self.key = key.encode()
        self.signed_path = self.signed_query = self.signed_content = None  # None: as sent
        self.canonical = lambda parts: json.dumps(parts, separators=(",", ":"), ensure_ascii=False)
        self.finish = lambda text: text  # the canonical string as it is signed
        self.encode = lambda digest: base64.b64encode(digest).decode()
        self.signature_headers = True
        self.first_query = None   # of a request before it, whose answer nobody reads
        self.copies = 0           # that follow it
        self.read_seconds = None  # how long to wait for the next bytes of the answer

    def change(self, name, value):
        """`value` takes the raw value, and returns another."""
        self.query = [(n, value(v) if n == name else v) for n, v in self.query]

    def text(self):
        return "&".join("=".join(item) for item in self.query)

    def content(self):
        """What a body says; only those of a POST are signed."""
        return json.loads(self.body) if self.body and self.method == "POST" else None

    def signature(self):
        content = self.content() if self.signed_content is None else self.signed_content
        parts = {"content": content, "path": self.signed_path or self.path,
                 "query": self.text() if self.signed_query is None else self.signed_query}
        text = self.finish(self.canonical(parts)).encode("utf-8", "surrogateescape")
        return self.encode(hmac.new(self.key, text, hashlib.sha256).digest())

    def bytes(self):
        headers = [*self.headers]
        if self.signature_headers:
            headers.append(("Signature", self.signature()))
        if self.body:
            headers += [("Content-Type", self.content_type), ("Content-Length", len(self.body))]
        lines = [f"{self.method} {self.path}?{self.text()} HTTP/1.1",
                 *(f"{name}: {value}" for name, value in headers), "", ""]
        return "\r\n".join(lines).encode("latin-1") + self.body


def relay(client, server, first):
    """Until one of them ends."""
    client.sendall(first)
    while True:
        for end in select.select([client, server], [], [])[0]:
            data = end.recv(CHUNK)
            if not data:
                return
            (server if end is client else client).sendall(data)


def relay_patiently(client, server, first, seconds):
    """The answer only, with a limit for each piece of it, and none for all."""
    server.settimeout(seconds)
    while first:
        client.sendall(first)
        first = server.recv(CHUNK)


def send_aside(address, data):
    """A request of its own, whose answer is of no interest."""
    with socket.create_connection(address, SECONDS) as server:
        server.sendall(data)
        server.recv(CHUNK)


def reset(end):
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


def receive(client):
    """Head and body of a request; an empty head: there is none."""
    head, body = b"", b""
    while b"\r\n\r\n" not in head:
        data = client.recv(CHUNK)
        if not data:
            return b"", b""
        head += data
    head, _, body = head.partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: (\d+)", head, re.I)
    while length and len(body) < int(length[1]):
        body += client.recv(CHUNK)
    return head, body


class Proxy:
    """For one request at a time, which is set by `expect`."""

    def __init__(self, change):
        self.change, self.request, self.server = change, None, None
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.serve, daemon=True).start()

    def expect(self, request):
        """The request as the SDK is to make it: to this proxy."""
        url = urllib.parse.urlsplit(request["host"])
        self.request, self.server = request, (url.hostname, url.port)
        return {**request, "host": f"http://127.0.0.1:{self.listener.getsockname()[1]}{url.path}"}

    def serve(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.handle, args=(client,), daemon=True).start()

    def handle(self, client):
        with client:
            try:
                self.forward(client)
            except OSError:
                reset(client)

    def forward(self, client):
        head, body = receive(client)
        if not head:
            return
        sent = Sent(head, body, self.request["consumerKey"])
        self.change(sent, self.request)
        address, whole = self.server, sent.bytes()
        if sent.first_query is not None:
            first = copy.copy(sent)
            first.query = sent.first_query
            send_aside(address, first.bytes())
        with socket.create_connection(address, SECONDS) as server:
            server.sendall(whole)
            server.settimeout(sent.read_seconds or SECONDS)
            first = server.recv(CHUNK)
            for _ in range(sent.copies):
                send_aside(address, whole)
            if sent.read_seconds is None:
                relay(client, server, first)
            else:
                relay_patiently(client, server, first, sent.read_seconds)


def url_of(request):
    """The URL of a list or a removal, and its signature."""
    path = urllib.parse.urlsplit(request["host"]).path + "/authorizations"
    if request["call"] == "remove_brokerage_authorization":
        path += "/" + request["authorizationId"]
    query = urllib.parse.urlencode({"timestamp": int(time.time()), **{
        name: request[name] for name in ("userId", "userSecret", "clientId")}})
    text = json.dumps({"content": None, "path": path, "query": query}, separators=(",", ":"))
    digest = hmac.new(request["consumerKey"].encode(), text.encode(), hashlib.sha256).digest()
    origin = request["host"].removesuffix(urllib.parse.urlsplit(request["host"]).path)
    return f"{origin}{path}?{query}", base64.b64encode(digest).decode()
