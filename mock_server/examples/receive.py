# Needs nothing but Python. Usage: receive.py PORT
import base64
import hashlib
import hmac
import json
import os
import sys
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer

KEY = os.environ["SNAPTRADE_CONSUMER_KEY"]


def is_genuine(body, signature):
    # Not the bytes as they came: compact ASCII with sorted keys.
    canonical = json.dumps(body, separators=(",", ":"), sort_keys=True)
    digest = hmac.new(KEY.encode(), canonical.encode(), hashlib.sha256).digest()
    age = datetime.now(timezone.utc) - datetime.fromisoformat(body["eventTimestamp"])
    return (hmac.compare_digest(base64.b64encode(digest), signature.encode())
            and age < timedelta(seconds=300))


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        try:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            genuine = is_genuine(body, self.headers["Signature"] or "")
        except (KeyError, TypeError, ValueError):
            genuine = False
        if genuine:
            print(body["eventType"], body["userId"], flush=True)
        self.send_response(204 if genuine else 401)
        self.end_headers()

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
