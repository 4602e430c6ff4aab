"""The mock server that scripts/offline put where SnapTrade was, through its control API."""
import json
import os
import urllib.error
import urllib.request
from urllib.parse import quote, urlsplit

CONTROL = os.environ["SNAPTRADE_BASE_URL"].removesuffix("/api/v1") + "/_sandbox"
DEADLINE = 30


def control(method, path, body=None):
    """What it answers; that this is an error is one of the test."""
    request = urllib.request.Request(CONTROL + path, method=method,
                                     headers={"Content-Type": "application/json"},
                                     data=None if body is None else json.dumps(body).encode())
    try:
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            return json.loads(answer.read() or "null")
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from error


class Partner:
    """One that nobody else uses; `wanted` is what POST /partners takes."""

    def __init__(self, **wanted):
        made = control("POST", "/partners", wanted)
        self.client_id, self.consumer_key = made["clientId"], made["consumerKey"]
        self.users = made["users"]
        self.path = "/partners/" + quote(self.client_id, safe="")
        self.last = control("GET", "/journal")["last"]

    def remove(self):
        control("DELETE", self.path)

    def attempt(self, **what):
        """A visit to the connection portal that no browser makes."""
        return control("POST", self.path + "/attempts", what)

    def heard(self):
        """The API's requests since the last time, in order, as the journal has them: also those that
        are no partner's, for there is one test at a time."""
        journal = control("GET", f"/journal?after={self.last}")
        self.last = journal["last"]
        return journal["entries"]


def path_of(entry):
    return urlsplit(entry["target"]).path.removeprefix("/api/v1")


def summary(entries):
    """["GET /accounts 200", ...]; what was asked several times in a row stands there once."""
    lines = [f"{entry['method']} {path_of(entry)} {entry['status']}" for entry in entries]
    return [line for line, before in zip(lines, [None, *lines]) if line != before]
