#!/usr/bin/env python3
"""Scores the SDKs that this machine can run, and compares with what was found before.

Usage: scores.py BUILD_DIR [--write] [--demand LANGUAGE,...] [NAME...]

scores.json holds, for each SDK of a fixed version, every verdict that is not "passed"; whatever
differs from it fails. The newest versions are scored too, and told. --write takes what was found as
right. --demand fails when no SDK of a language could be run.
"""
import argparse
import json
import pathlib
import shlex
import subprocess
import sys

FOLDER = pathlib.Path(__file__).parent
KNOWN = FOLDER / "scores.json"
SDKS = FOLDER.parent.parent / "scripts" / "sdks"
SECONDS = 900


def commands(build):
    """The adapter of each SDK, by name."""
    yield "c", [str(build / "conformance" / "snaptrade-adapter")]
    names = subprocess.run([SDKS, "--adapters"], capture_output=True, text=True, check=True).stdout
    for name in names.split():
        yield name, None


def command_of(name, command):
    if command is not None:
        return command
    said = subprocess.run([SDKS, "--adapter", name], stdout=subprocess.PIPE, text=True, check=True)
    return shlex.split(said.stdout)


def score(build, name, command, folder):
    """The verdicts that are not passed, by id; None: the scorer failed."""
    report = folder / f"{name}.json"
    report.unlink(missing_ok=True)
    done = subprocess.run(
        [build / "bin" / "snaptrade-conformance", "sdk", "--name", name, "--report",
         f"json={report}", "--", *command], capture_output=True, text=True, timeout=SECONDS,
        check=False)
    try:
        results = json.loads(report.read_text(encoding="utf-8"))["results"]
    except (OSError, ValueError):
        print(f"{name}: status {done.returncode}\n{done.stdout}{done.stderr}")
        return None
    return {one["id"]: one["verdict"] for one in results if one["verdict"] != "passed"}


def compare(name, found, known):
    """Whether it is as before; "newest" is another one each month."""
    if name.endswith("newest"):
        return True
    before = known.get(name)
    if before == found:
        return True
    if before is None:
        print(f"{name}: not in {KNOWN.name}")
        return False
    for row in sorted(set(before) | set(found)):
        was, now = before.get(row, "passed"), found.get(row, "passed")
        if was != now:
            print(f"{name}: {row} is {now}, and was {was}")
    return False


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--demand", default="")
    parser.add_argument("names", nargs="*")
    options = parser.parse_intermixed_args()
    known = json.loads(KNOWN.read_text(encoding="utf-8")) if KNOWN.exists() else {}
    folder = FOLDER.parent.parent / "build-sdks" / "scores"
    folder.mkdir(parents=True, exist_ok=True)
    good, languages = True, set()
    for name, command in commands(options.build.resolve()):
        if options.names and name not in options.names:
            continue
        found = score(options.build, name, command_of(name, command), folder)
        if found is None:
            good = False
            continue
        languages.add(name.split("-")[0])
        print(f"{name}: " + (", ".join(f"{count} {verdict}" for verdict, count in sorted(
            {v: list(found.values()).count(v) for v in found.values()}.items()))
            or "all passed"), flush=True)
        if options.write and not name.endswith("newest"):
            known[name] = found
        good = compare(name, found, known) and good
    if options.write:
        KNOWN.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for language in filter(None, options.demand.split(",")):
        if language not in languages:
            print(f"no SDK for {language} could be run")
            good = False
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
