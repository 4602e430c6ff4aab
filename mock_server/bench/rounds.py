"""Rounds that alternate, and of them the quiet ones."""
import os
import time

import machine

QUIET = 0.05  # a share of the machine that others may take in a round
EXTRA = 0.5  # rounds more, as a share, that may be played for those that were not quiet


def play(setting, part, backwards):
    """A round, and the share of the machine that others took meanwhile."""
    busy, own, start = machine.busy(), machine.own(), time.monotonic()
    samples = part.play(setting, part, backwards)
    others = machine.busy() - busy - (machine.own() - own)
    return samples, max(0, others / ((time.monotonic() - start) * os.cpu_count()))


def quietest(rounds, count):
    """The samples of the quietest rounds, and the most that others took in one of them."""
    chosen = sorted(rounds, key=lambda one: one[1])[:count]
    return [samples for samples, _ in chosen], chosen[-1][1]


def are_enough(rounds, count):
    quiet = sum(others < QUIET for _, others in rounds)
    return quiet >= count or len(rounds) >= count + int(count * EXTRA)


def alternate(setting, part, count):
    rounds = []
    while not are_enough(rounds, count):
        rounds.append(play(setting, part, len(rounds) % 2 == 1))
    return quietest(rounds, count)
