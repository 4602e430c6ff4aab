#!/usr/bin/env python3
"""Every call of the control API, by the list that it tells itself (which openapi_test.py holds
against the route table), is refused to whoever may not use it, and changes nothing then.

Usage: control_refusals_test.py SNAPTRADE_MOCK
"""
import re
import socket
import sys
import unittest

import sandbox
from partner_case import PROGRAM, WithMock

METHODS = ("get", "put", "post", "patch", "delete")
NEEDS_NO_TOKEN = {("GET", "/about"), ("POST", "/visitors")}
OWN = {"host": "127.0.0.1"}
FRONT = "X-Forwarded-For: 192.0.2.1"
EVIL = "evil.example"
# Of a browser that shows somebody else's page: the headers, and whom they name as the host.
PAGES = {
    "another origin": (["Origin: http://evil.example"], OWN),
    "another port": (["Origin: http://127.0.0.1:1"], OWN),
    "a page without an origin": (["Origin: null"], OWN),
    "another site": (["Sec-Fetch-Site: cross-site"], OWN),
    "another name of the site": (["Sec-Fetch-Site: same-site"], OWN),
}
# Of a name that was bound to this machine: to the browser it is one origin.
REBOUND = {
    "a bound name": ([], {"host": EVIL}),
    "a bound name, as a page": ([f"Origin: http://{EVIL}", "Sec-Fetch-Site: same-origin"],
                                {"host": EVIL}),
    "a bound name that plays a front": ([FRONT], {"host": EVIL}),
}
# Of no browser at all: tokens, where {other} is that of another partner.
STRANGERS = {
    "a wrong token": ["Authorization: Bearer 0123456789abcdef0123456789abcdef"],
    "an empty token": ["Authorization: Bearer "],
    "a password": ["Authorization: Basic YWRtaW46YWRtaW4="],
    "another partner's token": ["Authorization: Bearer {other}"],
}


def own_address():
    """An address of this machine that is not loopback; None: it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9)) # sends nothing
        except OSError:
            return None
        address = probe.getsockname()[0]
    return None if address.startswith("127.") else address


class Calls(WithMock):
    """A mock, a partner on it, and all calls as (method, path of the document, path, body)."""
    options, listen = (), "127.0.0.1:0"

    @classmethod
    def setUpClass(cls):
        cls.mock = sandbox.Mock(PROGRAM, "--log", "none", "--visitors", *cls.options,
                                listen=cls.listen)
        line = cls.mock.process.stderr.readline() if cls.listen.startswith("0.") else ""
        cls.host = sandbox.Control(cls.mock, token=line.split()[-1] if line else None)
        cls.document = cls.host.take("GET", "/openapi.json")

    def setUp(self):
        self.partner = sandbox.Partner(self.mock, token=self.host.token)
        self.other = sandbox.Partner(self.mock, token=self.host.token)
        self.partner.call("GET", sandbox.LIST + "/x")
        self.host.take("PUT", "/faults", self.one_fault())
        self.partner.take("PUT", "/faults", self.one_fault())

    @staticmethod
    def one_fault():
        return {"rules": [{"name": "x", "onlyByName": True, "action": {"type": "emptyBody"}}]}

    def body(self, path, operation):
        schema = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if path.endswith("/state") and schema:
            return self.partner.take("GET", "/state")
        return schema and schema.get("example", {})

    def path(self, pattern):
        last = self.partner.take("GET", "/journal/last-failure")["id"]
        known = {"clientId": self.partner.client_id, "connectionId": sandbox.ID, "id": str(last),
                 "name": "x"}
        return re.sub(r"\{(\w+)\}", lambda one: known[one[1]], pattern)

    def calls(self):
        for pattern, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    name = (method.upper(), pattern)
                    yield *name, self.path(pattern), self.body(pattern, item[method])

    def all_state(self):
        """What a call could change. The partners' clocks stand still, so that this compares."""
        shown = [self.host.take("GET", path) for path in ("/faults", "/journal")]
        for one in (self.partner, self.other):
            shown += [one.take("GET", path) for path in (
                "/state", "/faults", "/rateLimit", "/webhooks", "/journal", "/credentials")]
            shown.append(one.take("GET", "/clock")["time"])
        return shown, [one["clientId"] for one in self.host.take("GET", "/partners")]

    def refuse(self, attacks, statuses, exempt=()):
        """Each of (name, headers, keywords) is answered for every call with one of the statuses, and
        leaves all as it was."""
        for one in (self.partner, self.other):
            one.take("POST", "/clock", {"action": "freeze"})
        before, changes = self.all_state(), self.host.take("GET", "/changes")
        asked = 0
        for method, pattern, path, body in self.calls():
            if (method, pattern) in exempt:
                continue
            for name, headers, keywords in attacks:
                headers = [one.format(other=self.other.made["token"]) for one in headers]
                with self.subTest(name, method=method, path=pattern):
                    answer = self.stranger().ask(method, path, body, headers=headers, **keywords)
                    self.assertIn(answer.status, statuses)
                    self.assertEqual(list(answer.json()), ["detail"])
                    asked += 1
        self.assertGreater(asked, 50 * len(attacks))
        self.assertEqual(self.host.take("GET", "/changes"), changes)
        self.assertEqual(self.all_state(), before)

    def stranger(self):
        return self.mock.control

    def without_content_type(self, method, path, body, content_type):
        data = self.host.request(method, path, body, host=OWN["host"])
        return sandbox.parse(self.mock.raw(data.replace(b"application/json", content_type)))[0]


