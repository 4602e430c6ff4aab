"""One contender in one scenario: what comes of it, as {measure: value}."""
import contextlib
import statistics
import time

import wrk
from measure import BESIDE, CPU, P99, RATE, RSS, START, STOP, STOP_IDLE
from server import free_port, status_of, read_answer

IDLE_CLIENTS = 60
SETTLE_TIMES = 2  # x the seconds of the setting


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


def load(setting, server, contender, scenario, times=1):
    """For `times` the seconds of the setting. Every answer must be a 2xx, or where that is asked for
    none."""
    target, headers = setting.request(contender, scenario.path, scenario.close)
    before = server.cpu()
    done = wrk.load(f"http://127.0.0.1:{server.port}{target}", headers, scenario.connections,
                    times * setting.seconds)
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


def mean(samples):
    return {measure: statistics.mean(sample[measure] for sample in samples) for measure in samples[0]}


def beside(setting, server, contender, scenario, times, companion):
    """Loaded while the companion is at work, which has time to settle first: one that was stopped
    makes up for what it has missed."""
    with companion.at_work():
        load(setting, server, contender, scenario, SETTLE_TIMES)
        before, start = companion.cpu(), time.monotonic()
        sample = load(setting, server, contender, scenario, times)
        used = companion.cpu() - before
    return sample | {BESIDE: used / (time.monotonic() - start) * 1e3}


def taking_turns(setting, contenders, scenario, turns, times):
    """All of them with one server, in many turns, where they differ in the companion alone: from one
    process to the next, and from one second to the next, a server's speed differs by more. A
    companion is at work in its own turns only."""
    samples = {contender: [] for contender in contenders}
    with start(setting, contenders[0]) as server, contextlib.ExitStack() as stack:
        companions = {}
        for contender in contenders:
            companions[contender] = stack.enter_context(contender.companion(setting, server))
            warm_up(setting, server, contender)
            companions[contender].pause()
        for turn in range(turns):
            for contender in contenders[::-1] if turn % 2 else contenders:
                samples[contender].append(beside(setting, server, contender, scenario, times,
                                                 companions[contender]))
    return {contender.name: mean(several) for contender, several in samples.items()}


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
