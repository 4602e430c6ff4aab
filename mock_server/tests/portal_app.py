"""A partner's app on an origin of its own, for a browser: what it is told, and where one comes back."""
import http.server
import threading

# Opens the portal, whose link is its query, and keeps what it is told.
OPENER = b"""\
<!doctype html><title>App</title>
<button onclick="portal = open(decodeURIComponent(location.search.slice(1)), '_blank', 'popup')">
Connect</button>
<script>told = []; addEventListener("message", (e) => told.push([e.origin, e.data]));</script>
"""
BACK = b"<!doctype html><title>Back</title><p>Back in the app"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.partition("?")[0]
        if path not in self.server.files:
            self.send_error(404)
            return
        kind, data = self.server.files[path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


class App:
    """`files` are those beside its opener and the page where one comes back: name to type and bytes."""

    def __init__(self, files=None):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        html = "text/html; charset=utf-8"
        self.server.files = {"/": (html, OPENER), "/back": (html, BACK), **(files or {})}
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://localhost:{self.server.server_port}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
