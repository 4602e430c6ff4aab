"""Bytes that no good client sends, and what each must get. None needs any waiting.

    refused(name, status, bytes)   one answer of that status, closed, nothing behind it runs
    served(name, statuses, bytes)  answered, and the connection serves the next request
    last(name, statuses, bytes)    answered in good order, then closed
    dropped(name, bytes)           closed without an answer
"""
import ssl

from case import CANARY, CLOSED, KEPT, LEFT, LET_GO, Await, Case, Deaf, End, Leave, Piece, Reset

HOST = b"Host: a"
CHUNKED = b"Transfer-Encoding: chunked"
MIB = 1 << 20


def get(*headers, path=b"/health", version=b"HTTP/1.1", method=b"GET"):
    lines = b"".join(line + b"\r\n" for line in (*headers, b"Signature: " + CANARY))
    return method + b" " + path + b" " + version + b"\r\n" + lines + b"\r\n"


def with_body(body, *headers):
    return get(HOST, b"Content-Length: %d" % len(body), *headers) + body


def chunked(body, *headers):
    return get(HOST, *headers, CHUNKED) + body


def refused(name, status, *steps):
    return Case(name, steps, (status,), CLOSED)


def served(name, statuses, *steps, body=True):
    return Case(name, steps, (statuses,) if isinstance(statuses, int) else statuses, KEPT, body=body)


def last(name, statuses, *steps):
    return Case(name, steps, (statuses,) if isinstance(statuses, int) else statuses, CLOSED)


def dropped(name, *steps):
    return Case(name, steps, (), CLOSED)


def client_hello():
    """What a TLS client says first."""
    out = ssl.MemoryBIO()
    context = ssl.create_default_context()
    try:
        context.wrap_bio(ssl.MemoryBIO(), out, server_hostname="localhost").do_handshake()
    except ssl.SSLWantReadError:
        pass
    return out.read()


PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes((0, 0, 0, 4, 0, 0, 0, 0, 0))
HIDDEN = get(HOST, path=b"/health?hidden")  # must never run

