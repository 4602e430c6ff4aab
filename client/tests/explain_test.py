#!/usr/bin/env python3
"""snaptrade-client explain and mistakes: why a signature is wrong, without a server.

Usage: explain_test.py SNAPTRADE_CLIENT
"""
import base64
import hashlib
import hmac
import json
import os
import pathlib
import subprocess
import sys
import time
import unittest

CLIENT = (sys.argv[1:] + [""])[0]
VECTORS = json.loads((pathlib.Path(__file__).parents[2] / "fixtures" / "vectors" / "mistakes.json")
                     .read_text(encoding="utf-8"))
KEY, SECRET, ODD_KEY = "sandbox-consumer-key", "USERSECRET123", "key with + / 100% and é"
HOST, PATH = "http://127.0.0.1:7627", "/api/v1/authorizations"
PARTNER = "clientId=PASSIVTEST&timestamp=1683000000"
QUERY = f"userId=John.doe%40snaptrade.com&userSecret={SECRET}&{PARTNER}"
URL = f"{HOST}{PATH}?{QUERY}"


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def canonical(path=PATH, query=QUERY):
    return compact({"content": None, "path": path, "query": query})


def sign(text, key=KEY):
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


class Program(unittest.TestCase):
    def run_client(self, status, *arguments, stdin="", **settings):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith("SNAPTRADE_")}
        done = subprocess.run([CLIENT, *arguments], input=stdin, capture_output=True, text=True,
                              timeout=30, env=environment | settings, check=False)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        for secret in (KEY, SECRET, ODD_KEY):
            self.assertNotIn(secret, done.stdout + done.stderr)
        return done.stderr if status == 2 else done.stdout

    def explain(self, status, url, signature, *arguments, **settings):
        more = () if signature is None else ("--signature", signature)
        return self.run_client(status, "explain", "GET", url, *more, *arguments, **settings)


