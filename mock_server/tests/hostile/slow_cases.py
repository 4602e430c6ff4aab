"""Clients that are slow, or stop. Each holds a thread of the server for some seconds, and must be
let go: with an answer that says why where there was a request, and without one where there was none.
"""
from case import CUT, LET_GO, Await, Case, Deaf, Drip, End, Narrow, Sip, Unread
from quick_cases import HOST, chunked, client_hello, get, with_body

SLOW = 8.0      # five seconds for a head, or head and body; and a busy machine
FOREVER = 1000  # bytes, with 0.3 s behind each
MANY = 400      # answers: more bytes than the network takes


def let_go(name, statuses, *steps, within=SLOW):
    return Case(name, steps, statuses, LET_GO, within)


BIG = get(HOST, path=b"/openapi.json")
LONG = b"x" * FOREVER
HEAD_WITHOUT_END = get(HOST, b"X: " + LONG)

HEADS = [
    let_go("silence", ()),
    let_go("an empty line, then silence", (400,), b"\r\n"),
    let_go("half a request line, then silence", (400,), b"GET /hea"),
    let_go("HTTP/0.9, then silence", (400,), b"GET /health\r\n"),
    let_go("a head without its last line, then silence", (400,), get(HOST)[:-2]),
    let_go("a head byte by byte", (400,), Drip(HEAD_WITHOUT_END, 0.3)),
    let_go("a head header by header", (400,), b"GET / HTTP/1.1\r\n", Drip(b"X: y\r\n" * 100, 0.3, 6)),
    let_go("the first bytes of TLS, then silence", (400,), client_hello()[:20]),
    let_go("a whole first message of TLS, then silence", (400,), client_hello()),
]

BODIES = [
    let_go("a body that does not come", (400,), with_body(b"hello")[:-5]),
    let_go("half a body, then silence", (400,), with_body(b"hello")[:-3]),
    let_go("a short body byte by byte", (400,), with_body(LONG)[:-FOREVER], Drip(LONG, 0.3)),
    let_go("a long body bit by bit", (400,), with_body(LONG * 60)[:-60 * FOREVER],
           Drip(LONG * 60, 0.3, 100)),
    let_go("a chunk that does not come", (400,), chunked(b"")),
    let_go("half a chunk, then silence", (400,), chunked(b"5\r\nhe")),
    let_go("a chunk byte by byte", (400,), chunked(b"3e8\r\n"), Drip(LONG, 0.3)),
    let_go("chunks of one byte", (400,), chunked(b""), Drip(b"1\r\nx\r\n" * 100, 0.3, 6)),
    let_go("no last chunk, then silence", (400,), chunked(b"3\r\nabc\r\n")),
    let_go("an expectation, then silence", (100, 400),
           get(HOST, b"Content-Length: 3", b"Expect: 100-continue")),
]

KEPT_ONES = [
    let_go("kept, then silence", (200,), get(HOST)),
    let_go("kept, then half a request", (200, 400), get(HOST), Await(1), b"GET /hea"),
    let_go("kept, then a head byte by byte", (200, 400), get(HOST), Await(1),
           Drip(HEAD_WITHOUT_END, 0.3)),
    let_go("refused, and sends on", (413,), get(HOST, b"Content-Length: 70000"), Drip(LONG, 0.1)),
]

READERS = [
    let_go("an answer read bit by bit", (200,),
           Deaf(get(HOST, b"Connection: close", path=b"/openapi.json")), Sip(1024, 0.02)),
    Case("answers that nobody reads", (Narrow(), Deaf(BIG * MANY), Unread()), (200,), CUT, 12.0),
    Case("answers that nobody reads, and an end",
         (Narrow(), Deaf(BIG * MANY), End(), Unread()), (200,), CUT, 12.0),
]

CASES = HEADS + BODIES + KEPT_ONES + READERS
# Kinds of which a hundred are sent at once: they hold a thread for as long as they stay.
CROWDS = [case for case in CASES if case.name in {
    "silence", "half a request line, then silence", "a head byte by byte", "a body that does not come",
    "a long body bit by bit", "half a chunk, then silence", "chunks of one byte",
    "an expectation, then silence", "answers that nobody reads"}] + [
    Case("answers read bit by bit", (Narrow(), Deaf(BIG * MANY), Sip(1024, 0.1)), (200,), CUT)]
