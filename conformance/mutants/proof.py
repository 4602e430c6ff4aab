"""What mutants prove, as files of the repository: tables for people, MUTANTS.md, and for the program,
which tells the figure in its reports, breaks.json."""
import json


def proven(requirements, mutants):
    """The mutants that break each requirement, by id."""
    return {one: [name for name, mutant in mutants.items() if one in mutant["breaks"]]
            for one in requirements}


def figure(requirements, mutants):
    by = proven(requirements, mutants)
    killing = sum(bool(one["breaks"]) for one in mutants.values())
    text = f"{killing} mutants kill {sum(map(bool, by.values()))} of {len(by)} requirements"
    harmless = len(mutants) - killing
    return text + (f"; {harmless} more break nothing, and kill none" if harmless else "")


def breaks_json(mutants):
    lines = [f"  {json.dumps(name)}: {json.dumps(one['breaks'])}" for name, one in mutants.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def cell(text):
    for special in "\\|<*_":
        text = text.replace(special, "\\" + special)
    return text


def markdown(start, requirements, mutants, exceptions):
    """`requirements` are sentences and `exceptions` reasons by id; `mutants` have, by name, a
    sentence and what they break."""
    lines = ["# Mutants", "", *start, "", f"**{figure(requirements, mutants)}.**"]
    lines += ["", "## By requirement", "", "| requirement | | killed by |", "|---|---|---|"]
    for one, names in proven(requirements, mutants).items():
        by = " ".join(f"`{name}`" for name in names) or f"none: {exceptions.get(one, 'not yet')}"
        lines.append(f"| {one} | {cell(requirements[one])} | {by} |")
    lines += ["", "## By mutant", "", "| mutant | what is broken | kills |", "|---|---|---|"]
    for name, one in mutants.items():
        kills = " ".join(one["breaks"]) or "none"
        lines.append(f"| `{name}` | {cell(one['sentence'])} | {kills} |")
    return "\n".join(lines) + "\n"


def keep(files, write):
    """`files` are texts by path: writes them, or tells which are others. False: some are."""
    good = True
    for path, text in files.items():
        if write:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"{path} is not what the tables say: run scripts/mutants with --write")
            good = False
    return good
