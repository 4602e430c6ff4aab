"""A contender that runs: started, asked once, loaded, stopped, and what that took."""
import contextlib
import os
import pathlib
import re
import select
import signal
import socket
import subprocess
import time

DEADLINE = 60  # seconds to the first answer
STOP_DEADLINE = 10
STEP = 0.001


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def status_of(answer):
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", answer)
    return int(found[1]) if found else None


def read_answer(connection):
    """All of an answer that has a length, or what came until the end."""
    data = b""
    while chunk := connection.recv(65536):
        data += chunk
        head, end, body = data.partition(b"\r\n\r\n")
        length = re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE)
        if end and length and len(body) >= int(length[1]):
            break
        if end and not length and body.endswith(b"0\r\n\r\n"):
            break
    return data


def tree(pid):
    """The process and all below it."""
    yield pid
    for children in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text(encoding="ascii").split():
            yield from tree(int(child))


def cpu_of(pid):
    text = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    fields = text.rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss_of(pid):
    text = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024


class Server:
    """Ready when it has answered `request` with a status of `wanted`. `start_ms` says how long that
    took."""

    def __init__(self, command, request, wanted, log, port=None):
        announces = port is None
        start = time.monotonic()
        self.process = subprocess.Popen([*map(str, command)], stdin=subprocess.DEVNULL, stderr=log,
                                        stdout=subprocess.PIPE if announces else log)
        try:
            self.port = port or self.announced_port()
            self.wait_for_answer(request, wanted, start + DEADLINE)
        except BaseException:
            self.kill()
            raise
        self.start_ms = (time.monotonic() - start) * 1e3

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.returncode is None:
            self.stop()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def announced_port(self):
        line = self.process.stdout.readline()
        found = re.search(rb":(\d+)\s*$", line)
        if not found:
            raise RuntimeError(f"{self.process.args[:3]} did not start, but said {line}")
        return int(found[1])

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), STOP_DEADLINE)

    def ask(self, request):
        with self.connect() as connection:
            connection.sendall(request)
            return read_answer(connection)

    def wait_for_answer(self, request, wanted, end):
        answer = b""
        while time.monotonic() < end and self.process.poll() is None:
            try:
                answer = self.ask(request)
            except OSError:
                pass
            if status_of(answer) == wanted:
                return
            time.sleep(STEP)
        raise RuntimeError(f"{self.process.args[:3]} gave no {wanted}: {answer[:300]}")

    def cpu(self):
        """Seconds of CPU used so far."""
        return sum(map(cpu_of, tree(self.process.pid)))

    def rss(self):
        """MB of memory; what processes of one server share is counted for each of them."""
        return sum(map(rss_of, tree(self.process.pid)))

    def stop(self):
        """Milliseconds from SIGTERM to the exit."""
        descriptor = os.pidfd_open(self.process.pid)
        try:
            start = time.monotonic()
            self.process.send_signal(signal.SIGTERM)
            ended, _, _ = select.select([descriptor], [], [], STOP_DEADLINE)
            passed = (time.monotonic() - start) * 1e3
            if ended:
                self.process.wait()
            else:
                self.kill()
        finally:
            os.close(descriptor)
        return passed

    def kill(self):
        """With all below it, which would outlive it."""
        for pid in list(tree(self.process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
