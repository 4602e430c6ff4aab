"""What a hostile client does, step by step, and what must come of it.

A Case is data. play() carries it out on one connection and says what came: an Outcome. judge()
compares the two; it returns problems as sentences, none when all is well.
"""
import dataclasses
import select
import socket
import struct
import time

import answers
import kernel

PROMPT = 2.0  # seconds: for what needs no waiting, on a busy machine
LOOK = 0.2    # seconds: how long nobody looks whether a case is over
# How a connection must end:
KEPT = "kept"      # it serves the next request, the probe, which is sent behind the steps
CLOSED = "closed"  # the server closes it, and the probe behind the steps never runs
LET_GO = "let go"  # the server closes it while the client still has something to say; no probe
CUT = "cut"        # it gives up in the middle of answers that nobody reads; no probe
LEFT = "left"      # the client is gone; nothing comes back

# In every request that a table builds: it must never come back.
CANARY = b"canary-0123456789"


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    steps: tuple     # bytes to send, or steps of the kinds below
    statuses: tuple  # of the answers, in order
    end: str
    within: float = PROMPT
    not_before: float = 0.0  # seconds
    body: bool = True  # False: the first answer has none, as one to HEAD


@dataclasses.dataclass
class Outcome:
    data: bytes = b""
    end: str = "open"  # or "closed", "reset", "left"
    seconds: float = 0.0


def probe(number):
    """A request of its own for each case, so that the journal tells whether it ran."""
    return f"GET /health?probe={number} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()


class Player:
    """One connection; reads while it sends, up to the deadline."""
    def __init__(self, port, within, leave):
        self.leave = leave
        self.start = time.monotonic()
        self.deadline = self.start + within
        self.socket = socket.create_connection(("127.0.0.1", port), within)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.outcome = Outcome()
        self.broken = False  # it could not send all

    def is_over(self):
        return (self.outcome.end != "open" or time.monotonic() >= self.deadline
                or (self.leave is not None and self.leave.is_set()))

    def wait(self, seconds=None, writing=False, reading=True):
        """What the socket is ready for, (reading, writing), after so many seconds or fewer."""
        left = min(LOOK, max(0.0, self.deadline - time.monotonic()))
        ready = select.select([self.socket] * reading, [self.socket] * writing, [],
                              left if seconds is None else min(seconds, left))
        return bool(ready[0]), bool(ready[1])

    def read(self, most=65536):
        try:
            data = self.socket.recv(most)
        except BlockingIOError:
            return
        except ConnectionResetError:
            self.outcome.end = "reset"
            return
        self.outcome.data += data
        if not data:
            self.outcome.end = "closed"

    def write(self, data):
        """How many bytes went out; all of them when nobody takes any more."""
        try:
            return self.socket.send(data)
        except BlockingIOError:
            return 0
        except (BrokenPipeError, ConnectionResetError):
            self.broken = True
            return len(data)

    def send(self, data, reading=True):
        view = memoryview(data)
        while view and not self.is_over():
            readable, writable = self.wait(writing=True, reading=reading)
            if readable:
                self.read()
            if writable:
                view = view[self.write(view):]

    def listen(self, seconds=None):
        """Reads for so long, or to the end."""
        end = self.deadline if seconds is None else time.monotonic() + seconds
        while not self.is_over() and (left := end - time.monotonic()) > 0:
            if self.wait(left)[0]:
                self.read()

    def local_port(self):
        return self.socket.getsockname()[1]

    def close(self):
        self.outcome.seconds = time.monotonic() - self.start
        self.socket.close()
        return self.outcome


def wait_until_read(port, player):
    """Until the server has read all that was sent, so that what follows comes in another piece."""
    while not player.is_over():
        side = kernel.server_side(port, player.local_port())
        if side is None or side.unread == 0:
            return
        player.listen(0.001)


