#!/usr/bin/env python3
"""Proves that every requirement of an SDK can fail: scores each mutant, and compares with its row.

Usage: sdk_mutants.py SNAPTRADE_CONFORMANCE SNAPTRADE_ADAPTER [--quick] [NAME...]
       sdk_mutants.py SNAPTRADE_CONFORMANCE SNAPTRADE_ADAPTER --write | --check

A mutant is SNAPTRADE_ADAPTER with one thing broken. It must be denied exactly the requirements that
its row names, in the way that it names, and each requirement must be denied to one of them. --quick
scores a mutant by its own requirements and a few others. With names of mutants, only these are
scored, and nothing is said of what no mutant breaks. --write scores nothing, and writes what the rows
name to MUTANTS.md and breaks.json; --check exits with 1 when something else stands there.
"""
import argparse
import concurrent.futures
import json
import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "mutants"
sys.path[:0] = [str(FOLDER), str(FOLDER.parent.parent / "mutants")]
import proof  # found, as what follows, by the line above
from rows import MUTANTS

# What no mutant can break, and why.
EXCEPTIONS = {}
# These break nothing: what stands between the scorer and the adapter adds nothing of its own, and
# who does what is allowed is denied nothing.
HARMLESS = {"nothing", "nothing_on_the_way", "letters_are_escaped", "bodies_have_spaces",
            "bodies_are_escaped"}
# By which --quick scores every mutant, beside its own: one of each kind of call and judge.
SMOKE = ["SDK-SIGN-001", "SDK-SIGN-006", "SDK-SIGN-018", "SDK-SIGN-027", "SDK-CALL-003",
         "SDK-CALL-009", "SDK-RESULT-001", "SDK-RESULT-005", "SDK-RESULT-015", "SDK-ERROR-003",
         "SDK-ERROR-007", "SDK-ERROR-013", "SDK-FAULT-001", "SDK-FAULT-008", "SDK-FAULT-014",
         "SDK-SAFETY-001", "SDK-SAFETY-007", "SDK-USERS-005", "SDK-USERS-019", "SDK-LOGIN-003",
         "SDK-LOGIN-010", "SDK-ACCOUNTS-008", "SDK-ACCOUNTS-019", "SDK-BODY-011", "SDK-BODY-012"]
AT_ONCE = 2
SECONDS = 300


class Suite:
    def __init__(self, program, adapter):
        self.program, self.adapter = program, adapter
        listed = subprocess.run([program, "sdk", "--list"], capture_output=True, text=True,
                                check=True)
        rows = [line.split(maxsplit=3) for line in listed.stdout.splitlines()]
        self.sentences = {row[0]: row[3] for row in rows}
        self.ids = list(self.sentences)

    def judge(self, mutant, quick):
        """What the mutant is denied, and what is wrong with its row."""
        unknown = set(mutant.ids) - set(self.ids)
        if unknown or bool(mutant.ids) == (mutant.name in HARMLESS):
            return set(), f"its row names {' '.join(sorted(unknown)) or 'nothing'}"
        short = quick and mutant.name not in HARMLESS
        chosen = [i for i in self.ids if i in mutant.ids or i in SMOKE] if short else self.ids
        done = subprocess.run(
            [self.program, "sdk", "--report", "json=-", *chosen, "--",
             sys.executable, FOLDER / "mutant.py", mutant.name, self.adapter],
            capture_output=True, text=True, timeout=SECONDS, check=False)
        try:
            results = {one["id"]: one for one in json.loads(done.stdout)["results"]}
        except ValueError:
            results = {}
        if list(results) != chosen:
            return set(), f"not all requirements were judged: {done.stderr}"
        wrong = []
        for name, one in results.items():
            wanted = mutant.verdict if name in mutant.ids else "passed"
            if one["verdict"] != wanted:
                wrong.append(f"{name} is {one['verdict']}, not {wanted}: {one.get('message')}")
        denied = {name for name in mutant.ids if results[name]["verdict"] == mutant.verdict}
        return denied, "\n    ".join(wrong)


def judge_all(suite, mutants, quick):
    """Prints a line for each; the ids that were denied, and how many rows are wrong."""
    killed, wrong = set(), 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        results = pool.map(lambda one: suite.judge(one, quick), mutants)
        for mutant, (denied, problem) in zip(mutants, results):
            print(f"{mutant.name}: {problem or 'ok'}", flush=True)
            wrong += bool(problem)
            killed |= denied
    return killed, wrong


START = """\
A mutant of an SDK is the adapter of the client library here with one thing broken. Made by
`scripts/mutants --sdk --write` from the functions in `mutants`; that each mutant is denied exactly
what is named here is what `scripts/mutants --sdk` proves.""".splitlines()


def kept_files(suite):
    rows = {one.name: {"sentence": " ".join(one.sentence.split()), "breaks": one.ids}
            for one in MUTANTS.values()}
    return {FOLDER.parent / "MUTANTS.md": proof.markdown(START, suite.sentences, rows, EXCEPTIONS),
            FOLDER / "breaks.json": proof.breaks_json(rows)}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("program")
    parser.add_argument("adapter", type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_intermixed_args()
    for name in arguments.names:
        if name not in MUTANTS:
            parser.error(f"{name} is no mutant")
    suite = Suite(arguments.program, arguments.adapter.resolve())
    if arguments.write or arguments.check:
        return not proof.keep(kept_files(suite), arguments.write)
    mutants = [MUTANTS[name] for name in arguments.names or MUTANTS]
    killed, wrong = judge_all(suite, mutants, arguments.quick)
    if wrong:
        print(f"{wrong} of {len(mutants)} mutants are not denied what their rows name")
    if arguments.names:
        return wrong > 0
    print(f"{len(mutants)} mutants: killed {len(killed)} of {len(suite.ids)} requirements")
    for name in suite.ids:
        if name not in killed:
            print(f"not killed: {name}: {EXCEPTIONS.get(name, 'by no mutant')}")
    needless = [name for name in EXCEPTIONS if name in killed or name not in suite.ids]
    for name in needless:
        print(f"{name} is no exception")
    alive = set(suite.ids) - killed - set(EXCEPTIONS)
    return bool(wrong or alive or needless)


if __name__ == "__main__":
    sys.exit(main())
