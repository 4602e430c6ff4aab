"""Schemathesis's requests, signed as they go out; most of them are given what lets them in.

SANDBOX_ORIGIN says where the mock is, FUZZ_SEEN where to write how often each call got each status.
"""
import atexit
import base64
import collections
import hashlib
import hmac
import json
import os
import re
import time
import urllib.parse
import urllib.request

import requests
import schemathesis

ORIGIN = os.environ["SANDBOX_ORIGIN"]
KEY = "sandbox-consumer-key"
GOOD = {"clientId": "PASSIVTEST", "PartnerClientId": "PASSIVTEST",
        "userId": "John.doe%40snaptrade.com", "userSecret": "USERSECRET123"}
CONNECTIONS = ["2bcd7cc3-e922-4976-bce1-9858296801c3", "d1b7c0e4-58f9-4a2c-83e6-7f0a9d5b2c18"]
IDS = {"authorizations": CONNECTIONS, "connection": CONNECTIONS,
       "accounts": ["46d1d9af-3dd4-40f3-951b-c8cc9eddb5e7", "905ef80c-fff3-4212-bcec-78c850ab878d"]}
WITH_ID = re.compile(f"((?:/api/v1)?/({'|'.join(IDS)})/)[^/]*(.*)")
GOOD_USER = json.dumps({"userSecret": "second-user-secret", "userId": "second-user@example.com"})
RESET_EVERY = 10  # removals use the state up
seen = collections.Counter()
atexit.register(lambda: json.dump(sorted((*call, count) for call, count in seen.items()),
                                  open(os.environ["FUZZ_SEEN"], "w", encoding="utf-8")))


class Signed(requests.auth.AuthBase):
    """Of eight requests in a row six get the credentials, one keeps what was drawn, and one is signed
    with another key."""
    def __init__(self):
        self.count = 0

    def __call__(self, request):
        self.count += 1
        turn = self.count % 8
        if self.count % RESET_EVERY == 0:
            reset = urllib.request.Request(f"{ORIGIN}/_sandbox/reset", method="POST")
            urllib.request.urlopen(reset, timeout=10).close()
        path, _, query = request.url.removeprefix(ORIGIN).partition("?")
        if self.count % 3 == 0:
            path = WITH_ID.sub(lambda found: found[1] + IDS[found[2]][turn % 2] + found[3], path)
        if self.count % 5 == 0 and path.endswith("/resetUserSecret") and request.method == "POST":
            request.prepare_body(GOOD_USER, None)
        if turn != 0:
            query = self.admitted(query, path.endswith("/sessionEvents"), turn == 1)
        text = json.dumps({"content": self.content(request), "path": path, "query": query},
                          separators=(",", ":"), sort_keys=True)
        key = KEY if turn != 2 else "another key"
        digest = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
        request.url = f"{ORIGIN}{path}?{query}"
        request.headers["Signature"] = base64.b64encode(digest).decode()
        return request

    @staticmethod
    def content(request):
        try:
            return json.loads(request.body or "null") or None
        except ValueError:
            return None

    @staticmethod
    def admitted(query, is_partners, partner_only):
        """With good credentials in place of those that were drawn; the user's too if need be."""
        given = {**GOOD, "timestamp": str(int(time.time()))}
        if partner_only:
            given = {name: given[name] for name in ("clientId", "timestamp")}
        elif is_partners:
            del given["userId"], given["userSecret"]
        pairs = [pair for pair in query.split("&") if urllib.parse.unquote(pair.partition("=")[0])
                 not in given and pair]
        return "&".join([*pairs, *(f"{name}={value}" for name, value in given.items())])


schemathesis.auth.set_from_requests(Signed())


@schemathesis.hook
def after_call(context, case, response):
    seen[case.operation.method.upper(), case.operation.path, response.status_code] += 1
