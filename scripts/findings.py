#!/usr/bin/env python3
"""Judges what static analysers have found.

Usage: findings.py REASONS LOG...

LOGs are what compilers and cppcheck print. What stands there with an id in brackets is an error
unless REASONS, as reasons.py reads it, has a reason; so is a place in REASONS that holds for nothing.
"""
import os
import pathlib
import re
import sys

from reasons import Reasons

FINDING = re.compile(r"^(/?[\w./+-]+):(\d+):(?:\d+:)? (\w+): (.*\[[\w.=,+-]+\])$")


def findings(logs):
    """Each finding once: a header has many readers."""
    found = {}
    for log in logs:
        for line in pathlib.Path(log).read_text(encoding="utf-8", errors="replace").splitlines():
            match = FINDING.match(line)
            if match and match[3] != "note":
                found[os.path.relpath(match[1]), int(match[2]), match[4]] = True
    return sorted(found)


def main(reasons_path, *logs):
    reasons = Reasons(pathlib.Path(reasons_path))
    found = findings(logs)
    problems = [f"{file}:{number}: {text}" for file, number, text in found
                if not reasons.hold_for(file, text)]
    problems += reasons.idle()
    print(*reasons.table("findings accepted"), *problems, sep="\n")
    print(f"{len(found)} findings, {len(problems)} to be mended")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
