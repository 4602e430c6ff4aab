"""One contender in one scenario: what comes of it, as {measure: value}."""
import contextlib
import json
import math
import statistics
import time

import wrk
from measure import BESIDE, CPU, ERROR, P99, RATE, RSS, START, STOP, STOP_IDLE
from server import free_port, status_of, read_answer

IDLE_CLIENTS = 60
SETTLE_SECONDS = 2  # Chromium needs 1.5


def start(setting, contender):
    return setting.start(contender, None if contender.announces else free_port())


def warm_up(setting, server, contender):
    if contender.warm_seconds:
        target, headers = setting.request(contender)
        wrk.load(f"http://127.0.0.1:{server.port}{target}", headers, 64, contender.warm_seconds)


def check(contender, scenario, done):
    wanted = 0 if contender.signed_well else done["count"]
    good = done["bad"] == wanted
    if not contender.is_peer:  # a peer on a busy machine may not get to its first answer in time
        good = good and done["count"] > 0 and not done["errors"]
    if not good:
        raise RuntimeError(f"{contender.name}, {scenario.name}: {done}")


def load(setting, server, contender, scenario):
    """For the seconds of the setting. Every answer must be a 2xx, or where that is asked for none."""
    target, headers = setting.request(contender, scenario.path, scenario.close)
    before = server.cpu()
    done = wrk.load(f"http://127.0.0.1:{server.port}{target}", headers, scenario.connections,
                    setting.seconds)
    used = server.cpu() - before
    check(contender, scenario, done)
    sample = {RATE: done["rate"], RSS: server.rss()}
    if done["count"] > 0:
        sample |= {P99: done["p99"], CPU: used / done["count"] * 1e6}
    return sample


def rest(setting, contender):
    """Started and stopped twice: alone, and while clients keep their connections open."""
    with start(setting, contender) as server:
        sample = {START: server.start_ms, STOP: server.stop()}
    with start(setting, contender) as server, contextlib.ExitStack() as clients:
        request = setting.raw(contender)
        for _ in range(IDLE_CLIENTS):
            client = clients.enter_context(server.connect())
            client.sendall(request)
            if status_of(read_answer(client)) is None:
                raise RuntimeError(f"{contender.name}: no answer")
        sample[STOP_IDLE] = server.stop()
    return sample


def alone(setting, contender, scenario):
    """In a process of its own, since a process as a whole runs faster or slower than the next."""
    if not scenario.connections:
        return rest(setting, contender)
    with start(setting, contender) as server:
        warm_up(setting, server, contender)
        return load(setting, server, contender, scenario)


def requests_of(server):
    """How many a mock has had: the number of the last entry of its journal."""
    answer = server.ask(b"GET /_sandbox/journal?limit=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    return json.loads(answer.partition(b"\r\n\r\n")[2])["last"]


def turn(server, companion, seconds):
    """While the companion is at work, which has time to settle first: one that was stopped makes up
    for what it has missed."""
    def look():
        return time.monotonic(), requests_of(server), server.cpu(), companion.cpu()
    with companion.at_work():
        time.sleep(SETTLE_SECONDS)
        before = look()
        time.sleep(seconds)
        passed, count, cpu, beside = (after - old for after, old in zip(look(), before))
    return {RATE: count / passed, CPU: cpu / count * 1e6, BESIDE: beside / passed * 1e3,
            RSS: server.rss()}


def summary(samples, base):
    """The means of one contender's turns, and how far off its multiple of the base may be."""
    means = {measure: statistics.mean(sample[measure] for sample in samples) for measure in samples[0]}
    multiples = [sample[RATE] / other[RATE] for sample, other in zip(samples, base)]
    if samples is not base and len(multiples) > 1:
        means[ERROR] = statistics.stdev(multiples) / math.sqrt(len(multiples))
    return means


def taking_turns(setting, contenders, scenario, turns, times):
    """All of them with one server under one load, in many turns, where they differ in the companion
    alone: from one process to the next, from one load to the next, whose connections come to lie
    otherwise upon the cores, and from one minute to the next a server's speed differs by more. A
    companion is at work in its own turns only."""
    samples = {contender: [] for contender in contenders}
    target, headers = setting.request(contenders[0], scenario.path, scenario.close)
    with start(setting, contenders[0]) as server, contextlib.ExitStack() as stack:
        companions = {}
        for contender in contenders:
            companions[contender] = stack.enter_context(contender.companion(setting, server))
            warm_up(setting, server, contender)
            companions[contender].pause()
        with wrk.loading(f"http://127.0.0.1:{server.port}{target}", headers,
                         scenario.connections) as done:
            for number in range(turns):
                for contender in contenders[::-1] if number % 2 else contenders:
                    samples[contender].append(turn(server, companions[contender],
                                                   times * setting.seconds))
        check(contenders[0], scenario, done)
    base = samples[contenders[0]]
    return {contender.name: summary(several, base) for contender, several in samples.items()}


def together(setting, contender, scenarios):
    """All scenarios in one process, for those that take long to start and to get hot."""
    samples = {scenario: rest(setting, contender) for scenario in scenarios
               if not scenario.connections}
    with start(setting, contender) as server:
        warm_up(setting, server, contender)
        for scenario in scenarios:
            if scenario.connections:
                samples[scenario] = load(setting, server, contender, scenario)
    return samples
