#!/usr/bin/env python3
"""Scores the SDKs that this machine can run, and compares with what was found before.

Usage: scores.py BUILD_DIR [--write] [NAME...]

scores.json holds, for each SDK of a fixed version, every verdict that is not "passed"; whatever
differs from it fails. The newest versions are scored too, and told. --write takes what was found as
right, and all of it into RESULTS.md. SNAPTRADE_DEMAND_SDKS names the languages of which an SDK must
have been scored, as c,python,typescript does, which is the default.
"""
import argparse
import json
import os
import pathlib
import shlex
import subprocess
import sys

FOLDER = pathlib.Path(__file__).parent
KNOWN = FOLDER / "scores.json"
RESULTS = FOLDER / "RESULTS.md"
MARK = "<!-- below: written by scores.py -->\n"
SDKS = FOLDER.parent.parent / "scripts" / "sdks"
SECONDS = 900
DEMANDED = "c,python,typescript"


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


def version_of(name, command):
    """The name, with what "newest" is today."""
    language, version = (name.split("-", 1) + [""])[:2]
    if version != "newest":
        return name
    if language == "python":
        code = "import importlib.metadata as m; print(m.version('snaptrade-python-sdk'))"
        version = subprocess.run([command[0], "-c", code], capture_output=True, text=True,
                                 check=True).stdout.strip()
    else:
        package = pathlib.Path(command[-1], "node_modules", "snaptrade-typescript-sdk",
                               "package.json")
        version = json.loads(package.read_text(encoding="utf-8"))["version"]
    return f"{language}-{version}"


def write_results(build, names, folder):
    """The table behind the findings."""
    reports = [folder / f"{name}.json" for name in names]
    table = subprocess.run([build / "bin" / "snaptrade-conformance", "sdk-report", "--format", "md",
                            *reports], capture_output=True, text=True, check=True).stdout
    head = RESULTS.read_text(encoding="utf-8").split(MARK)[0]
    RESULTS.write_text(head + MARK + "\n" + table, encoding="utf-8")


def score(build, name, command, folder):
    """The verdicts that are not passed, by id; None: the scorer failed."""
    report = folder / f"{name}.json"
    report.unlink(missing_ok=True)
    done = subprocess.run(
        [build / "bin" / "snaptrade-conformance", "sdk", "--name", version_of(name, command),
         "--report", f"json={report}", "--", *command], capture_output=True, text=True,
        timeout=SECONDS, check=False)
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
    parser.add_argument("names", nargs="*")
    options = parser.parse_intermixed_args()
    known = json.loads(KNOWN.read_text(encoding="utf-8")) if KNOWN.exists() else {}
    folder = FOLDER.parent.parent / "build-sdks" / "scores"
    folder.mkdir(parents=True, exist_ok=True)
    good, languages, scored = True, set(), []
    for name, command in commands(options.build.resolve()):
        if options.names and name not in options.names:
            continue
        found = score(options.build, name, command_of(name, command), folder)
        if found is None:
            good = False
            continue
        scored.append(name)
        languages.add(name.split("-")[0])
        print(f"{name}: " + (", ".join(f"{count} {verdict}" for verdict, count in sorted(
            {v: list(found.values()).count(v) for v in found.values()}.items()))
            or "all passed"), flush=True)
        if options.write and not name.endswith("newest"):
            known[name] = found
        good = compare(name, found, known) and good
    if options.write:
        if not options.names:
            write_results(options.build.resolve(), scored, folder)
        KNOWN.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for language in os.environ.get("SNAPTRADE_DEMAND_SDKS", DEMANDED).split(","):
        if language not in languages and not options.names:
            print(f"no SDK for {language} could be run")
            good = False
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