class Explain(Program):
    def test_a_right_signature_is_named_by_its_rule(self):
        self.assertEqual(self.explain(0, URL, sign(canonical())), "right: wire\n")
        self.assertEqual(self.explain(0, URL, sign(canonical("/authorizations"))),
                         "right: other-prefix\n")
        self.assertIn("wrong: path-prefix-missing\n",
                      self.explain(1, URL, sign(canonical("/authorizations")), "--strict"))

    def test_what_stands_in_a_log_will_do(self):
        self.assertEqual(self.explain(0, f"{PATH}?{QUERY}", sign(canonical())), "right: wire\n")

    def test_a_wrong_one_is_named_explained_and_shown(self):
        lines = self.explain(1, URL, sign(canonical(PATH + "/"))).splitlines()
        self.assertEqual(lines[0], "wrong: path-trailing-slash")
        self.assertEqual(lines[1:3], ["  The path was signed with a slash at its end.",
                                      "  Sign the path as it is sent, without it."])
        self.assertEqual(lines[4], "expected  " + canonical().replace(SECRET, "***"))
        caret = lines[8].index("^")
        self.assertEqual((lines[6][caret], lines[7][caret]), ('"', "/"))
        self.assertTrue(lines[6].startswith("expected  ") and lines[7].startswith("signed    "))

    def test_every_mistake_is_found_as_the_library_finds_it(self):
        made = {vector["mistake"]: vector for vector in VECTORS
                if vector["mistake"] and vector["client_id"] and vector["consumer_key"]}
        del made["timestamp-outside-window"], made["key-of-other-partner"]
        self.assertGreater(len(made), 60)
        for vector in made.values():
            headers = [word for name, value in vector["headers"]
                       for word in ("--header", f"{name}: {value}")]
            with self.subTest(vector["mistake"], what=vector["what"]):
                said = self.run_client(
                    1, "explain", vector["method"], f"{HOST}{vector['path']}?{vector['query']}",
                    *headers, *(["--strict"] if vector["strict"] else []),
                    *(["--body", "-"] if vector.get("body") else []), stdin=vector.get("body") or "",
                    SNAPTRADE_CLIENT_ID=vector["client_id"],
                    SNAPTRADE_CONSUMER_KEY=vector["consumer_key"])
                self.assertEqual(said.splitlines()[0], "wrong: " + vector["mistake"])
                self.assertNotIn(vector["consumer_key"], said)

    def explain_post(self, status, body, signed, *more):
        url = f"/api/v1/snapTrade/resetUserSecret?{PARTNER}"
        text = compact({"content": signed, "path": url.split("?")[0], "query": PARTNER})
        return self.run_client(status, "explain", "POST", url, "--signature", sign(text), *more,
                               *(() if body is None else ("--body", "-")), stdin=body or "")

    def test_a_body_is_part_of_what_is_signed(self):
        body = {"userId": "Zoé", "userSecret": SECRET, "n": 1.0}
        for sent in (compact(body), json.dumps(body), json.dumps(body, indent=2)):
            self.assertEqual(self.explain_post(0, sent, dict(sorted(body.items()))),
                             "right: wire\n")
        said = self.explain_post(1, json.dumps(body), None)
        self.assertIn("wrong: body-unsigned\n", said)
        self.assertIn('expected  {"content":{"userId":"Zo\\u00e9","userSecret":"***","n":1.0},', said)
        self.assertIn("wrong: body-as-text\n", self.explain_post(1, compact(body), compact(body)))
        self.assertIn("wrong: body-not-json\n", self.explain_post(1, "{", None))
        self.assertIn("wrong: unknown\n", self.explain_post(1, None, body))

    def test_a_body_and_a_string_come_from_two_files(self):
        said = self.run_client(2, "explain", "POST", URL, "--body", "-", "--canonical", "-")
        self.assertIn("--body and --canonical cannot both be standard input", said)
        self.assertIn("--body /nowhere: No such file",
                      self.run_client(2, "explain", "POST", URL, "--body", "/nowhere"))

    def test_the_host_is_that_of_the_url_or_of_the_header(self):
        signature = sign(canonical("http://example.com" + PATH))
        self.assertIn("wrong: unknown\n", self.explain(1, URL, signature))
        self.assertIn("wrong: path-with-host\n",
                      self.explain(1, URL, sign(canonical(HOST + PATH))))

    def test_the_timestamp_is_judged_when_asked(self):
        now = canonical(query=QUERY.replace("1683000000", str(int(time.time()))))
        self.assertIn("wrong: timestamp-outside-window\n",
                      self.explain(1, URL, sign(canonical()), "--clock-skew", "300"))
        url = f"{HOST}{PATH}?" + json.loads(now)["query"]
        self.assertEqual(self.explain(0, url, sign(now), "--clock-skew", "300"), "right: wire\n")

    def test_another_partners_url_is_not_judged_with_this_key(self):
        url = URL.replace("PASSIVTEST", "PARTNER-2")
        text = self.explain(1, url, sign(canonical()))
        self.assertIn("wrong: client-id-unknown\n", text)
        self.assertIn("The consumerKey at hand is that of PASSIVTEST\n", text)
        odd = canonical(query=QUERY.replace("PASSIVTEST", "PARTNER-2"))
        self.assertEqual(self.explain(0, url, sign(odd, ODD_KEY), SNAPTRADE_CLIENT_ID="PARTNER-2",
                                      SNAPTRADE_CONSUMER_KEY=ODD_KEY), "right: wire\n")

    def test_no_signature_is_said(self):
        self.assertIn("wrong: signature-missing\n", self.explain(1, URL, None))
        self.assertIn("wrong: signature-empty\n", self.explain(1, URL, ""))
        self.assertIn("wrong: signature-repeated\n", self.explain(
            1, URL, sign(canonical()), "--header", "signature: x"))