REQUEST_LINES = [
    refused("NUL in the target", 400, get(HOST, path=b"/\0")),
    refused("a raw byte above 0x7F in the target", 400, get(HOST, path=b"/\xff")),
    refused("a space in the target", 400, get(HOST, path=b"/a b")),
    refused("a tab in the target", 400, get(HOST, path=b"/a\tb")),
    refused("a line feed in the target", 400, get(HOST, path=b"/a\nb")),
    refused("a carriage return in the target", 400, get(HOST, path=b"/a\rb")),
    refused("an empty target", 400, get(HOST, path=b"")),
    refused("no version, as in HTTP/0.9", 400, b"GET /health\r\n\r\n"),
    refused("an empty version", 400, get(HOST, version=b"")),
    refused("HTTP/0.9 by name", 505, get(HOST, version=b"HTTP/0.9")),
    refused("HTTP/1.2", 505, get(HOST, version=b"HTTP/1.2")),
    refused("HTTP/2.0", 505, get(HOST, version=b"HTTP/2.0")),
    refused("HTTP/1.10", 505, get(HOST, version=b"HTTP/1.10")),
    refused("HTTP/1.1 with a letter behind", 505, get(HOST, version=b"HTTP/1.1x")),
    refused("http/1.1 in small letters", 400, get(HOST, version=b"http/1.1")),
    refused("another protocol", 400, get(HOST, version=b"RTSP/1.0")),
    refused("the preface of HTTP/2", 400, PREFACE),
    refused("TLS", 400, client_hello()),
    refused("TLS, and an empty line behind", 400, client_hello() + b"\r\n\r\n"),
    refused("SSH", 400, b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
    refused("binary", 400, bytes(range(256)) + b"\r\n\r\n"),
    refused("a method of 10,000 letters", 400, get(HOST, method=b"G" * 10000)),
    refused("a method in small letters", 400, get(HOST, method=b"get")),
    refused("no method", 400, get(HOST, method=b"")),
    refused("CONNECT", 400, get(HOST, path=b"a:443", method=b"CONNECT")),
    served("CONNECT with a path", 405, get(HOST, method=b"CONNECT")),
    served("PUT", 405, get(HOST, method=b"PUT")),
    served("PATCH", 405, get(HOST, method=b"PATCH")),
    served("PROPFIND", 405, get(HOST, method=b"PROPFIND")),
    served("HEAD", 200, get(HOST, method=b"HEAD"), body=False),
    served("OPTIONS", 200, get(HOST, method=b"OPTIONS")),
    served("an empty line before the request", 200, b"\r\n" + get(HOST)),
]

TARGETS = [
    dropped("an absolute URL of another host", get(HOST, path=b"http://b:1/health")),
    refused("a target without a slash", 400, get(HOST, path=b"health")),
    served("up and out", 404, get(HOST, path=b"/../../../etc/passwd")),
    served("up and out, escaped", 404, get(HOST, path=b"/%2e%2e/%2e%2e/etc/passwd")),
    served("backslashes", 404, get(HOST, path=b"/..\\..\\windows")),
    served("two slashes", 404, get(HOST, path=b"//health")),
    served("an escaped slash", 404, get(HOST, path=b"/%2Fhealth")),
    served("NUL, escaped", 404, get(HOST, path=b"/health%00.json")),
    served("a broken escape", 404, get(HOST, path=b"/%zz%")),
    served("CR LF, escaped", 404, get(HOST, path=b"/%0d%0aX:y")),
    served("markup", 404, get(HOST, path=b"/<script>")),
    served("an id with NUL behind", 400, get(HOST, path=b"/authorizations/x%00?clientId=%00")),
    served("a parameter twice", 400, get(HOST, path=b"/authorizations?clientId=a&clientId=b")),
    served("a parameter that is not UTF-8", 400, get(HOST, path=b"/authorizations?userId=%ff")),
    served("2,000 parameters", 401, get(HOST, path=b"/authorizations?" + b"a=b&" * 2000)),
    served("a target of 15,000 bytes", 404, get(HOST, path=b"/" + b"x" * 15000)),
    refused("a target of 17,000 bytes", 400, get(HOST, path=b"/" + b"x" * 17000)),
]

HEADERS = [
    refused("no Host", 400, get()),
    refused("two Hosts", 400, get(HOST, HOST)),
    refused("two Hosts, in other letters", 400, get(HOST, b"hOST: b")),
    refused("NUL in a value", 400, get(HOST, b"X: a\0b")),
    refused("NUL in a name", 400, get(HOST, b"X\0Y: a")),
    refused("a lone carriage return in a value", 400, get(HOST, b"X: a\rContent-Length: 5")),
    refused("two carriage returns", 400, get(HOST, b"X: a\r")),
    refused("a space in a name", 400, get(HOST, b"X Y: a")),
    refused("a tab before the colon", 400, get(HOST, b"X\t: a")),
    refused("no colon", 400, get(HOST, b"X")),
    refused("64 headers", 431, get(HOST, *(b"X%d: y" % i for i in range(62)))),
    refused("500 headers", 431, get(HOST, *(b"X%d: y" % i for i in range(500)))),
    served("63 headers", 200, get(HOST, *(b"X%d: y" % i for i in range(61)))),
    served("a value of 15,000 bytes", 200, get(HOST, b"X: " + b"a" * 15000)),
    served("a name of 15,000 bytes", 200, get(HOST, b"a" * 15000 + b": x")),
    served("an empty value", 200, get(HOST, b"X:")),
    refused("a head of 4 MiB", 400, Deaf(get(HOST, b"X: " + b"x" * 4 * MIB))),
    refused("a websocket", 400, get(HOST, b"Connection: Upgrade", b"Upgrade: websocket",
                                    b"Sec-WebSocket-Key: x")),
    refused("an upgrade to HTTP/2", 400, get(HOST, b"Connection: Upgrade, HTTP2-Settings",
                                             b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABk")),
    refused("an unknown expectation", 417, get(HOST, b"Expect: 200-ok")),
    refused("two expectations", 417, get(HOST, b"Expect: 100-continue", b"Expect: 100-continue")),
    served("an expectation without a body", 200, get(HOST, b"Expect: 100-continue")),
    served("an expectation with a body", (100, 200),
           get(HOST, b"Content-Length: 3", b"Expect: 100-continue"), Await(1), b"abc"),
    served("an expectation, and no wait for it", (100, 200),
           with_body(b"abc", b"Expect: 100-continue")),
    refused("an expectation with too long a body", 413,
            get(HOST, b"Content-Length: 70000", b"Expect: 100-continue")),
    last("Connection: close", 200, get(HOST, b"Connection: close")),
    last("HTTP/1.0", 200, get(version=b"HTTP/1.0")),
    served("HTTP/1.0 that asks to stay", 200, get(b"Connection: keep-alive", version=b"HTTP/1.0")),
]

LENGTHS = [
    served("a body", 200, with_body(b"hello")),
    served("a body of 64 KiB", 200, with_body(b"x" * 65536)),
    served("a body that looks like a request", 200, with_body(HIDDEN)),
    served("a length in other letters", 200, get(HOST, b"content-LENGTH: 5") + b"hello"),
    served("a length with zeros before it", 200, get(HOST, b"Content-Length: 0005") + b"hello"),
    refused("two equal lengths", 400, get(HOST, *[b"Content-Length: 5"] * 2) + b"hello"),
    refused("two lengths", 400, get(HOST, b"Content-Length: 0", b"Content-Length: 5")),
    refused("two lengths, in other letters", 400,
            get(HOST, b"Content-Length: 5", b"content-length: 6") + b"hello"),
    refused("a list of lengths", 400, get(HOST, b"Content-Length: 5, 5") + b"hello"),
    refused("a length with a plus", 400, get(HOST, b"Content-Length: +5") + b"hello"),
    refused("a length with a minus", 400, get(HOST, b"Content-Length: -1")),
    refused("a hexadecimal length", 400, get(HOST, b"Content-Length: 0x5") + b"hello"),
    refused("a length with an exponent", 400, get(HOST, b"Content-Length: 1e1") + b"hello"),
    refused("a length with a fraction", 400, get(HOST, b"Content-Length: 5.0") + b"hello"),
    refused("a length with a letter behind", 400, get(HOST, b"Content-Length: 5x") + b"hello"),
    refused("two lengths in one", 400, get(HOST, b"Content-Length: 5 6") + b"hello"),
    refused("an empty length", 400, get(HOST, b"Content-Length: ")),
    refused("a length over the limit", 413, get(HOST, b"Content-Length: 65537")),
    refused("a length of 2^32 + 5", 413, get(HOST, b"Content-Length: 4294967301") + b"hello"),
    refused("a length of 2^63", 413, get(HOST, b"Content-Length: 9223372036854775808")),
    refused("a length of 2^64 + 5", 413, get(HOST, b"Content-Length: 18446744073709551621")
            + b"hello"),
    refused("a length of 1,000 digits", 413, get(HOST, b"Content-Length: " + b"9" * 1000)),
    refused("4 MiB where 64 KiB may be", 413, Deaf(with_body(b"x" * 4 * MIB))),
    refused("4 MiB that nobody reads", 413,
            Deaf(get(b"Content-Length: %d" % (4 * MIB)) + b"x" * 4 * MIB)),
]

ENCODINGS = [
    last("a chunked body", 200, chunked(b"3\r\nabc\r\n0\r\n\r\n")),
    last("Chunked, in other letters", 200,
         get(HOST, b"transfer-ENCODING: CHUNKED") + b"0\r\n\r\n"),
    last("chunk sizes in capitals", 200, chunked(b"A\r\n0123456789\r\n0\r\n\r\n")),
    last("a chunked body that looks like a request", 200,
         chunked(b"%x\r\n" % len(HIDDEN) + HIDDEN + b"\r\n0\r\n\r\n")),
    last("a trailer that looks like a request", 200, chunked(b"0\r\n" + HIDDEN)),
    refused("length and chunked", 400, chunked(b"0\r\n\r\n", b"Content-Length: 5")),
    refused("chunked and length", 400, get(HOST, CHUNKED, b"Content-Length: 5") + b"0\r\n\r\n"),
    refused("length and another encoding", 400,
            get(HOST, b"Content-Length: 5", b"Transfer-Encoding: gzip") + b"hello"),
    refused("gzip", 400, get(HOST, b"Transfer-Encoding: gzip")),
    refused("gzip, and 4 MiB of it", 400,
            Deaf(get(HOST, b"Transfer-Encoding: gzip") + b"x" * 4 * MIB)),
    refused("identity", 400, get(HOST, b"Transfer-Encoding: identity")),
    refused("chunked twice", 400, get(HOST, CHUNKED, CHUNKED) + b"0\r\n\r\n"),
    refused("chunked twice in one", 400,
            get(HOST, b"Transfer-Encoding: chunked, chunked") + b"0\r\n\r\n"),
    refused("gzip and chunked", 400, get(HOST, b"Transfer-Encoding: gzip, chunked") + b"0\r\n\r\n"),
    refused("chunked and gzip", 400, get(HOST, b"Transfer-Encoding: chunked, gzip") + b"0\r\n\r\n"),
    refused("xchunked", 400, get(HOST, b"Transfer-Encoding: xchunked") + b"0\r\n\r\n"),
    refused("chunked with a parameter", 400,
            get(HOST, b"Transfer-Encoding: chunked;q=1") + b"0\r\n\r\n"),
    refused("an empty encoding", 400, get(HOST, b"Transfer-Encoding:")),
    refused("a vertical tab before chunked", 400,
            get(HOST, b"Transfer-Encoding: \x0bchunked") + b"0\r\n\r\n"),
    refused("a chunk without a size", 400, chunked(b"zz\r\nabc\r\n0\r\n\r\n")),
    refused("a chunk with an empty size", 400, chunked(b"\r\nabc\r\n0\r\n\r\n")),
    refused("a chunk of a negative size", 400, chunked(b"-1\r\nabc\r\n0\r\n\r\n")),
    refused("a chunk with 0x before its size", 400, chunked(b"0x3\r\nabc\r\n0\r\n\r\n")),
    refused("a chunk with a plus before its size", 400, chunked(b"+3\r\nabc\r\n0\r\n\r\n")),
    refused("a chunk with a space before its size", 400, chunked(b" 3\r\nabc\r\n0\r\n\r\n")),
    refused("a chunk of 2^64 + 3", 400, chunked(b"10000000000000003\r\nabc\r\n0\r\n\r\n")),
    refused("a chunk of 2^64 - 1", 400, chunked(b"ffffffffffffffff\r\nabc\r\n0\r\n\r\n")),
    refused("a chunk without an end of line", 400, chunked(b"3\r\nabcXX0\r\n\r\n")),
    refused("a chunk longer than its size", 400, chunked(b"3\r\nabcdef\r\n0\r\n\r\n")),
    refused("a chunk of 4 MiB", 413,
            Deaf(chunked(b"%x\r\n" % (4 * MIB) + b"x" * 4 * MIB + b"\r\n0\r\n\r\n"))),
    Case("100,000 chunks of a byte", (Deaf(chunked(b"1\r\nx\r\n" * 100000 + b"0\r\n\r\n")),), (413,),
         CLOSED, within=5.0),
]

PIPELINES = [
    served("three requests in one piece", (200, 404, 200),
           get(HOST) + get(HOST, path=b"/nope") + get(HOST)),
    served("200 requests in one piece", (200,) * 200, get(HOST) * 200),
    served("a body between two requests", (200, 200, 200),
           get(HOST) + with_body(b"hello") + get(HOST)),
    served("a second request cut in its head", (200, 200), get(HOST) + get(HOST)[:20],
           Await(1), get(HOST)[20:]),
    last("a refusal behind a good request", (200, 400),
         get(HOST) + get(HOST, HOST) + HIDDEN),
    last("a close behind a good request", (200, 200),
         get(HOST) + get(HOST, b"Connection: close") + HIDDEN),
    last("a refusal behind a body", (200, 400), with_body(b"hello") + get() + HIDDEN),
]

ENDS = [
    Case("nothing, and an end", (End(),), (), LET_GO),
    Case("empty lines, and an end", (b"\r\n\r\n", End()), (400,), LET_GO),
    Case("a request, and an end", (get(HOST), End()), (200,), LET_GO),
    Case("half a request line, and an end", (b"GET /he", End()), (400,), LET_GO),
    Case("half a head, and an end", (get(HOST)[:-2], End()), (400,), LET_GO),
    Case("half a body, and an end", (with_body(b"hello")[:-2], End()), (400,), LET_GO),
    Case("half a chunk, and an end", (chunked(b"3\r\na"), End()), (400,), LET_GO),
    Case("chunks without a last one, and an end", (chunked(b"3\r\nabc\r\n"), End()), (400,), LET_GO),
    Case("a reset at once", (Reset(),), (), LEFT),
    Case("a reset in the head", (Piece(b"GET /he"), Reset()), (), LEFT),
    Case("a reset in the body", (Piece(with_body(b"hello")[:-2]), Reset()), (), LEFT),
    Case("a reset before the answer", (get(HOST), Reset()), (), LEFT),
    Case("a reset in the middle of answers",
         (Deaf(get(HOST, path=b"/openapi.json") * 50), Reset()), (), LEFT),
    Case("gone before the answer", (get(HOST), Leave()), (), LEFT),
    Case("gone in the body", (Piece(with_body(b"hello")[:-2]), Leave()), (), LEFT),
    Case("gone in the middle of answers",
         (Deaf(get(HOST, path=b"/openapi.json") * 50), Leave()), (), LEFT),
]

TABLES = {
    "request lines": REQUEST_LINES, "targets": TARGETS, "headers": HEADERS, "lengths": LENGTHS,
    "encodings": ENCODINGS, "pipelines": PIPELINES, "ends": ENDS,
}
