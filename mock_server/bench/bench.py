#!/usr/bin/env python3
"""Measures the mock server and the client library against others. Called by scripts/bench, whose
--help says how.
"""
import argparse
import datetime
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import goals
import machine
import rounds
import table
from parts import GATE, PARTS
from results import Results
from setting import ROOT, Setting

ROUNDS, SECONDS = 7, 1
GATE_ROUNDS, GATE_SECONDS = 7, 0.5  # with fewer rounds nothing can be sure
GATE_MORE_ROUNDS = 3  # as long as something is not sure and there is time
GATE_TIME = 160  # seconds, for all of them
LOUD = 0.25  # a share of the machine that others take, from which on a failure means nothing
NOT_TESTED = 77


def read_arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench", usage="see scripts/bench --help")
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--peers", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--command", default="bench.py", help="as it was called")
    parser.add_argument("parts", nargs="*")
    arguments = parser.parse_args()
    unknown = set(arguments.parts) - {part.name for part in PARTS}
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are "
                     f"{', '.join(part.name for part in PARTS)}")
    if arguments.write and arguments.parts:
        parser.error("--write is for all parts")
    return arguments


def say(text):
    print(text, file=sys.stderr, flush=True)


def measure(setting, results, part, count):
    """Returns the most that others took of the machine."""
    start = time.monotonic()
    samples, others = rounds.alternate(setting, part, count)
    results.add(part.name, samples)
    say(f"{part.title}: {count} rounds in {time.monotonic() - start:.0f} s; others took at most "
        f"{others:.0%} of the machine")
    return others


def rounds_of(part, arguments):
    return max(1, round(arguments.rounds * part.rounds))


def commit():
    done = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True,
                          text=True, check=False)
    return done.stdout.strip() or "unknown"


def heading(arguments, noise, load_before):
    yield "# What it costs"
    yield ""
    yield (f"Made by `{arguments.command}`. Medians of alternated rounds; ratios (x base) are taken "
           "within each round, and only they mean anything elsewhere. CPU is the server's own per "
           "request, user and system; of several processes all count. RSS is after the load. "
           "+- is the standard error of the ratio before it. "
           "Every answer was a 2xx, but for a wrong signature none.")
    yield ""
    yield f"- machine: {machine.describe()}"
    yield (f"- node {machine.version('node', '--version')}, java "
           f"{machine.version('java', '-version')}; the peers are those of "
           "[package.json](../mock_server/bench/peers/package.json), with the settings that they "
           "start with, WireMock after 6 seconds of load")
    yield (f"- commit {commit()}, {datetime.date.today()}; {arguments.rounds} rounds of "
           f"{arguments.seconds:g} s (of some parts fewer), wrk on the same cores; others took at most "
           f"{noise:.0%} of the machine, load average before {load_before:.2f}")
    yield ""


def run(setting, arguments):
    results, noise, load_before = Results(), 0, os.getloadavg()[1]
    chosen = [part for part in PARTS if not arguments.parts or part.name in arguments.parts]
    for part in chosen:
        noise = max(noise, measure(setting, results, part, rounds_of(part, arguments)))
    lines = [*heading(arguments, noise, load_before), *table.render(results, chosen)]
    judged = goals.render(results)
    lines += ["", "## Goals", "", *judged] if judged else []
    print("\n".join(lines))
    if arguments.write:
        (ROOT / "scripts/bench.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def is_unsure(results, part):
    """Whether more rounds of the part could change something."""
    return any(goal.part == part.name and set(goal.scenarios) & set(part.scenarios) and
               not goal.is_sure(results) for goal in goals.gated(results))


def play_gate(setting, arguments, results):
    """Plays what is not sure again, as long as there is time. Returns what others took of the
    machine in the quietest pass over each part, of the loudest part."""
    start, noise, seconds = time.monotonic(), {}, {}
    left = list(GATE)
    while left:
        for part in left:
            begun, first = time.monotonic(), part not in noise
            count = rounds_of(part, arguments) if first else GATE_MORE_ROUNDS
            others = measure(setting, results, part, count)
            noise[part] = min(others, noise.get(part, 1))
            seconds[part] = (time.monotonic() - begun) / count * GATE_MORE_ROUNDS
        left = [part for part in GATE if is_unsure(results, part)]
        if time.monotonic() - start + sum(seconds[part] for part in left) > GATE_TIME:
            break
    return max(noise.values())


def gate(setting, arguments):
    """Returns which floors are missed."""
    results = Results()
    noise = play_gate(setting, arguments, results)
    print("\n".join(table.render(results, GATE)))
    floors = goals.gated(results)
    print(*[goals.tell(results, goal) for goal in floors], sep="\n")
    problems = [f"missed, {goals.tell(results, goal)}" for goal in floors if goal.is_missed(results)]
    if problems and noise > LOUD:
        print(f"not tested: the speed, for others took {noise:.0%} of the machine")
        sys.exit(NOT_TESTED)
    return problems


def main():
    arguments = read_arguments()
    arguments.rounds = arguments.rounds or (GATE_ROUNDS if arguments.gate else ROUNDS)
    arguments.seconds = arguments.seconds or (GATE_SECONDS if arguments.gate else SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        setting = Setting(arguments.build, arguments.peers, pathlib.Path(folder), arguments.seconds)
        try:
            problems = gate(setting, arguments) if arguments.gate else run(setting, arguments)
        finally:
            setting.close()
    if problems:
        sys.exit("\n".join(problems))


if __name__ == "__main__":
    main()
