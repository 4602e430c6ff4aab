"""What is measured in other ways than by loading a server; each gives {who: {measure: value}}."""
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import tempfile
import time

import contenders as c
import play
from measure import CPU, INSTRUCTIONS, P99, RATE, SIZE, TIME
from server import Server, read_answer, status_of
from setting import EVENTS, session_events, sandbox

PARTNERS = 1000
FEW, MANY = 200, 1200  # requests: what both need for start and stop falls out


def client_calls(setting, who, backwards):
    """Calls of the library, and of libcurl with nothing around it."""
    mock = c.ALL[c.MOCK]
    environment = {**os.environ, "SNAPTRADE_CLIENT_ID": "PASSIVTEST",
                   "SNAPTRADE_CONSUMER_KEY": setting.key,
                   "SNAPTRADE_USER_ID": "John.doe@snaptrade.com",
                   "SNAPTRADE_USER_SECRET": "USERSECRET123"}
    samples = {}
    with play.start(setting, mock) as server:
        url = f"http://127.0.0.1:{server.port}"
        for name in who[::-1] if backwards else who:
            target, [signature] = setting.request(mock)
            way = {c.CURL: ["curl", url + target, signature],
                   c.CLIENT: ["client", url + "/api/v1", sandbox.ID],
                   c.CLIENT_PARSED: ["parse", url + "/api/v1", sandbox.ID]}[name]
            done = subprocess.run([setting.helper("calls"), way[0], str(setting.seconds), *way[1:]],
                                  env=environment, capture_output=True, text=True, check=True)
            rate, cpu = map(float, done.stdout.split())
            samples[name] = {RATE: rate, CPU: cpu}
    return samples


def loading(setting, who, backwards):
    """How long fixtures of many session events take to load."""
    events = session_events(EVENTS)
    orders = {c.OLDEST_FIRST: events, c.NEWEST_FIRST: events[::-1],
              c.SHUFFLED: random.Random(1).sample(events, len(events))}
    samples = {}
    for name in who[::-1] if backwards else who:
        folder = setting.fixtures(f"events {name}", session_events=orders[name])
        start = time.monotonic()
        subprocess.run([setting.program("snaptrade-mock"), "--check", "--fixtures", folder],
                       stdout=subprocess.DEVNULL, check=True)
        samples[name] = {TIME: (time.monotonic() - start) * 1e3}
    return samples


def count_instructions(setting, contender, requests):
    """Of a server's whole life, with so many requests in it. OpenSSL takes the same way on every
    processor: valgrind knows no instructions for SHA-256, and others are not everywhere."""
    log = setting.folder / "valgrind"
    command = ["env", "OPENSSL_ia32cap=0:0", "valgrind", "--tool=cachegrind", "--cache-sim=no",
               "--cachegrind-out-file=/dev/null", f"--log-file={log}", *contender.command(setting, None)]
    with Server(command, setting.raw(contender, close=True), 200, setting.log) as server:
        with server.connect() as client:
            for _ in range(requests):
                client.sendall(setting.raw(contender))
                if status_of(read_answer(client)) != 200:
                    raise RuntimeError(f"{contender.name} under valgrind: no 200")
        server.stop()
    return int(re.search(r"I\s+refs:\s+([\d,]+)", log.read_text())[1].replace(",", ""))


def instructions(setting, who, backwards):
    """How many a request needs in user space: of all measures the one that no other program on the
    machine, and no other machine of the kind, changes."""
    return {name: {INSTRUCTIONS: (count_instructions(setting, c.ALL[name], MANY)
                                  - count_instructions(setting, c.ALL[name], FEW)) / (MANY - FEW)}
            for name in (who[::-1] if backwards else who)}


def make_partners(setting, body):
    """How many milliseconds the mock took for each, by its log."""
    with tempfile.TemporaryFile("w+") as log:
        command = [setting.program("snaptrade-mock"), "--listen", "127.0.0.1:0", "--log", "json"]
        with Server(command, setting.raw(c.ALL[c.MOCK], close=True), 200, log) as server:
            connection = http.client.HTTPConnection("127.0.0.1", server.port)
            for _ in range(PARTNERS):
                connection.request("POST", "/_sandbox/partners", body,
                                   {"Content-Type": "application/json"})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 201:
                    raise RuntimeError(f"a partner could not be made: {answer.status}")
            connection.close()
        log.seek(0)
        lines = [json.loads(line) for line in log if line.startswith("{")]
    return [line["microseconds"] / 1e3 for line in lines if line["path"] == "/_sandbox/partners"]


def partners(setting, _, __):
    bodies = {c.PARTNER: "{}", c.PARTNER_NEW_IDS: '{"newIds":true}'}
    samples = {}
    for name, body in bodies.items():
        times = make_partners(setting, body)
        samples[name] = {TIME: statistics.median(times),
                         P99: statistics.quantiles(times, n=100)[98]}
    return samples


def size(setting, _, __):
    program = setting.program("snaptrade-mock")
    stripped = setting.folder / "stripped"
    subprocess.run(["strip", "-o", stripped, program], check=True)
    lines = subprocess.run(["size", "-A", program], capture_output=True, text=True,
                           check=True).stdout.splitlines()
    sections = {line.split()[0]: int(line.split()[1]) for line in lines if line.startswith(".")}
    return {c.PROGRAM: {SIZE: stripped.stat().st_size / 1e3}, c.CODE: {SIZE: sections[".text"] / 1e3},
            c.CONSTANTS: {SIZE: sections[".rodata"] / 1e3}}
