"""The one table, in Markdown."""
from measure import COLUMNS, CPU, INSTRUCTIONS, RATE

RATIOS = (RATE, CPU, INSTRUCTIONS)  # these are also shown as a multiple of the part's base


def number(value, digits):
    return "" if value is None else f"{value:,.{digits}f}"


def multiple(value):
    """Two digits that count, however small it is."""
    return "" if value is None else f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"


def cells(results, part, scenario, who):
    for measure in COLUMNS:
        yield number(results.median(part.name, scenario, who, measure), measure.digits)
        if measure in RATIOS:
            ratio = results.ratio(part.name, scenario, who, part.base, measure)
            yield multiple(ratio) if who != part.base else ""


def heading():
    for measure in COLUMNS:
        yield measure.name
        if measure in RATIOS:
            yield "x base"


def rows(results, part):
    """Those that have anything to tell."""
    for scenario in part.scenarios:
        for who in part.names():
            row = list(cells(results, part, scenario, who))
            if any(row):
                yield [f"{who}{' (base)' if who == part.base else ''}", scenario.name, *row]


def aligned(lines):
    """The cells of all lines, each column as wide as its widest."""
    widths = [max(map(len, column)) for column in zip(*lines)]
    for line in lines:
        texts = [cell.ljust(width) if at < 2 else cell.rjust(width)
                 for at, (cell, width) in enumerate(zip(line, widths))]
        yield f"| {' | '.join(texts)} |"


def render(results, parts):
    """Columns in which nothing was measured are left out."""
    head = ["", "", *heading()]
    body = []
    for part in parts:
        found = list(rows(results, part))
        if found:
            body += [[f"**{part.title}**", *[""] * (len(head) - 1)], *found]
    used = [at for at in range(len(head)) if at < 2 or any(line[at] for line in body)]
    lines = [[line[at] for at in used] for line in [head, *body]]
    first, *others = aligned(lines)
    rule = "|" + "|".join("-" * (len(cell)) for cell in first.split("|")[1:-1]) + "|"
    return [first, rule, *others]
