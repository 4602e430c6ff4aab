#!/usr/bin/env python3
"""Holds what no test runs against the reasons for it.

Usage: coverage.py GCOVR.json REASONS

The places of REASONS, as reasons.py reads it, are searched for in the statement that decides whether
lines are run, in what made the pointer that it finds to be NULL, and in the first of the lines that no
test runs, or both where they are two. A function that no test enters needs a place that is not for all files, and may
have it anywhere. A line without a reason is an error. A place that holds for no line is told, but it is
up to the moment whether some lines are run.
"""
import json
import pathlib
import re
import sys

from reasons import Reasons

FAR = 30  # lines above, where the pointer was made
FEW = 2  # lines that may tell by themselves why they are not run
ENDS = (";", "{", "}", ":", "/", "")


def begins_function(source, number):
    return source[number - 1][:1].isalpha()


def runs_of(file, source):
    """The lines that no test runs, those of a function that follow each other together."""
    code = [line for line in file["lines"] if not line.get("gcovr/noncode")]
    run = []
    for line in sorted(code, key=lambda line: line["line_number"]):
        number = line["line_number"]
        if run and (line["count"] > 0 or begins_function(source, number)):
            yield run
            run = []
        if line["count"] == 0:
            run.append(number)
    if run:
        yield run


def statement_start(source, number):
    while number > 1 and source[number - 2].rstrip()[-1:] not in ENDS:
        number -= 1
    return number


def decided_by(source, first):
    """Where the statement before line `first` begins; behind a return, the condition above it."""
    start = statement_start(source, first - 1)
    if re.match(r"\s*(return\b|\}$|break;$)", source[start - 1]):
        start = statement_start(source, start - 1)
    return start


def made_by(source, start, text):
    """What gave a pointer its value that is compared with NULL."""
    made = []
    for name in re.findall(r"(\w+(?:(?:->|\.)\w+)*) [!=]= NULL", text):
        assigned = re.compile(rf"(?<![\w>.]){re.escape(name)}(?:\[\w+\])? = |\*{re.escape(name)}\)$")
        for number in range(start, max(start - FAR, 0), -1):
            if assigned.search(source[number - 1]):
                made += source[number - 1:number + 1]
                break
    return made


def judge(file, source, reasons):
    """The runs without a reason: how many lines, and what to say."""
    for run in runs_of(file, source):
        whole = begins_function(source, run[0])
        start = run[0] if whole else decided_by(source, run[0])
        text = "\n".join(source[start - 1:run[-1] if whole or len(run) <= FEW else run[0]])
        text = "\n".join([*made_by(source, start, text), text])
        if not reasons.hold_for(file["file"], text, len(run), named=whole):
            shown = [f"    {number:5} {' ' if number in run else '|'} {source[number - 1]}"
                     for number in range(start, run[-1] + 1)]
            yield len(run), f"{file['file']}:{run[0]}: no test runs this\n" + "\n".join(shown)


def main(coverage, reasons_path):
    reasons = Reasons(pathlib.Path(reasons_path))
    files = json.loads(pathlib.Path(coverage).read_text(encoding="utf-8"))["files"]
    problems, unexplained = [], 0
    for file in sorted(files, key=lambda file: file["file"]):
        source = pathlib.Path(file["file"]).read_text(encoding="utf-8").splitlines()
        for lines, text in judge(file, source, reasons):
            unexplained += lines
            problems.append(text)
    print(*reasons.table("lines"), *reasons.idle(), *problems, sep="\n")
    print(f"{unexplained} lines without a test and without a reason")
    return 1 if problems or not files else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