@dataclasses.dataclass(frozen=True)
class Deaf:
    """Sends all of it before it reads anything; it takes not being able to for a reset."""
    data: bytes

    def play(self, player, port):
        del port
        player.send(self.data, reading=False)
        if player.broken:
            player.outcome.end = "reset"


@dataclasses.dataclass(frozen=True)
class Piece:
    """Sends, and goes on when the server has read it."""
    data: bytes

    def play(self, player, port):
        player.send(self.data)
        wait_until_read(port, player)


@dataclasses.dataclass(frozen=True)
class Drip:
    """Sends some bytes at a time, with a pause of so many seconds behind each."""
    data: bytes
    pause: float
    size: int = 1

    def play(self, player, port):
        del port
        for start in range(0, len(self.data), self.size):
            if player.is_over():
                return
            player.send(self.data[start:start + self.size])
            player.listen(self.pause)


@dataclasses.dataclass(frozen=True)
class Await:
    """Reads until so many answers are there."""
    count: int

    def play(self, player, port):
        del port
        while not player.is_over() and answers.count_whole(player.outcome.data) < self.count:
            if player.wait()[0]:
                player.read()


@dataclasses.dataclass(frozen=True)
class Sip:
    """Reads some bytes at a time, with a pause behind each, until the end."""
    size: int
    pause: float

    def play(self, player, port):
        del port
        while not player.is_over():
            if player.wait()[0]:
                player.read(self.size)
            player.wait(self.pause, reading=False)


class End:
    """Closes its half: nothing more will come."""
    def play(self, player, port):
        del port
        try:
            player.socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the server was faster


class Reset:
    """Leaves with a TCP reset."""
    def play(self, player, port):
        del port
        player.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        player.outcome.end = "left"


class Leave:
    """Closes, without reading what has come."""
    def play(self, player, port):
        del port
        player.outcome.end = "left"


class Unread:
    """Reads nothing until the server has given the connection up."""
    def play(self, player, port):
        while not player.is_over():
            side = kernel.server_side(port, player.local_port())
            if side is None or not side.open:
                return
            player.wait(0.05, reading=False)


class Narrow:
    """Takes no more than this much of what it has not read from the network."""
    def play(self, player, port):
        del port
        player.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)


def play(port, case, number=0, leave=None):
    """`number`: of the probe. `leave`: an event after which the client leaves."""
    player = Player(port, case.within, leave)
    for step in case.steps:
        if isinstance(step, bytes):
            player.send(step)
        else:
            step.play(player, port)
    if case.end in (KEPT, CLOSED):
        player.send(probe(number))
    if case.end != LEFT:
        player.listen()
    return player.close()


def judge_answers(case, outcome):
    try:
        got = answers.parse(outcome.data, case.body, cut=case.end == CUT)
    except answers.Malformed as error:
        yield f"malformed: {error}"
        return
    for answer in got:
        yield from answers.problems(answer)
    statuses = [answer.status for answer in got]
    if case.end == CUT:
        if set(statuses) - set(case.statuses):
            yield f"answered {statuses}, not {list(case.statuses)}"
        return
    expected = [*case.statuses, *([200] if case.end == KEPT else [])]
    if statuses != expected:
        yield f"answered {statuses}, not {expected}"
    final = [answer for answer in got if answer.status >= 200]
    if any(answer.headers.get("connection") == "close" for answer in final[:-1]):
        yield "an answer says that the connection closes, and it goes on"
    if case.end != LET_GO and final and final[-1].headers.get("connection") != "close":
        yield "the last answer does not say that the connection closes"


def judge(case, outcome):
    if case.end == LEFT:
        return []
    problems = list(judge_answers(case, outcome))
    if CANARY in outcome.data:
        problems.append("a header of the request comes back")
    if outcome.end == "open":
        problems.append(f"not closed within {case.within} s")
    if outcome.seconds < case.not_before:
        problems.append(f"over after {outcome.seconds:.2f} s, before {case.not_before} s")
    if outcome.end == "reset" and case.end not in (CUT, LET_GO) and case.statuses:
        problems.append("reset")
    return problems
