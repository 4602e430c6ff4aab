#!/usr/bin/env python3
"""Measures the mock server against bare civetweb. Called by scripts/bench.

Usage: bench.py BUILD_DIR ROUNDS SECONDS

Rounds alternate between the servers, and only ratios within a round mean anything: what is printed
are their medians. A round in which others took more of the machine than QUIET is played again, as
far as TRIES allows; what counts is the quietest ROUNDS of them.
"""
import http.client
import json
import os
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
JOURNAL_FLOOR = 0.95  # with the journal, of what is reached without
PARTNERS = 1000
QUIET, TRIES = 0.05, 3  # a share of the machine; times ROUNDS
THREADS = "256"
DETAIL = "/api/v1/authorizations/2bcd7cc3-e922-4976-bce1-9858296801c3"


def busy():
    """Seconds of CPU that have not been idle so far, on all of the machine."""
    user, nice, system, _, _, *more = map(
        int, pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9])
    return sum((user, nice, system, *more)) / 100


def children_cpu():
    times = os.times()
    return times.children_user + times.children_system


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
        """Requests per second, microseconds of CPU per request, and the share of the machine that
        others took meanwhile; every answer must be a 2xx."""
        url, headers = self.request()
        if close:
            headers["Connection"] = "close"
        before, start = self.cpu(), (busy(), children_cpu(), time.monotonic())
        done = subprocess.run(
            ["wrk", "-t2", f"-c{connections}", f"-d{SECONDS}s",
             *[word for item in headers.items() for word in ("-H", ": ".join(item))], url],
            capture_output=True, text=True, check=True).stdout
        used = self.cpu() - before
        others = busy() - start[0] - (children_cpu() - start[1]) - used
        others /= (time.monotonic() - start[2]) * os.cpu_count()
        if "Non-2xx" in done or "Socket errors" in done:
            sys.exit(f"{self.name}: {done}")
        count = int(re.search(r"(\d+) requests in", done)[1])
        return float(re.search(r"Requests/sec:\s+([\d.]+)", done)[1]), used / count * 1e6, others

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
            ("mock", [*mock, "none"]), ("mock, no journal", [*mock, "none", "--journal", "0"]),
            ("mock, text log to a file", [*mock, "text"])]


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


def noise(results):
    """How much of the machine others took at most in a round."""
    return max(others for _, _, others in results.values())


def main():
    failures, memory = [], {}
    with tempfile.TemporaryFile() as log, tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        programs = commands(folder)
        size = (folder / "close").stat().st_size
        print(f"{platform.machine()}, {platform.freedesktop_os_release()['PRETTY_NAME']}; "
              f"{ROUNDS} rounds of {SECONDS} s, answers of {size} bytes, medians")
        print(f"{'':34}{'req/s':>10}{'x bare':>8}{'us CPU':>8}{'x bare':>8}")
        for connections, close in ((8, False), (64, False), (8, True)):
            rounds = []
            while sum(noise(r) < QUIET for r in rounds) < ROUNDS and len(rounds) < TRIES * ROUNDS:
                order = programs if len(rounds) % 2 else programs[::-1]
                rounds.append(dict(play(order, connections, close, log, memory)))
            rounds = sorted(rounds, key=noise)[:ROUNDS]
            failures += report(f"{connections} connections{', closing each' if close else ''}",
                               [name for name, _ in programs], rounds, close)
    print(f"start to first 200: {statistics.median(start_times()) * 1e3:.1f} ms; RSS after 64 connections: "
          f"{memory['mock']:.1f} MB (bare {memory['bare civetweb']:.1f} MB)")
    for body in ("{}", '{"newIds":true}'):
        print_partner_times(body)
    print("\n".join(failures) if failures else
          f"at least {FLOOR:.2f} x bare civetweb, and {JOURNAL_FLOOR:.2f} x what it is without a "
          "journal, at 8 and 64 connections")
    sys.exit(bool(failures))


def report(title, names, rounds, close):
    """Prints the medians and returns what is too low."""
    print(f"{title}; others took at most {max(map(noise, rounds)):.0%} of the machine")
    of_bare = {name: compare(name, rounds) for name in names}["mock"]
    ratios = sorted(r["mock"][0] / r["mock, no journal"][0] for r in rounds)
    of_quiet = statistics.median(ratios)
    print(f"  {'with the journal, of without':42}{of_quiet:8.3f}   "
          f"({ratios[len(ratios) // 4]:.3f} to {ratios[-1 - len(ratios) // 4]:.3f} in half the rounds)",
          flush=True)
    if not close and of_bare < FLOOR:
        yield f"{title}: {of_bare:.2f} x bare civetweb, below {FLOOR:.2f}"
    if not close and of_quiet < JOURNAL_FLOOR:
        yield f"{title}: {of_quiet:.3f} x what it is without a journal, below {JOURNAL_FLOOR:.2f}"


def compare(name, rounds):
    """Prints a row. A machine's speed drifts by more than what is measured, so ratios are taken
    within each round."""
    rate, cost = (statistics.median(r[name][i] for r in rounds) for i in (0, 1))
    ratio, cost_ratio = (statistics.median(r[name][i] / r["bare civetweb"][i] for r in rounds)
                         for i in (0, 1))
    print(f"  {name:32}{rate:10.0f}{ratio:8.2f}{cost:8.2f}{cost_ratio:8.2f}", flush=True)
    return ratio


def print_partner_times(body):
    """How long making a partner takes: as the client sees it, and the mock itself by its log."""
    def milliseconds(values):
        return (f"median {statistics.median(values):.3f} ms, "
                f"p99 {statistics.quantiles(values, n=100)[98]:.3f} ms")

    with tempfile.TemporaryFile("w+") as log:
        server = Server("mock", BUILD / "bin/snaptrade-mock", "--listen", "127.0.0.1:0", "--log",
                        "json", stderr=log)
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(server.url).netloc)
        seen = []
        for _ in range(PARTNERS):
            start = time.perf_counter()
            connection.request("POST", "/_sandbox/partners", body,
                               {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            seen.append((time.perf_counter() - start) * 1e3)
            if answer.status != 201:
                sys.exit(f"a partner could not be made: {answer.status}")
        connection.close()
        server.stop()
        log.seek(0)
        lines = [json.loads(line) for line in log if line.startswith("{")]
    own = [line["microseconds"] / 1e3 for line in lines if line["path"] == "/_sandbox/partners"]
    print(f"making a partner, {PARTNERS} times with {body}: {milliseconds(own)} in the mock; "
          f"{milliseconds(seen)} to the client")


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
