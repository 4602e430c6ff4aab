#!/usr/bin/env python3
"""Makes the four calls as the mock's environment says, with one mistake, for sdk_watch_test.py; with
one that begins with "door" also those around the four.

Usage: watched_program.py [MISTAKE]
"""
import base64
import hashlib
import hmac
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

MISTAKE = (sys.argv[1:] + [""])[0]
BASE, CLIENT, KEY, USER, SECRET = (
    os.environ["SNAPTRADE_" + name]
    for name in ("BASE_URL", "CLIENT_ID", "CONSUMER_KEY", "USER_ID", "USER_SECRET"))


def call(method, path, content=None, **parameters):
    now = time.time()
    pairs = [*parameters.items(), ("clientId", CLIENT),
             ("timestamp", str(int(now * 1000 if MISTAKE == "milliseconds" else now)))]
    if MISTAKE == "doubled":
        pairs.append(("clientId", CLIENT))
    if MISTAKE == "unset" and path == "/sessionEvents":
        pairs.append(("sessionId", ""))
    query = urllib.parse.urlencode(pairs)
    signed = urllib.parse.urlsplit(BASE).path + path
    if MISTAKE == "lenient":
        signed = path
    sent = None if MISTAKE == "door unsigned" else content
    text = json.dumps({"content": sent, "path": signed, "query": query}, separators=(",", ":"))
    key = "another key" if MISTAKE == "key" else KEY
    signature = base64.b64encode(hmac.digest(key.encode(), text.encode(), hashlib.sha256))
    headers = {"Signature": signature.decode()}
    if MISTAKE == "header":
        headers["Authorization"] = "Bearer something"
    body = b"{}" if MISTAKE == "body" and method == "DELETE" else None
    if content:
        body = json.dumps(content).encode()
        headers["Content-Type"] = "text/plain" if MISTAKE == "door text" else "application/json"
    request = urllib.request.Request(f"{BASE}{path}?{query}", body, headers, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=30) as answer:
            return json.loads(answer.read() or "null")
    except urllib.error.HTTPError as error:
        return error.code


def door(authorization, **user):
    account = call("GET", "/accounts", **user)[0]["id"]
    call("GET", f"/accounts/{account}", **user)
    call("GET", f"/accounts/{account}/balances", **user)
    call("POST", f"/authorizations/{authorization}/refresh", **user)
    call("POST", f"/authorizations/{authorization}/disable", **user)
    call("POST", "/snapTrade/login", {"broker": None if MISTAKE == "door null" else "QUESTRADE"},
         **user)
    name = {"user_id" if MISTAKE == "door member" else "userId": "a new one"}
    call("POST", "/snapTrade/registerUser", name, **(user if MISTAKE == "door query" else {}))
    call("GET", "/snapTrade/listUsers")
    call("POST", "/snapTrade/resetUserSecret", user)
    call("DELETE", "/snapTrade/deleteUser", userId="a new one")


def main():
    user = {"userId": USER, "userSecret": SECRET}
    lists = "/authorizations/" if MISTAKE == "path" else "/authorizations"
    found = call("GET", lists, **user)
    if MISTAKE == "list only":
        return
    one = found[0]["id"] if isinstance(found, list) else "917c8734-8470-4a3e-a18f-57c3f2ee6631"
    call("GET", f"/authorizations/{one}", **user)
    if MISTAKE.startswith("door"):
        door(one, **user)
        return
    call("DELETE", f"/authorizations/{one}", **user)
    call("GET", "/sessionEvents", PartnerClientId=CLIENT, userId=f"{USER},other")
    call("GET", "/sessionEvents", PartnerClientId=CLIENT)
    if MISTAKE == "many":
        for _ in range(40):
            call("GET", "/brokerages", **user)


main()