class Canonical(Program):
    """--canonical: the client's own string beside the one expected."""

    def compare(self, given, signature=None, url=URL, status=1):
        """The lines behind the diagnosis."""
        signature = sign(given) if signature is None else signature
        said = self.explain(status, url, signature, "--canonical", "-", stdin=given)
        return said.split("\n\n")[-1].splitlines()

    def expect_place(self, given, note, characters, **more):
        """The note behind the caret, and the characters above it, expected and given."""
        expected, mine, caret, last = self.compare(given, **more)
        column = caret.index("^")
        self.assertEqual(caret[column + 2:], note)
        self.assertEqual((expected[column:column + 1], mine[column:column + 1]), characters)
        self.assertTrue(expected.startswith("expected  ") and mine.startswith("given     "))
        self.assertLessEqual(max(map(len, (expected, mine))), 84)
        return last

    def test_the_first_byte_that_differs_is_marked(self):
        last = self.expect_place(canonical().replace(":null", ": null"), "byte 11: 0x20, not 'n'",
                                 ("n", " "))
        self.assertEqual(last, "The signature is that of the given string.")
        self.expect_place(canonical(PATH + "/"), f"byte {len(PATH) + 24}: '/', not '\"'",
                          ('"', "/"))
        self.expect_place(canonical() + "\n", f"byte {len(canonical())}: 0x0a, not the end",
                          ("", "?"))
        self.expect_place("", "byte 0: the end, not '{'", ("{", ""), signature=sign("{}"))

    def test_characters_stand_above_each_other_whatever_their_bytes(self):
        url = URL.replace("John.doe", "%C3%A9%E2%82%AC%20")
        raw = QUERY.replace("John.doe", "é€ ")
        given = canonical(query=raw.replace("1683000000", "1683000009"))
        byte = given.encode().index(b"9\"}")
        self.expect_place(given, f"byte {byte}: '9', not '0'", ("0", "9"), url=url)
        given = canonical(query=raw.replace("é€", "éé"))
        byte = given.index("éé") + 2
        self.expect_place(given, f"byte {byte}: 0xc3, not 0xe2", ("€", "é"), url=url)

    def test_what_is_masked_is_not_told(self):
        given = canonical(query=QUERY.replace(SECRET, "USERSECRET124"))
        byte = given.index("4&client")
        self.expect_place(given, f"byte {byte}, in what is masked", ("*", "*"))

    def test_a_right_string_under_another_key_is_told_apart(self):
        for given in (canonical(), canonical() + "\n", canonical("/authorizations")):
            self.assertEqual(self.compare(given, sign(canonical(), "another")), [
                "The given string is one that verifies.",
                "The signature is not that of the given string under this consumerKey."])
        self.assertEqual(self.compare(canonical() + "\n", sign(canonical()), status=0)[-2:], [
            "The given string is one that verifies.",
            "The signature is that of the given string."])

    def test_a_file_that_cannot_be_read_is_named(self):
        for path, stdin, why in (("/nowhere", "", "No such file"), ("-", "a\0b", "NUL"),
                                 ("-", "x" * 1100000, "larger than 1 MiB")):
            said = self.explain(2, URL, "x", "--canonical", path, stdin=stdin)
            self.assertIn(f"--canonical {path}: ", said)
            self.assertIn(why, said)


class Mistakes(Program):
    def test_every_row_of_the_table_is_listed_with_its_sentence(self):
        lines = self.run_client(0, "mistakes").splitlines()[1:]
        self.assertEqual({line.split()[0] for line in lines},
                         {vector["mistake"] for vector in VECTORS} - {None})
        self.assertTrue(all(line.endswith(".") for line in lines))

    def test_bad_usage_is_named(self):
        for arguments, name in {("explain", "GET"): "explain METHOD URL",
                                ("explain", "get", URL): "METHOD",
                                ("explain", "GET", "ftp://127.0.0.1/"): "ftp://127.0.0.1/",
                                ("explain", "GET", URL, "--header", "x"): "--header",
                                ("explain", "GET", URL, "--clock-skew", "0"): "--clock-skew",
                                ("explain", "GET", "http://192.0.2.1/"): "SNAPTRADE_CLIENT_ID",
                                ("sign", "GET", "/", "--strict"): "--strict does not belong",
                                ("mistakes", "all"): "all is one"}.items():
            self.assertIn(name, self.run_client(2, *arguments))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
