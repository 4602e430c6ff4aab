"""What civetweb keeps the server from: each row shows one of README's known limits, by the name that
stands there, and fails when the limit is gone. Then README, and this row, must go too.
"""
from case import LET_GO, Case, Drip
from quick_cases import HOST, chunked, dropped, get, refused, served

SEEN = get(HOST, path=b"/health?seen")

CASES = [
    refused("a head above 16 KiB", 400, get(HOST, b"X: " + b"a" * 17000)),
    refused("TRACE", 400, get(HOST, method=b"TRACE")),
    refused("an unknown method", 400, get(HOST, method=b"BREW")),
    refused("a control character", 400, get(HOST, b"X: a\x01b")),
    refused("an extension of a chunk", 400, chunked(b"3;a=b\r\nabc\r\n0\r\n\r\n")),
    dropped("an absolute URL", get(HOST, path=b"http://a/health")),
    dropped("a target of *", get(HOST, path=b"*", method=b"OPTIONS")),
    served("a bare line feed", 200, b"GET /health HTTP/1.1\nHost: a\n\n"),
    served("a space before the colon", 200, get(HOST, b"Content-Length : 5") + b"hello"),
    served("spaces in the request line", 200, get(HOST, path=b" /health ")),
    served("a length behind a folded header", (200, 200),
           get(HOST, b"X: a\r\n b", b"Content-Length: %d" % len(SEEN)) + SEEN),
    # Others who are slow are let go after five seconds.
    Case("a slow size of a chunk", (chunked(b""), Drip(b"0" * 30 + b"\r\n\r\n", 0.25)), (200,), LET_GO,
         within=15.0, not_before=7.0),
]
# Shown by tests of their own in limits_test.py.
OTHERS = ["IPv6", "a thread per connection"]
