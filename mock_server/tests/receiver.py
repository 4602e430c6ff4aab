"""A receiver of webhooks on a free port, which keeps what it is sent and answers as it is told."""
import base64
import hashlib
import hmac
import http.server
import json
import queue
import threading
import time

DEADLINE = 20


def signature_of(raw, key):
    """As SnapTrade's documentation computes it: over the body as parsed and written again."""
    canonical = json.dumps(json.loads(raw), separators=(",", ":"), sort_keys=True)
    digest = hmac.new(key.encode(), canonical.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


class Post:
    def __init__(self, handler, raw):
        self.time = time.monotonic()
        self.method, self.target, self.headers = handler.command, handler.path, handler.headers
        self.raw, self.body = raw, json.loads(raw)

    @property
    def type(self):
        return self.body["eventType"]

    def is_signed(self, key):
        return self.headers.get_all("Signature") == [signature_of(self.raw, key)]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        receiver = self.server.receiver
        self.raw = raw = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            answer = receiver.answers.get_nowait()
        except queue.Empty:
            answer = receiver.usual
        receiver.posts.put(Post(self, raw))
        if callable(answer):
            answer(self)
        else:
            self.send_response(answer)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 200
    daemon_threads = True

    def handle_error(self, *_):
        """The mock may leave at any time."""


class Receiver:
    """`answers` are the next ones, statuses or functions of the handler; then comes the usual."""
    def __init__(self, *answers, usual=200):
        self.answers, self.posts, self.usual = queue.Queue(), queue.Queue(), usual
        self.released = threading.Event()
        for answer in answers:
            self.answers.put(answer)
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.receiver = self
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.url = self.origin + "/hook"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()

    def hang(self, handler):
        """An answer that does not come before release()."""
        self.released.wait(DEADLINE)
        handler.close_connection = True

    def take(self):
        """The next post, when it comes."""
        return self.posts.get(timeout=DEADLINE)

    def take_types(self, count):
        return [self.take().type for _ in range(count)]
