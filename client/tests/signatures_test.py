#!/usr/bin/env python3
"""Signatures: snaptrade-client, OpenSSL's own program and Python's hmac give the same bytes.

The requests are those of all vectors, and odd ones that are drawn anew from a fixed seed.
Usage: signatures_test.py SNAPTRADE_CLIENT
"""
import base64
import hashlib
import hmac
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import unittest

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ""
VECTORS = pathlib.Path(__file__).parents[2] / "fixtures" / "vectors"
DRAWN = 48
SEED = 20240820
# No URL has spaces or control characters; "#" would end it.
LETTERS = "abcXYZ019-._~!$'()*,;:@/?[]|^`{}<>\"\\&&==++éßЖ漢😀\u2028\x80"
ESCAPES = ["%20", "%2C", "%2f", "%25", "%00", "%ff", "%C3%A9", "%", "%zz"]


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def vectors(name):
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def by_python(key, text):
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def by_openssl(key, text):
    done = subprocess.run(["openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt",
                           "hexkey:" + key.encode().hex(), "-binary"],
                          input=text.encode(), capture_output=True, timeout=30, check=True)
    return base64.b64encode(done.stdout).decode()


def by_program(key, path, query, content, method="GET"):
    """The canonical string and the signature."""
    arguments = [PROGRAM, "sign", method, f"http://127.0.0.1{path}?{query}", "--client-id", "x",
                 "--no-user", *(["--body", "-"] if content is not None else [])]
    done = subprocess.run(arguments, capture_output=True, timeout=30, check=True,
                          input=(content or "").encode(),
                          env={"PATH": os.environ["PATH"], "SNAPTRADE_CONSUMER_KEY": key})
    canonical, signature = done.stdout.decode().split("\n")[:2]
    return canonical.removeprefix("canonical string: "), signature.removeprefix("signature: ")


def canonical(path, query, content):
    """Written here anew. `content` is a body of compact JSON, or None."""
    signed = "null" if content in (None, "{}") else content
    return f'{{"content":{signed},"path":{compact(path)},"query":{compact(query)}}}'


def completed(path, query):
    """With what the program would otherwise add by itself, and the time of day with it."""
    partner = ("PartnerClientId",) if path.endswith("/sessionEvents") else ()
    for name in (*partner, "clientId", "timestamp"):
        if not re.search(f"(^|&){name}(=|&|$)", query):
            query += f"{'&' if query else ''}{name}=1"
    return query


def requests_of_vectors():
    """(key, path, query, content) of each, once; and those that are no URL."""
    found = []
    for one in vectors("signatures"):
        content = None if one["content"] is None else compact(one["content"])
        found.append((one["consumer_key"], one["path"], one["query"], content))
    for one in vectors("received"):
        found.append((one["consumer_key"], one["wire_path"], one["wire_query"], None))
    for one in vectors("mistakes"):
        found.append((one["consumer_key"], one["path"], one["query"], None))
    found = [one for one in dict.fromkeys(found) if one[0]]  # some know no key
    no_url = [one for one in found if re.search(r"[\x00- ]", one[1] + one[2])]
    return [one for one in found if one not in no_url], no_url


def drawn_requests():
    draw = random.Random(SEED)

    def text(alphabet, most):
        return "".join(draw.choice(alphabet) for _ in range(draw.randint(0, most)))

    for number in range(DRAWN):
        path = "/x" + text([*LETTERS.replace("?", "").replace(".", ""), *ESCAPES], 40)
        query = text([*LETTERS, *ESCAPES], 120)
        key = text(LETTERS, (10, 63, 64, 65, 300)[number % 5]) + "k"
        content = None
        if number % 3 == 0:
            content = compact({text(LETTERS, 9): [text(LETTERS + "\n\x01 ", 30), -1.5e-7, 10**18, None]
                               for _ in range(draw.randint(0, 3))})
        yield key, path, query, content


class Signatures(unittest.TestCase):
    def check(self, key, path, query, content):
        query = completed(path, query)
        text = canonical(path, query, content)
        signature = by_python(key, text)
        with self.subTest(key=key, path=path, query=query, content=content):
            self.assertEqual(by_program(key, path, query, content), (text, signature))
            self.assertEqual(by_openssl(key, text), signature)

    def test_those_of_the_vectors_requests_are_the_same_by_three_implementations(self):
        requests, no_url = requests_of_vectors()
        self.assertGreater(len(requests), 130)
        self.assertLess(len(no_url), 20)
        for request in requests:
            self.check(*request)

    def test_those_of_drawn_requests_are_the_same_by_three_implementations(self):
        for request in drawn_requests():
            self.check(*request)

    def test_every_signature_of_an_sdk_is_what_openssl_makes_of_its_string(self):
        for one in vectors("signatures"):
            self.assertEqual(by_openssl(one["hmac_key"], one["canonical"]), one["signature"],
                             one["name"])

    def test_every_signature_of_a_webhook_is_what_openssl_makes_of_its_string(self):
        for one in vectors("canonical"):
            self.assertEqual(by_openssl(one["key"], one["canonical"]), one["signature"], one["body"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
