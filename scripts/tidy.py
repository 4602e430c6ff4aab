#!/usr/bin/env python3
"""Runs clang-tidy on the files that have changed since it last found nothing in them.

Usage: tidy.py BUILD_DIR FILE.c...

What a file depends on is what the compiler says: its includes that are ours, its command, the
checks, and the version of clang-tidy.
"""
import concurrent.futures
import hashlib
import json
import pathlib
import shlex
import subprocess
import sys

AT_ONCE = 2
ROOT = pathlib.Path.cwd()


def commands(build):
    """The compiler's arguments for each file, without what it writes."""
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        arguments = shlex.split(entry["command"])
        place = arguments.index("-o")
        del arguments[place:place + 2]
        yield str(pathlib.Path(entry["file"]).resolve()), entry["directory"], arguments


def includes(directory, arguments):
    """Our own headers, and the file."""
    listed = subprocess.run([*arguments, "-MM", "-MF", "-"], cwd=directory, capture_output=True,
                            text=True, check=True).stdout
    names = listed.split(":", 1)[1].replace("\\\n", " ").split()
    return sorted({(pathlib.Path(directory) / name).resolve() for name in names})


def key_of(common, directory, arguments):
    digest = hashlib.sha256(common + repr(arguments).encode())
    for path in includes(directory, arguments):
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()


def check(build, stamps, common, path, how):
    """What clang-tidy has to say of a file; "" when nothing."""
    stamp = stamps / key_of(common, *how) if how else None
    if stamp is not None and stamp.exists():
        return ""
    # Sanitizers and gcc's own warnings say nothing to clang-tidy.
    done = subprocess.run(["clang-tidy", "--quiet", "-p", build, path,
                           "--extra-arg=-Wno-unknown-warning-option"], capture_output=True,
                          text=True, check=False)
    if done.returncode == 0 and stamp is not None:
        stamp.touch()
    return done.stdout if done.returncode != 0 else ""


def main(build, *files):
    stamps = build / "tidy"
    stamps.mkdir(exist_ok=True)
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, check=True).stdout
    common = version + (ROOT / ".clang-tidy").read_bytes()
    known = {path: (directory, arguments) for path, directory, arguments in commands(build)}
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        said = pool.map(lambda path: check(build, stamps, common, path,
                                           known.get(str((ROOT / path).resolve()))), files)
        problems = [text for text in said if text]
    print(*problems, sep="", end="")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), *sys.argv[2:]))
