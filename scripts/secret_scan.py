#!/usr/bin/env python3
"""Looks for secrets in all that a test run has put out.

Usage: secret_scan.py BUILD    after ctest, in a tree that was configured with SNAPTRADE_OBSERVE=ON

Secrets are those of the fixtures and those that client/tests/observer.c has seen come into being: each
consumerKey, userSecret and token that a mock drew, was given or told. They are looked for as they are,
percent-encoded, as JSON and HTML escape them, in base64 and in what base64 says, in
- what snaptrade-mock, -client and -conformance wrote to stdout, stderr and files: logs, reports,
- what mocks answered and posted: journals, pages, diagnoses, errors, webhooks,
- what the browsers of tests showed, and the log of ctest: what tests and crashes say.
Exits with 1 when one is found where none belongs.
"""
import base64
import collections
import html
import json
import multiprocessing
import pathlib
import re
import sys
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[1]
SHORTEST = 8 # as short as a secret can be and still be told from other text
MEMBERS = re.compile(r"(consumer_?key|user_?secret|secret|token)$", re.IGNORECASE)
# Values that stand in place of a secret in the fixtures' and tests' own words.
# A changed copy of one that was drawn, words, which cannot be told from other text, and markup, which
# a test puts everywhere.
NEARLY = "[0-9a-fA-F]{32}|^[a-z]+$|^<img "
NO_SECRETS = {"consumerKey", "userSecret", "sandbox-token"}

Place = collections.namedtuple("Place", "kind name pattern reason")
# Where a secret belongs: in what (program, or method and path of a request), and around what. `pattern`
# fits the text around and in place of the secret, which is written as \0 there.
MAY_HOLD = [
    Place("answer", r"POST /_sandbox/(partners|visitors)", r"", "makes the partner's credentials"),
    Place("answer", r"GET /_sandbox/partners/[^/]+/(credentials|users|state)", r"",
          "is asked for them"),
    Place("answer", r"POST /_sandbox/partners/[^/]+/users", r"", "makes a userSecret"),
    Place("answer", r"(GET|PUT) /_sandbox/partners/[^/]+/webhooks", r'"(secret|url)":"[^"]*\0',
          "tells the secret that it made, and the URL that it was given"),
    Place("answer", r"POST /_sandbox/partners/[^/]+/sign", r"userSecret=\0", "is a request, signed"),
    Place("answer", r"POST (/api/v1)?/snapTrade/(registerUser|resetUserSecret)", r'"userSecret":"\0"',
          "makes a userSecret"),
    Place("answer", r"POST (/api/v1)?/snapTrade/login", r"token=\0", "makes the link to the portal"),
    Place("answer", r"(GET|POST) (/api/v1)?/snapTrade/redeemToken",
          r'name="token" value="\0"|"redeemToken\?token=\0', "is the page that this token opens"),
    Place("answer", r"- -|POST /_sandbox/partners/[^/]+/webhooks/fire", r'"webhookSecret":"\0"',
          "is a webhook, which has its secret in it as SnapTrade's do"),
    Place("answer", r"- -", r"POST [^ ]*\0[^ ]* HTTP", "goes to the URL that it was given"),
    Place("answer", r"GET /_sandbox/openapi.json", r'"(consumerKey|userSecret)": ?"\0"|userSecret=\0["&]',
          "are the fixtures' own, as examples"),
    Place("answer", r"GET (/api/v1)?/openapi.json", r'"example":"\0"', "are the fixtures' own, too"),
    Place("file", r"snaptrade-conformance .*/snaptrade-conformance-\w+/(partners|users)\.json", r"",
          "are the fixtures of a mock that it starts, in a folder that nobody else may read"),
    Place("out", "snaptrade-adapter", r'"userSecret":"\0"|redeemToken\?token=\0',
          "tells the suite what a call returned"),
    Place("out", "snaptrade-client", r"\?userId=[^' ]*&userSecret=\0&clientId=",
          "is a request that it was asked to sign"),
    Place("log", r"LastTest\w*\.log", r"': /api/v1/authorizations\?[^ ]*userSecret=\0",
          "is a warning of urllib3, which the Python SDK uses"),
    Place("err", "snaptrade-mock", r"token of the control API: \0\n",
          "is printed, for who has started it"),
]


class Secrets:
    """All that is looked for, in every form that a text may have it."""
    def __init__(self):
        self.drawn, self.others = set(), set()

    def add(self, text):
        if re.fullmatch("[0-9a-f]{64}", text):
            self.drawn.add(text)
        elif len(text) >= SHORTEST and text not in NO_SECRETS and not re.search(NEARLY, text):
            self.others.add(text)

    def add_members(self, value):
        """The secrets in a JSON document, by the names of its members."""
        if isinstance(value, list):
            for item in value:
                self.add_members(item)
        elif isinstance(value, dict):
            for name, item in value.items():
                if isinstance(item, str) and MEMBERS.search(name):
                    self.add(item)
                self.add_members(item)

    def prepare(self):
        self.literals, self.cores = {}, {}
        for text in self.others:
            forms = {text.encode()}
            if len(text) >= 12:
                forms |= set(cores(text))
            for form in forms:
                self.literals[form] = text
        for text in self.drawn:
            self.cores.update(dict.fromkeys(cores(text), text))
        self.core_lengths = {len(core) for core in self.cores}

    def find(self, data):
        """(offset, length, secret) of each in bytes as they are, and of its base64."""
        for run in re.finditer(rb"[0-9a-fA-F]{64,}", data):
            for start in range(run.start(), run.end() - 63):
                text = data[start:start + 64].lower().decode()
                if text in self.drawn:
                    yield start, 64, text
        for run in re.finditer(rb"[A-Za-z0-9+/_-]{80,}", data):
            for length in self.core_lengths:
                for start in range(run.start(), run.end() - length + 1):
                    core = data[start:start + length]
                    if core in self.cores:
                        yield start, length, self.cores[core]
        for literal, text in self.literals.items():
            start = data.find(literal)
            while start >= 0:
                yield start, len(literal), text
                start = data.find(literal, start + len(literal))


