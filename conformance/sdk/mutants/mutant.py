#!/usr/bin/env python3
"""An adapter with one thing broken: it stands before a good one, as PROTOCOL.md has it.

Usage: mutant.py NAME COMMAND...

COMMAND is the good adapter, NAME one of the mutants of rows.py.
"""
import json
import subprocess
import sys

from rows import MUTANTS
from wire import Proxy


class Good:
    """The good adapter."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, request):
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def answer(mutant, good, proxy, request):
    early = mutant.asked(request) if mutant.asked else None
    if early is not None:
        return early
    through_proxy = proxy is not None and request["host"].startswith("http:")
    given = good.ask(proxy.expect(request) if through_proxy else request)
    changed = mutant.given(given, request) if mutant.given else None
    return given if changed is None else changed


def main():
    mutant, good = MUTANTS[sys.argv[1]], Good(sys.argv[2:])
    proxy = Proxy(mutant.sent) if mutant.sent else None
    for line in sys.stdin.buffer:
        request = json.loads(line)
        given = {**answer(mutant, good, proxy, request), "id": request["id"]}
        sys.stdout.buffer.write(json.dumps(given).encode() + b"\n")
        sys.stdout.flush()
    good.process.stdin.close()
    good.process.wait()


if __name__ == "__main__":
    sys.exit(main())
