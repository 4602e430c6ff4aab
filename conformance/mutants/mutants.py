#!/usr/bin/env python3
"""Proves that every requirement can fail: judges each mutant, and compares what fails with its row.

Usage: mutants.py BUILD_DIR [--quick] [NAME...]
       mutants.py BUILD_DIR --write | --check

Each mutant must fail exactly the requirements that its row names, each failure must show all there is
to it, and each requirement must fail on one of them. --quick judges a mutant by the area that it was
made for, its row, and what is tagged smoke. With names of mutants, only these are judged, and nothing
is said of what no mutant fails. --write judges nothing, and writes what the rows name to MUTANTS.md
and breaks.json; --check exits with 1 when something else stands there.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

import proof

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "tests"))
from shown import lacking  # found by the line above

# What no mutant can break, and why.
EXCEPTIONS = {}
AT_ONCE = 2
SECONDS = 900


def run(*arguments, **settings):
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith(("SNAPTRADE_", "CK_"))}
    return subprocess.run(arguments, capture_output=True, text=True, timeout=SECONDS, check=False,
                          env={**environment, **settings})


class Suite:
    def __init__(self, build):
        self.program = build / "bin" / "snaptrade-conformance"
        self.mutant = build / "conformance" / "snaptrade-mutant"
        listed = run(self.program, "--list", "--format", "json", "--level", "assumed")
        requirements = json.loads(listed.stdout)
        self.ids = [row["id"] for row in requirements]
        self.sentences = {row["id"]: row["sentence"] for row in requirements}
        self.smoke = [row["id"] for row in requirements if "smoke" in row["tags"]]
        rows = json.loads(run(self.mutant, "--list").stdout)
        self.rows = {row["name"]: row for row in rows}
        if len(self.rows) != len(rows):
            sys.exit("mutants.py: two mutants have the same name")

    def chosen(self, row, quick):
        """The ids by which a mutant is judged."""
        return [i for i in self.ids if not quick or i.startswith(row["area"] + "-")
                or i in row["breaks"] or i in self.smoke]

    def failed(self, name, ids):
        """The results that fail on a mutant, by id; None when not all of them were judged."""
        done = run(self.program, "--level", "assumed", "--mock", self.mutant, "--report", "json=-",
                   *ids, SNAPTRADE_MUTANT=name)
        try:
            results = json.loads(done.stdout)["results"]
        except ValueError:
            results = []
        judged = [row["id"] for row in results if row["verdict"] in ("passed", "failed")]
        if judged != ids:
            print(done.stderr, *(f"{row['id']}: {row['verdict']}: {row.get('message')}"
                                 for row in results if row["id"] not in judged), sep="\n")
            return None
        return {row["id"]: row for row in results if row["verdict"] == "failed"}


def judge(suite, row, quick):
    """What a mutant breaks, and what is wrong with its row."""
    unknown = set(row["breaks"]) - set(suite.ids)
    if unknown or not row["breaks"]:
        return set(), f"its row names {' '.join(sorted(unknown)) or 'nothing'}"
    failed = suite.failed(row["name"], suite.chosen(row, quick))
    if failed is None:
        return set(), "not all requirements were judged"
    wrong = [f"also breaks {i}: {one['message']}" for i, one in failed.items()
             if i not in row["breaks"]]
    wrong += [f"the failure of {i} does not show its {' and '.join(lacking(one))}"
              for i, one in failed.items() if lacking(one)]
    wrong += [f"does not break {i}" for i in row["breaks"] if i not in failed]
    return set(failed), "\n    ".join(wrong)


def judge_all(suite, rows, quick):
    """Prints a line for each; the ids that were killed, and how many rows are wrong."""
    killed, wrong = set(), 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for row, (failed, problem) in zip(rows, pool.map(lambda r: judge(suite, r, quick), rows)):
            print(f"{row['name']}: {problem or 'ok'}", flush=True)
            wrong += bool(problem)
            killed |= failed & set(row["breaks"])
    return killed, wrong


START = """\
A mutant is a mock server of which one thing is broken. Made by `scripts/mutants --write` from the
rows in `mutants`; that each mutant kills exactly what is named here is what `scripts/mutants`
proves.""".splitlines()


def kept_files(suite):
    return {FOLDER.parent / "MUTANTS.md": proof.markdown(START, suite.sentences, suite.rows, EXCEPTIONS),
            FOLDER / "breaks.json": proof.breaks_json(suite.rows)}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_intermixed_args()
    suite = Suite(arguments.build)
    if arguments.write or arguments.check:
        return not proof.keep(kept_files(suite), arguments.write)
    for name in arguments.names:
        if name not in suite.rows:
            parser.error(f"{name} is no mutant")
    rows = [suite.rows[name] for name in arguments.names or suite.rows]
    killed, wrong = judge_all(suite, rows, arguments.quick)
    if wrong:
        print(f"{wrong} of {len(rows)} mutants do not break what their rows name")
    if arguments.names:
        return wrong > 0
    print(f"{len(rows)} mutants killed {len(killed)} of {len(suite.ids)} requirements")
    for requirement in suite.ids:
        if requirement not in killed:
            print(f"not killed: {requirement}: {EXCEPTIONS.get(requirement, 'by no mutant')}")
    needless = [i for i in EXCEPTIONS if i in killed or i not in suite.ids]
    for requirement in needless:
        print(f"{requirement} is no exception")
    alive = set(suite.ids) - killed - set(EXCEPTIONS)
    return bool(wrong or alive or needless)


if __name__ == "__main__":
    sys.exit(main())
