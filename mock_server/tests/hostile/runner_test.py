#!/usr/bin/env python3
"""The runner of the hostile cases can fail: every bad server is found out, by what is bad in it.

Usage: runner_test.py
"""
import contextlib
import socket
import struct
import threading
import types
import unittest

from case import CLOSED, CUT, KEPT, LEFT, LET_GO, Case, Deaf, Reset, Unread, judge, play
from quick_cases import HOST, get
from server import Server

RESET = struct.pack("ii", 1, 0)


def answer(status=200, body=b'{"status":"ok"}', connection=b"close", length=None, more=b""):
    size = len(body) if length is None else length
    return (b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
            b"Connection: %s\r\n%s\r\n" % (status, size, connection, more)) + body


def error(status):
    return answer(status, b'{"detail":"x","status_code":%d,"code":"0000"}' % status)


KEEP = answer(connection=b"keep-alive")
GOOD = {KEPT: KEEP + answer(), CLOSED: error(400), LET_GO: b""}
# How a connection must end, what a bad server says before it closes, and what is found.
BAD = {
    "another status": (CLOSED, error(401), "answered [401], not [400]"),
    "no answer": (CLOSED, b"", "answered [], not [400]"),
    "what is smuggled runs": (CLOSED, error(400) + answer(), "answered [400, 200], not [400]"),
    "the next request is lost": (KEPT, KEEP, "answered [200], not [200, 200]"),
    "no HTTP": (KEPT, b"OK\r\n\r\n" + GOOD[KEPT], "malformed: status line b'OK'"),
    "another version": (KEPT, GOOD[KEPT].replace(b"HTTP/1.1", b"HTTP/1.0"), "malformed: status line"),
    "a broken header": (KEPT, KEEP + answer(more=b"X\r\n"), "malformed: header b'X'"),
    "a header twice": (KEPT, KEEP + answer(more=b"Connection: close\r\n"),
                       "malformed: two headers connection"),
    "no length": (CLOSED, error(400).replace(b"Content-Length", b"X-Length"), "malformed: length"),
    "a length too long": (KEPT, KEEP + answer(length=100), "malformed: cut off"),
    "a length too short": (KEPT, KEEP + answer(length=2), "malformed: status line"),
    "no JSON": (KEPT, KEEP + answer(body=b"{"), "no JSON"),
    "no error of ours": (CLOSED, answer(400, b"{}"), "no error of the API"),
    "another status in the error": (CLOSED, error(404).replace(b" 404 ", b" 400 "), "no error of"),
    "another type": (KEPT, (KEEP + answer()).replace(b"/json", b"/x"), "Content-Type: application/x"),
    "an echo": (CLOSED, error(400).replace(b'"x"', b'"canary-0123456789"'), "comes back"),
    "it says close, and goes on": (KEPT, answer() + answer(), "says that the connection closes"),
    "it does not say close": (KEPT, KEEP + KEEP, "does not say that the connection closes"),
}


def finish(client):
    """Closes as a good server does: what the client still sends is read away."""
    client.shutdown(socket.SHUT_WR)
    while client.recv(65536):
        pass
    client.close()


def reset(client):
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    client.close()


class BadServer:
    """Says the same to everybody, whatever they want."""
    def __init__(self, says, ends, waits_for=b""):
        self.says, self.ends, self.waits_for = says, ends, waits_for
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                client = self.listener.accept()[0]
                heard = client.recv(65536)
                while self.waits_for not in heard:
                    heard += client.recv(65536)
                client.sendall(self.says)
                self.ends(client)

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.listener.close()


class Runner(unittest.TestCase):
    def find(self, case, says, ends=finish, waits_for=b""):
        """The problems that a server has with a case."""
        server = BadServer(says, ends, waits_for)
        self.addCleanup(server.close)
        return "; ".join(judge(case, play(server.port, case)))

    def case(self, end, *steps, within=1.0):
        statuses = {KEPT: (200,), CLOSED: (400,), CUT: (200,)}.get(end, ())
        return Case("x", steps or (get(HOST),), statuses, end, within)

    def test_a_good_server_has_no_problem(self):
        for end, says in GOOD.items():
            self.assertEqual(self.find(self.case(end), says), "")

    def test_a_bad_server_is_found_out(self):
        for name, (end, says, problem) in BAD.items():
            with self.subTest(name):
                self.assertIn(problem, self.find(self.case(end), says))

    def test_one_that_hangs_is_found_out(self):
        kept = []
        for end in (KEPT, CLOSED, LET_GO, CUT):
            with self.subTest(end):
                found = self.find(self.case(end, within=0.2), GOOD.get(end, b""), kept.append)
                self.assertIn("not closed within 0.2 s", found)
        unread = self.case(CUT, b"x", Unread(), within=0.2)
        self.assertIn("not closed", self.find(unread, b"", kept.append))
        for client in kept:
            client.close()

    def test_one_that_lets_go_too_soon_is_found_out(self):
        case = Case("x", (b"x",), (), LET_GO, 1.0, not_before=0.5)
        self.assertIn("before 0.5 s", self.find(case, b""))

    def test_one_that_resets_is_found_out(self):
        self.assertIn("reset", self.find(self.case(CLOSED), error(400), reset, b"probe"))

    def test_one_that_resets_while_a_client_sends_is_found_out(self):
        case = self.case(CLOSED, Deaf(get(HOST) + b"x" * (8 << 20)))
        self.assertIn("reset", self.find(case, error(400), reset))

    def test_a_client_that_has_left_expects_nothing(self):
        self.assertEqual(self.find(self.case(LEFT, Reset()), b"?"), "")


class Illness(unittest.TestCase):
    """What Server finds, with parts of it replaced."""
    def sick(self, **parts):
        well = {"good": lambda: 0.0, "all_closed": lambda: True, "connections": lambda: 0,
                "process": types.SimpleNamespace(poll=lambda: None, returncode=0)}
        return "; ".join(Server.illness(types.SimpleNamespace(**{**well, **parts})))

    def test_a_well_one_has_none(self):
        self.assertEqual(self.sick(), "")

    def test_one_that_has_died(self):
        dead = types.SimpleNamespace(poll=lambda: -11, returncode=-11)
        self.assertEqual(self.sick(process=dead), "it ended with -11")

    def test_one_that_keeps_a_good_client_waiting(self):
        self.assertEqual(self.sick(good=lambda: 1.5), "a good client waits 1.50 s")

    def test_one_that_does_not_serve(self):
        def refuse():
            raise ConnectionRefusedError("refused")
        self.assertEqual(self.sick(good=refuse), "a good client is not served: refused")

    def test_one_that_keeps_descriptors(self):
        def stay_open():
            raise TimeoutError("descriptors")
        self.assertEqual(self.sick(all_closed=stay_open, connections=lambda: 3),
                         "3 descriptors stay open")

    def end(self, returncode=0, says="", seconds=0.1):
        stderr = types.SimpleNamespace(read=lambda: says)
        process = types.SimpleNamespace(returncode=returncode, stderr=stderr)
        server = types.SimpleNamespace(process=process, sanitized=False, stop=lambda: seconds,
                                       __exit__=lambda: None)
        return "; ".join(Server.end(server))

    def test_an_end_that_is_none_of_a_good_server(self):
        self.assertEqual(self.end(), "")
        self.assertEqual(self.end(returncode=1), "its exit status is 1")
        self.assertEqual(self.end(says="ERROR: AddressSanitizer"), "it says: ERROR: AddressSanitizer")
        self.assertEqual(self.end(seconds=3.0), "it takes 3.00 s to stop")


if __name__ == "__main__":
    unittest.main(verbosity=1)