class OnLoopback(Calls):
    def test_pages_of_others_are_refused(self):
        self.refuse([(name, *page) for name, page in PAGES.items()], {403})

    def test_names_that_were_bound_to_this_machine_are_refused(self):
        self.refuse([(name, *page) for name, page in REBOUND.items()], {401, 403})

    def test_wrong_tokens_are_refused(self):
        self.refuse([(name, headers, OWN) for name, headers in STRANGERS.items()], {401},
                    NEEDS_NO_TOKEN)

    def test_what_a_front_passes_on_is_refused_without_a_token(self):
        self.refuse([("a front", [FRONT], OWN)], {401}, NEEDS_NO_TOKEN)

    def test_forms_of_pages_are_refused(self):
        before = self.host.take("GET", "/changes")
        for method, pattern, path, body in self.calls():
            if body is None:
                continue
            for kind in (b"text/plain", b"application/x-www-form-urlencoded", b"multipart/form-data"):
                with self.subTest(method=method, path=pattern, kind=kind):
                    answer = self.without_content_type(method, path, body, kind)
                    self.assertEqual(answer.status, 415)
        self.assertEqual(self.host.take("GET", "/changes"), before)

    def test_the_same_calls_are_taken_from_a_program_of_this_machine(self):
        """Else the refusals above would prove nothing. Whatever takes something away comes last."""
        for method, pattern, path, body in sorted(
                self.calls(), key=lambda call: (call[0] == "DELETE", -call[1].count("/"))):
            with self.subTest(method=method, path=pattern):
                answer = self.host.ask(method, path, body, host=OWN["host"])
                self.assertNotIn(answer.status, (401, 403, 415))


class FromElsewhere(Calls):
    """A mock that listens on every address, asked at one that is not loopback where there is one."""
    listen = "0.0.0.0:0"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.address = own_address()
        if cls.address is None:
            print("not tested: the control API from an address that is not loopback, since this "
                  "machine has none")

    def stranger(self):
        class Elsewhere(sandbox.Mock):
            def __init__(self, address, port): # pylint: disable=super-init-not-called
                self.address, self.port = address, port

            def connect(self):
                return sandbox.Connection(self.port, self.address)
        return sandbox.Control(Elsewhere(self.address or "127.0.0.1", self.mock.port))

    def test_nobody_comes_in_without_a_token(self):
        self.refuse([("no token", [], {"host": self.address or "127.0.0.1"})], {401}, NEEDS_NO_TOKEN)

    def test_wrong_tokens_are_refused(self):
        self.refuse([(name, headers, OWN) for name, headers in STRANGERS.items()], {401},
                    NEEDS_NO_TOKEN)

    def test_pages_of_others_are_refused_even_with_the_token(self):
        token = f"Authorization: Bearer {self.host.token}"
        self.refuse([(name, [*headers, token], keywords)
                     for name, (headers, keywords) in PAGES.items()], {403})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
