#!/usr/bin/env python3
"""Makes a program's manual page (mdoc) of what it prints with --help, so that the two agree.

Usage: man_page.py PROGRAM SUMMARY [SUBCOMMAND...] > PROGRAM.1
"""
import pathlib
import re
import subprocess
import sys
from datetime import date

# "  --option FORM", or "  command FORM  what it does"; the rest stands below, further in.
COMMAND = re.compile(r"^  ([a-z-]+(?: [A-Z]+)*)  +(\S.*)$")
OPTION = re.compile(r"^  (--?\S+(?:, --\S+)*(?: [A-Z\"][^ ]*(?: [A-Z:]+\")?| ID)?)(?:$| +)(.*)$")


def text(line):
    """A line of running text: no control line, no escape of roff's."""
    line = line.replace("\\", r"\e").replace("-", r"\-")
    line = re.sub(r"([A-Za-z)]\.) (?=[A-Z])", "\\1\n", line)  # roff ends a sentence with its line
    return r"\&" + line if line.startswith((".", "'")) else line


def help_of(program, *subcommand):
    return subprocess.run([program, *subcommand, "--help"], check=True, capture_output=True,
                          text=True).stdout.rstrip().split("\n")


def synopsis(lines):
    """The forms of use at the head, and the lines behind them."""
    forms = []
    while lines and (lines[0].startswith(("usage: ", "       "))):
        forms.append(re.sub(r"  +.*", "", lines.pop(0)[7:]))
    return forms, lines


def body(lines):
    """Options as a list, headings as sections, the rest as paragraphs."""
    in_list = False
    for line in lines:
        option = OPTION.match(line) or COMMAND.match(line)
        if option:
            if not in_list:
                yield ".Bl -tag -width Ds"
            in_list = True
            yield f".It Sy {text(option[1])}"
            if option[2]:
                yield text(option[2])
        elif in_list and line.startswith("   "):
            if line.strip().startswith("environment: "):
                yield ".br"
            yield text(line.strip())
        else:
            if in_list:
                yield ".El"
            in_list = False
            if not line:
                yield ".Pp"
            elif re.fullmatch(r"[A-Z][a-z ]+", line):
                yield f".Ss {line}"
            else:
                yield text(line.strip())
                if line.startswith("  "):
                    yield ".br"
    if in_list:
        yield ".El"


def tidy(lines):
    """Without empty paragraphs, which roff has no use for."""
    kept = []
    for line in lines:
        if line == ".Pp" and (not kept or kept[-1].startswith((".Pp", ".Sh", ".Ss", ".El"))):
            if kept and kept[-1] == ".El":
                kept.append(line)
            continue
        if line.startswith((".Sh", ".Ss", ".Bl")) and kept and kept[-1] in (".Pp", ".br"):
            kept.pop()
        kept.append(line)
    while kept[-1] in (".Pp", ".br"):
        kept.pop()
    return kept


def page(program, summary, subcommands):
    name = pathlib.Path(program).name
    day = date.fromtimestamp(pathlib.Path(program).stat().st_mtime)
    forms, lines = synopsis(help_of(program))
    yield f".Dd {day:%B} {day.day}, {day.year}"
    yield f".Dt {name.upper()} 1"
    yield ".Os snaptrade-sandbox"
    yield ".Sh NAME"
    yield f".Nm {name}"
    yield f".Nd {text(summary)}"
    yield ".Sh SYNOPSIS"
    for number, form in enumerate(forms):
        if number:
            yield ".br"
        yield ".Nm"
        if form != name:
            yield text(form.removeprefix(name).strip())
    yield ".Sh DESCRIPTION"
    yield from tidy(list(body(lines)))
    for subcommand in subcommands:
        forms, lines = synopsis(help_of(program, subcommand))
        yield f".Sh {subcommand.upper()}"
        for form in forms:
            yield f".Dl {text(form)}"
        yield ".Pp"
        yield from tidy(list(body(lines)))
    yield ".Sh SEE ALSO"
    others = [other for other in ("snaptrade-client", "snaptrade-conformance", "snaptrade-mock")
              if other != name]
    yield f".Xr {others[0]} 1 ,"
    yield f".Xr {others[1]} 1"


if __name__ == "__main__":
    print("\n".join(page(sys.argv[1], sys.argv[2], sys.argv[3:])))
