"""Signed requests as integrations make them that sign for themselves, or with an SDK that is not
installed here."""
import base64
import hashlib
import hmac
import http.client
import json
import time
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

DEADLINE = 20
URI_CHARACTERS = "!#$&'()*+,/:;=?@-._~"  # what JavaScript's encodeURI leaves alone


class Form(NamedTuple):
    """How one signs and sends."""
    sorts_query: bool
    encodes_key: bool
    body_of_nothing: bytes


FORMS = {
    # The Go and the Ruby SDK, and most signers of somebody's own.
    "sorted": Form(sorts_query=True, encodes_key=False, body_of_nothing=b""),
    # With SnapTrade's JavaScript example before them: {} is sent, and null is signed.
    "as-written": Form(sorts_query=False, encodes_key=True, body_of_nothing=b"{}"),
}


class Answer(NamedTuple):
    """What came back; `body` is parsed when it is JSON, else text."""
    status: int
    headers: dict
    body: object


def exchange(base_url, method, target, body=b"", headers=None):
    """One request on a connection of its own, without going where it redirects."""
    host = urlsplit(base_url)
    connection = http.client.HTTPConnection(host.hostname, host.port, timeout=DEADLINE)
    try:
        connection.request(method, target, body or None, headers or {})
        answer = connection.getresponse()
        raw = answer.read().decode()
        is_json = (answer.getheader("Content-Type") or "").startswith("application/json")
        given = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, given, json.loads(raw) if is_json and raw else raw)
    finally:
        connection.close()


class Raw:
    """Calls by path, below /api/v1."""
    def __init__(self, form, base_url, client_id, consumer_key):
        self.form, self.base_url = FORMS[form], base_url
        self.client_id, self.consumer_key = client_id, consumer_key

    def sign(self, path, query, content):
        text = json.dumps({"content": content or None, "path": path, "query": query},
                          separators=(",", ":"), sort_keys=True, ensure_ascii=False)
        key = quote(self.consumer_key, URI_CHARACTERS) if self.form.encodes_key else \
            self.consumer_key
        digest = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
        return base64.b64encode(digest).decode()

    def call(self, method, path, query, content):
        """`query` is of the call alone; `content` the object to be sent, or None."""
        pairs = {"clientId": self.client_id, "timestamp": str(int(time.time())), **query}
        given = sorted(pairs.items()) if self.form.sorts_query else pairs.items()
        text = urlencode(list(given), quote_via=quote, safe="")
        path = "/api/v1" + path
        headers = {"Signature": self.sign(path, text, content),
                   "Content-Type": "application/json"}
        sent = json.dumps(content).encode() if content else \
            self.form.body_of_nothing if method == "POST" else b""
        return exchange(self.base_url, method, f"{path}?{text}", sent, headers)

    def close(self):
        """There is nothing to be closed."""
