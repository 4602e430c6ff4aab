#!/usr/bin/env python3
"""A server that misbehaves as the userId asks, to try an SDK by hand: no mock, no scorer.

Usage: server.py COMMAND...

Runs COMMAND with the server's URL as its last argument, and tells each request that it was sent:
when, what its query and its body say, and what its Signature signs. A userId that is not below is answered with
401 unless path and query are signed as they are sent.
"""
import base64
import hashlib
import hmac
import http.server
import json
import subprocess
import sys
import threading
import time
import urllib.parse

KEY = "not-a-secret"
UUID = "2bcd7cc3-e922-4976-bce1-9858296801c3"
SECONDS = 2
BROKERAGE = {"id": UUID, "slug": "B", "name": "B", "url": "https://b.test", "open_url": None,
             "aws_s3_logo_url": "https://b.test/l", "aws_s3_square_logo_url": None}
WHOLE = {"id": UUID, "name": "Connection-1", "type": "read", "disabled": False,
         "disabled_date": None, "brokerage": BROKERAGE, "meta": {"more": [None, {"deep": True}]}}

SYNCED = {"initial_sync_completed": True, "last_successful_sync": None}
ACCOUNT = {"id": UUID, "brokerage_authorization": UUID, "name": "A", "number": "1",
           "institution_name": "B", "created_date": "2024-08-20T21:56:24Z", "is_paper": False,
           "sync_status": {"holdings": SYNCED, "transactions": {**SYNCED, "new": None}},
           "balance": {"total": {"amount": 1.5, "currency": "USD"}}}
ALL_OF_IT = {**ACCOUNT, **dict.fromkeys(("institution_account_id", "funding_date", "opening_date",
                                         "status", "raw_type", "account_category")),
             "meta": {"type": "TFSA"}}
LOGIN = {"redirectURI": "https://b.test/"}


def events(kind):
    return json.dumps([{"id": UUID, "session_event_type": kind, "user_id": "u"}])


def error(status, text):
    return status, json.dumps({"detail": text, "status_code": status, "code": "0000"})


# userId: status and body
ANSWERS = {
    "few": (200, json.dumps([{"id": UUID}])),
    "few-brokerage": (200, json.dumps([{**WHOLE, "brokerage": {"id": UUID}}])),
    "type-2023": (200, events("CONNECTION_SUCCESSFUL")),
    "type-2024": (200, events("SESSION_STARTED")),
    "type-unknown": (200, events("NOT_INVENTED_YET")),
    "account": (200, json.dumps(ALL_OF_IT)),
    "accounts": (200, json.dumps([ALL_OF_IT])),
    "accounts-few": (200, json.dumps([ACCOUNT])),
    "accounts-no-name": (200, json.dumps([{**ALL_OF_IT, "name": None}])),
    "balances-null": (200, json.dumps([{"currency": {"code": "CAD"}, "cash": None, "buying_power": None}])),
    "login": (200, json.dumps({**LOGIN, "sessionId": UUID})),
    "login-2023": (200, json.dumps(LOGIN)),
    "broken": (200, '[{"id": "2bcd'),
    "html": (200, "<html>maintenance</html>"),
    "empty": (200, ""),
    "401": error(401, "Invalid userID or userSecret provided"),
    "404": error(404, "The requested resource does not exist."),
    "429": error(429, "Request was throttled. Expected available in 1 second."),
    "500": error(500, "A server error occurred."),
}


def signs(signature, path, query, content):
    for ascii_only in (True, False):
        text = json.dumps({"content": content, "path": path, "query": query},
                          separators=(",", ":"), ensure_ascii=ascii_only)
        digest = hmac.new(KEY.encode(), text.encode(), hashlib.sha256).digest()
        if hmac.compare_digest(base64.b64encode(digest).decode(), signature):
            return True
    return False


def what_is_signed(signature, path, query, content):
    """None: neither of the two paths, with the query as sent or decoded."""
    bare = path.removeprefix("/api/v1")
    queries = {"": query, " and the query decoded": urllib.parse.unquote_plus(query)}
    for name, text in queries.items():
        for candidate in bare, "/api/v1" + bare:
            if signs(signature, candidate, text, content):
                return candidate + name
    return None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Nothing but our own lines."""

    def do_GET(self):
        path, _, query = self.path.partition("?")
        sent = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        host = self.headers["Host"].split(":")[0]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        content = dict(sorted(json.loads(body).items())) if body else None
        signed = what_is_signed(self.headers.get("Signature", ""), path, query, content or None)
        said = ", ".join(f"{name}={sent[name]}" for name in sorted(sent) if name != "timestamp")
        how = "as sent" if signed == path else signed or "something else"
        print(f"    {time.monotonic() - START:.1f} s, to {host}: {self.command} {path}, {said}{body and '; '}{body}; "
              f"signed: {how}", flush=True)
        self.play(sent.get("userId"), signed == path)

    do_DELETE = do_POST = do_GET

    def play(self, user, right):
        if user == "silent":  # then the connection ends, without an answer
            time.sleep(SECONDS)
            self.close_connection = True
        elif user == "redirect" and self.headers["Host"].startswith("127.0.0.1"):
            port = self.server.server_address[1]
            self.answer(302, "", Location=f"http://localhost:{port}{self.path}")
        elif user == "cut":
            self.answer(200, "[{", length=100)
            self.close_connection = True
        elif user == "trickle":
            self.answer(200, "", length=2 * SECONDS)
            for byte in "[".ljust(2 * SECONDS - 1) + "]":
                time.sleep(0.7)  # of a caller's timeout of 1 s
                self.wfile.write(byte.encode())
        elif user in ANSWERS:
            self.answer(*ANSWERS[user], **({"Retry-After": "1"} if user == "429" else {}))
        elif right:
            self.answer(200, json.dumps([WHOLE]))
        else:
            self.answer(*error(401, "Unable to verify signature sent"))

    def answer(self, status, body, length=None, **headers):
        self.send_response(status)
        kind = "text/html" if body.startswith("<") else "application/json"
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body.encode())


START = time.monotonic()
if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] == "--help":
        sys.exit(__doc__)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # a client that hangs up is no news
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    sys.exit(subprocess.run([*sys.argv[1:], url], check=False).returncode)
