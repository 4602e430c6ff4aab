"""Answers as a strict client reads them: RFC 9112's form, a length that is true, JSON that is JSON."""
import dataclasses
import json
import re

STATUS_LINE = re.compile(rb"HTTP/1\.1 ([1-5]\d\d) ([A-Za-z][A-Za-z -]*)")
FIELD = re.compile(rb"([A-Za-z][A-Za-z-]*): ([\x20-\x7e]*)")


class Malformed(Exception):
    """Bytes that are no answer, or less than a whole one."""


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict  # names in lower case
    body: bytes


def parse_head(head):
    first, *rest = head.split(b"\r\n")
    line = STATUS_LINE.fullmatch(first)
    if line is None:
        raise Malformed(f"status line {first[:60]!r}")
    headers = {}
    for text in rest:
        field = FIELD.fullmatch(text)
        if field is None:
            raise Malformed(f"header {text[:60]!r}")
        name = field[1].decode().lower()
        if name in headers:
            raise Malformed(f"two headers {name}")
        headers[name] = field[2].decode()
    return int(line[1]), headers


def length_of(status, headers):
    if status < 200 or status == 204:
        if "content-length" in headers:
            raise Malformed(f"a length with {status}")
        return 0
    length = headers.get("content-length", "")
    if re.fullmatch(r"\d+", length) is None:
        raise Malformed(f"length {length!r}")
    return int(length)


def parse(data, body=True, cut=False):
    """All answers of a connection. body=False: the first has none. cut: the last may be incomplete."""
    found = []
    while data:
        head, end, rest = data.partition(b"\r\n\r\n")
        status, headers = parse_head(head) if end or not cut else (0, {})
        length = length_of(status, headers) if end and (body or found) else 0
        if not end or len(rest) < length:
            if cut:
                break
            raise Malformed(f"cut off: {data[:60]!r}")
        found.append(Answer(status, headers, rest[:length]))
        data = rest[length:]
    return found


def count_whole(data):
    return len(parse(data, cut=True))


def problems(answer):
    """What is wrong with a whole answer."""
    if answer.status == 100:
        return
    if answer.headers.get("connection") not in ("close", "keep-alive"):
        yield f"Connection: {answer.headers.get('connection')}"
    if not answer.body:
        return
    if answer.headers.get("content-type") != "application/json":
        yield f"Content-Type: {answer.headers.get('content-type')}"
        return
    try:
        body = json.loads(answer.body)
    except ValueError as error:
        yield f"no JSON: {error}"
        return
    if answer.status >= 400 and (list(body) != ["detail", "status_code", "code"]
                                 or body["status_code"] != answer.status):
        yield f"no error of the API: {answer.body[:80]!r}"
