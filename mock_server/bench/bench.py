#!/usr/bin/env python3
"""Measures the mock server against bare civetweb. Called by scripts/bench.

Usage: bench.py BUILD_DIR ROUNDS SECONDS

Rounds alternate between the servers, and only ratios within a round mean anything: what is printed
are their medians.
"""
import pathlib
import platform
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

BUILD, ROUNDS, SECONDS = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
FLOOR = 0.90
THREADS = "256"
DETAIL = "/api/v1/authorizations/2bcd7cc3-e922-4976-bce1-9858296801c3"


class Server:
    """A server that says on its first line where it listens."""

    def __init__(self, name, *command, stderr=None):
        self.name = name
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True)
        self.url = self.process.stdout.readline().split()[-1]

    def request(self):
        """URL and headers, signed anew."""
        signed = {what: subprocess.run(
            [BUILD / "bin/snaptrade-client", "sign", "GET", self.url + DETAIL, "--print", what],
            capture_output=True, text=True, check=True).stdout.strip()
            for what in ("url", "signature")}
        # Both were signed within a moment, but maybe not within the same second.
        again = subprocess.run(
            [BUILD / "bin/snaptrade-client", "sign", "GET", signed["url"], "--print", "signature"],
            capture_output=True, text=True, check=True).stdout.strip()
        return signed["url"], {"Signature": again}

    def answer(self, wish):
        """All bytes of an answer, the client wishing the connection "keep-alive" or "close"."""
        url, headers = self.request()
        parts = urllib.parse.urlsplit(url)
        lines = [f"GET {parts.path}?{parts.query} HTTP/1.1", f"Host: {parts.netloc}",
                 f"Connection: {wish}", *(": ".join(header) for header in headers.items())]
        with socket.create_connection((parts.hostname, parts.port)) as connection:
            connection.sendall("\r\n".join([*lines, "", ""]).encode())
            head = connection.recv(65536)
        body = int(re.search(rb"Content-Length: (\d+)", head)[1])
        if not head.startswith(b"HTTP/1.1 200 ") or len(head.split(b"\r\n\r\n")[1]) != body:
            sys.exit(f"{self.name}: {head}")
        return head

    def cpu(self):
        """Seconds of CPU used so far."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / 100

    def rss(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def load(self, connections, close=False):
        """Requests per second, and microseconds of CPU per request; every answer must be a 2xx."""
        url, headers = self.request()
        if close:
            headers["Connection"] = "close"
        before = self.cpu()
        done = subprocess.run(
            ["wrk", "-t2", f"-c{connections}", f"-d{SECONDS}s",
             *[word for item in headers.items() for word in ("-H", ": ".join(item))], url],
            capture_output=True, text=True, check=True).stdout
        used = self.cpu() - before
        if "Non-2xx" in done or "Socket errors" in done:
            sys.exit(f"{self.name}: {done}")
        count = int(re.search(r"(\d+) requests in", done)[1])
        return float(re.search(r"Requests/sec:\s+([\d.]+)", done)[1]), used / count * 1e6

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


def commands(folder):
    """What is compared: a name, a command, and a file for its log."""
    mock = [BUILD / "bin/snaptrade-mock", "--listen", "127.0.0.1:0", "--threads", THREADS, "--log"]
    files = []
    quiet = Server("mock", *mock, "none")
    for wish in ("keep-alive", "close"):  # the same bytes, so that reading them costs the same
        files.append(folder / wish)
        files[-1].write_bytes(quiet.answer(wish))
    quiet.stop()
    return [("bare civetweb", [BUILD / "bench/bare_civetweb", THREADS, *files]),
            ("mock", [*mock, "none"]), ("mock, text log to a file", [*mock, "text"])]


def play(programs, connections, close, log, memory):
    """One round: each program started anew, since a process as a whole runs faster or slower than
    the next of the same program."""
    for name, command in programs:
        server = Server(name, *command, stderr=log)
        try:
            yield name, server.load(connections, close)
            if connections == 64:
                memory[name] = max(memory.get(name, 0), server.rss())
        finally:
            server.stop()


def main():
    failed, memory = 0, {}
    with tempfile.TemporaryFile() as log, tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        programs = commands(folder)
        size = (folder / "close").stat().st_size
        print(f"{platform.machine()}, {platform.freedesktop_os_release()['PRETTY_NAME']}; "
              f"{ROUNDS} rounds of {SECONDS} s, answers of {size} bytes, medians")
        print(f"{'':34}{'req/s':>10}{'x bare':>8}{'us CPU':>8}{'x bare':>8}")
        for connections, close in ((8, False), (64, False), (8, True)):
            rounds = [dict(play(programs if number % 2 else programs[::-1], connections, close,
                                log, memory)) for number in range(ROUNDS)]
            print(f"{connections} connections{', closing each' if close else ''}")
            for name, _ in programs:
                ratio = report(name, rounds)
                failed |= name == "mock" and not close and ratio < FLOOR
    print(f"start to first 200: {statistics.median(start_times()) * 1e3:.1f} ms; RSS after 64 connections: "
          f"{memory['mock']:.1f} MB (bare {memory['bare civetweb']:.1f} MB)")
    print(f"{'below' if failed else 'at least'} {FLOOR:.2f} x bare civetweb at 8 and 64 connections")
    sys.exit(failed)


def report(name, rounds):
    """Prints the medians. A machine's speed drifts by more than what is measured, so ratios are
    taken within each round."""
    rate, cost = (statistics.median(r[name][i] for r in rounds) for i in (0, 1))
    ratio, cost_ratio = (statistics.median(r[name][i] / r["bare civetweb"][i] for r in rounds)
                         for i in (0, 1))
    print(f"  {name:32}{rate:10.0f}{ratio:8.2f}{cost:8.2f}{cost_ratio:8.2f}", flush=True)
    return ratio


def start_times():
    """From exec to an answer of 200, to a request that was ready before."""
    for _ in range(5):
        start = time.monotonic()
        process = subprocess.Popen([BUILD / "bin/snaptrade-mock", "--listen", "127.0.0.1:0", "--log",
                                    "none"], stdout=subprocess.PIPE, text=True)
        url = process.stdout.readline().split()[-1]
        with urllib.request.urlopen(url + "/health") as answer:
            answer.read()
        yield time.monotonic() - start
        process.terminate()
        process.communicate(timeout=10)


main()
