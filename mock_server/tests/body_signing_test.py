#!/usr/bin/env python3
"""Signed bodies over HTTP: each form that SDKs sign is let in, and a refusal says what is wrong.

Usage: body_signing_test.py SNAPTRADE_MOCK
"""
import base64
import hashlib
import hmac
import itertools
import json
import sys
import time
import unittest

import sandbox

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
REGISTER, RESET = "/api/v1/snapTrade/registerUser", "/api/v1/snapTrade/resetUserSecret"
SECRET = "secret+of/the body\""
TIGHT = {"separators": (",", ":")}
RAW = {"ensure_ascii": False}
SORTED = {"sort_keys": True}
numbers = itertools.count()


def sign(content, path, query, key=sandbox.KEY):
    """`content` is JSON."""
    text = f'{{"content":{content},"path":{json.dumps(path)},"query":{json.dumps(query)}}}'
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


class Bodies(unittest.TestCase):
    options = ()

    def setUp(self):
        self.mock = sandbox.Mock(PROGRAM, "--log", "json", *self.options)
        self.addCleanup(self.mock.__exit__)

    def post(self, body, content, path=REGISTER, method="POST", chunked=False):
        query = f"clientId=PASSIVTEST&timestamp={int(time.time())}"
        headers = ["Signature: " + sign(content, path, query)]
        data = b"" if body is None else body.encode()
        if chunked:
            headers.append("Transfer-Encoding: chunked")
            data = b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data)
        elif body is not None:
            headers.append(f"Content-Length: {len(data)}")
        return self.mock.ask(method, path, query, headers, data, key=None)

    def register(self, write, signed, **keywords):
        """Registers somebody new, in a body that `write` makes, signed as `signed` makes it."""
        user = {"userId": f"Jörg {next(numbers)} /&\u2028", "rsaPublicKey": None}
        answer = self.post(write(user), signed(user), **keywords)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.json()["userId"], user["userId"])


class Deep(Bodies):
    def test_whoever_sends_a_deep_body_ends_no_server(self):
        """The stack of a thread that serves is small; the signature need not even be right."""
        for depth in (32, 100, 101, 400, 1000, 4000):
            for body in ('{"userId":' + "[" * depth + "]" * depth + "}", "[" * depth,
                         '{"userId":' * depth + "1" + "}" * depth, '{"userSecret":' * depth):
                for content in (body, "null"):
                    self.assertIn(self.post(body, content).status, (400, 401))
        self.assertEqual(self.mock.ask("GET", "/health").status, 200)


class LetIn(Bodies):
    def test_each_form_that_sdks_sign_is_let_in_whatever_was_sent(self):
        for sent in (TIGHT, TIGHT | RAW, {}, RAW, {"indent": 2}, TIGHT | SORTED):
            for signed in (TIGHT | SORTED, TIGHT | SORTED | RAW):
                with self.subTest(sent=sent, signed=signed):
                    self.register(lambda user, how=sent: json.dumps(user, **how),
                                  lambda user, how=signed: json.dumps(user, **how))
        for escapes in ({}, RAW):
            self.register(lambda user, how=escapes: json.dumps(user, **how),
                          lambda user, how=escapes: json.dumps(user, **TIGHT, **how))

    def test_a_chunked_body_is_signed_as_any_other(self):
        self.register(json.dumps, lambda user: json.dumps(user, **TIGHT, **SORTED), chunked=True)

    def test_the_rule_in_the_log_is_that_of_path_and_query(self):
        self.register(json.dumps, lambda user: json.dumps(user, **TIGHT, **SORTED))
        [entry] = self.mock.control.take("GET", "/journal")["entries"]
        self.assertEqual(entry["signatureRule"], "wire")

    def test_what_get_and_delete_bring_is_not_signed(self):
        query = sandbox.user_query()
        for method, status in (("GET", 200), ("DELETE", 204)):
            path = sandbox.LIST + ("" if method == "GET" else "/" + sandbox.ID)
            answer = self.mock.ask(method, path, query, [
                "Signature: " + sign("null", path, query), "Content-Length: 9"], b'{"a":"x"}',
                key=None)
            self.assertEqual(answer.status, status)


class LetInStrictly(LetIn):
    options = ("--signature-check", "strict")


class Refused(Bodies):
    def assert_refused(self, diagnosis, body, content, **keywords):
        answer = self.post(body, content, **keywords)
        self.assertEqual((answer.status, answer.json()["code"]), (401, "1076"))
        self.assertEqual(answer.headers["x-sandbox-diagnosis"], diagnosis)

    def test_a_refusal_names_what_is_wrong_with_the_body(self):
        body = {"userId": "Jörg", "n": [1, {"b": 1.0}]}
        compact, spaced = json.dumps(body, **TIGHT), json.dumps(body)
        for diagnosis, sent, content in (
                ("body-unsigned", compact, "null"), ("body-unsigned", spaced, "{}"),
                ("body-spaced", compact, spaced), ("body-as-text", spaced, json.dumps(compact)),
                ("body-hashed", compact, f'"{hashlib.sha256(compact.encode()).hexdigest()}"'),
                ("body-not-json", "userId=me", "null"), ("body-not-json", compact[:-1], compact),
                ("content-empty-object", None, "{}"), ("unknown", compact, '{"userId":"x"}')):
            with self.subTest(diagnosis, content=content):
                self.assert_refused(diagnosis, sent, content)

    def test_no_secret_of_a_body_is_told(self):
        body = json.dumps({"userId": "u", "userSecret": SECRET})
        for diagnosis, content in (("body-unsigned", "null"), ("body-as-text", json.dumps(body)),
                                   ("body-spaced", body)):
            self.assert_refused(diagnosis, body, content, path=RESET)
        told = self.mock.control.ask("GET", "/journal").body.decode()
        self.mock.stop()
        told += self.mock.process.stderr.read()
        self.assertIn("body-as-text", told)
        for secret in (SECRET, json.dumps(SECRET)[1:-1], "secret+", "secret%2B"):
            self.assertNotIn(secret, told)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