def cores(text):
    """What base64, in both alphabets, has of a text whatever stands before and behind it."""
    for skip in range(3):
        whole = base64.b64encode(b"\0" * skip + text.encode())
        core = whole[0 if skip == 0 else 4:len(whole) // 4 * 4 - 4]
        yield core
        yield core.replace(b"+", b"-").replace(b"/", b"_")


def without_json(data):
    short = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"b": b"\b", b"f": b"\f"}
    def plain(escape):
        if escape[1]:
            return chr(int(escape[1], 16)).encode("utf-8", "surrogatepass")
        return short.get(escape[2], escape[2])
    return re.sub(rb"\\(?:u([0-9a-fA-F]{4})|(.))", plain, data, flags=re.DOTALL)


def without_html(data):
    return html.unescape(data.decode("latin-1")).encode("latin-1", "replace")


# What shows that a text may be written so, and what undoes it.
DECODERS = ((b"%", urllib.parse.unquote_to_bytes), (b"\\", without_json), (b"&", without_html),
            (b"+", lambda data: urllib.parse.unquote_to_bytes(data.replace(b"+", b" "))))


def views(data, depth=2):
    """The bytes, and what they stand for, also where that was encoded twice."""
    seen, edge = {data}, [data]
    for _ in range(depth):
        edge = [decode(view) for view in edge for mark, decode in DECODERS if mark in view]
        edge = [view for view in dict.fromkeys(edge) if view not in seen]
        seen.update(edge)
    return seen


Leak = collections.namedtuple("Leak", "kind name secret around")


def belongs(kind, name, around):
    return any(place.kind == kind and re.fullmatch(place.name, name) and
               re.search(place.pattern, around) for place in MAY_HOLD)


def leaks(secrets, kind, name, data):
    """Those in what stands at one place, each once."""
    found = {}
    for view in views(data):
        for start, length, secret in secrets.find(view):
            around = (view[max(0, start - 80):start] + b"\0" +
                      view[start + length:start + length + 40]).decode("utf-8", "replace")
            if not belongs(kind, name, around):
                found.setdefault(secret, Leak(kind, name, secret, around))
    return list(found.values())


def answers(data):
    """("METHOD PATH", bytes) of each answer in one of the observer's files; those of a connection that
    follow each other and answer the same call are one."""
    position, opened = 0, {}
    while position < len(data):
        end = data.index(b"\n", position)
        descriptor, method, path, length = data[position:end].decode("utf-8", "replace").split(" ")
        position = end + 1 + int(length)
        part, name = data[end + 1:position], f"{method} {path}"
        before = opened.get(descriptor)
        if before and (before[0] != name or part.startswith(b"HTTP/1.")):
            yield before
            before = None
        opened[descriptor] = (name, (before[1] if before else b"") + part)
    yield from opened.values()


def json_of(answer):
    try:
        return json.loads(answer.split(b"\r\n\r\n", 1)[1])
    except (IndexError, ValueError):
        return None


def read_fixtures(secrets):
    for path in ROOT.glob("fixtures/**/*.json"):
        secrets.add_members(json.loads(path.read_text(encoding="utf-8")))


def read_observed(folder, secrets):
    """Adds what has come into being, and returns (kind, name, bytes) of all that was put out."""
    texts = []
    for path in sorted(folder.iterdir()):
        kind, _, rest = path.name.partition(".")
        data = path.read_bytes()
        if kind == "made":
            for line in data.decode("utf-8", "replace").split("\n"):
                secrets.add(line)
        elif kind == "answers":
            for name, answer in answers(data):
                if belongs("answer", name, '"secret":"\0"'):
                    secrets.add_members(json_of(answer))
                texts.append(("answer", name, answer))
        else:
            name = rest.rpartition(".")[0] or kind
            files = data.split(b"\x1e")[1:] if kind == "file" else []
            for written, text in (file.split(b"\n", 1) for file in files):
                texts.append((kind, f"{name} {written.decode()}", text))
            if kind != "file":
                texts.append((kind, name, data))
    return texts


def search(secrets, texts):
    """How often each leak is there. Processes that are forked share what they search."""
    global search_one # what a pool calls has to have a name
    def search_one(index):
        return leaks(secrets, *texts[index])
    with multiprocessing.get_context("fork").Pool() as pool:
        return collections.Counter(leak for some in pool.imap_unordered(
            search_one, range(len(texts)), chunksize=256) for leak in some)


def scan(build):
    secrets = Secrets()
    read_fixtures(secrets)
    texts = read_observed(build / "observed", secrets)
    for path in (build / "Testing" / "Temporary").glob("LastTest*.log"):
        texts.append(("log", path.name, path.read_bytes()))
    secrets.prepare()
    size = sum(len(data) for _, _, data in texts)
    found = search(secrets, texts)
    for leak, count in found.most_common(50):
        around = " ".join(leak.around.replace("\0", "***").split())
        print(f"{leak.kind} {leak.name} ({count}): {leak.secret[:3]}... in: {around}")
    print(f"{len(secrets.drawn) + len(secrets.others)} secrets, {len(texts)} outputs of "
          f"{size / 1e6:.1f} MB: {sum(found.values())} leaks")
    return 1 if found or not texts or not secrets.drawn else 0


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    return scan(pathlib.Path(arguments[0]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
