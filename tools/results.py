"""What a bench does with its results: a table, a JSON file. How they come about is the benches' business.

A result is a number, or [median, least, most] of the rounds, under the figure's name and the contender's. A figure's
name is what was measured and, behind ": ", of what.
"""
import argparse
import json
import os
import signal
import sys
from pathlib import Path
from statistics import median

from contenders import contenders, is_floor, is_ours
from debian import Unavailable
from figures import Broken


class Results:
    """Figures of contenders, on a runtime that is named with its version."""

    def __init__(self, contenders, runtime):
        self.runtime = runtime
        self.contenders = {
            each.name: {"is": each.kind, "versions": each.needs, "lacks": each.lacks} for each in contenders
        }
        self.figures = {}
        self.broken = []

    def add(self, figure, contender, value):
        self.figures.setdefault(figure, {})[contender] = value

    def print(self):
        for title, columns, rows in tables(self.figures, self.contenders):
            table = [[title, *columns], *rows]
            widths = [max(map(len, column)) for column in zip(*table)]
            for name, *cells in table:
                print(f"{name:{widths[0]}}", *(f"{each:>{width}}" for each, width in zip(cells, widths[1:])), sep="  ")
            print()
        print(self.runtime)
        for name, said in self.contenders.items():
            print(f"{name}: {describe(said)}")

    def write(self, path):
        content = {"runtime": self.runtime, "contenders": self.contenders, "figures": self.figures}
        Path(path).write_text(json.dumps(content, indent=1) + "\n")


def tables(figures, contenders):
    """Yield (title, columns, rows) of text: figures that differ behind their ": " only are one table."""
    grouped = {}
    for figure, values in figures.items():
        title, _, column = figure.partition(": ")
        grouped.setdefault(title, {})[column] = values
    for title, columns in grouped.items():
        shown = [name for name in contenders if any(name in values for values in columns.values())]
        yield title, list(columns), [[name, *(cell(values.get(name)) for values in columns.values())] for name in shown]


def describe(said):
    """What a contender is, as a phrase."""
    versions = f" ({', '.join(said['versions'])})" if said["versions"] else ""
    return said["is"] + versions + (f". Lacks {said['lacks']}" if said["lacks"] else "")


def cell(value):
    if value is None:
        return "-"
    if isinstance(value, (list, tuple)):
        middle, least, most = map(cell, value)
        return middle if least == most else f"{middle} ({least}-{most})"
    return f"{value:,}" if isinstance(value, int) or value >= 100 else f"{value:.2f}"


def spread(values):
    """[median, least, most] of some rounds."""
    return [rounded(each) for each in (median(values), min(values), max(values))]


def rounded(value):
    return round(value) if value >= 100 else round(value, 3)


def options(description, runtime):
    """What the command line says. A name that no contender of `runtime` has ends it, with those there are."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("contenders", nargs="*", metavar="NAME", help="only these, floors and picoweb")
    parser.add_argument("--quick", action="store_true", help="less of all, in a minute")
    parser.add_argument("--json", metavar="FILE", help="also write the results there")
    chosen = parser.parse_args()
    known = [each.name for each in contenders(runtime)]
    for name in chosen.contenders:
        if name.lower() not in map(str.lower, known):
            parser.error("no contender is called %r, but there are: %s" % (name, "; ".join(known)))
    return chosen


def wanted(contender, names):
    return not names or is_floor(contender) or is_ours(contender) or contender.name.lower() in map(str.lower, names)


def finish(found, chosen):
    """Print and write the results. Ends with 1 when anything measured is broken."""
    found.print()
    if chosen.json:
        found.write(chosen.json)
    if found.broken:
        sys.exit("\n".join(found.broken))


def main(tool, run):
    """Run a bench. The exit status is os.EX_UNAVAILABLE where this machine cannot measure."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # as an exception, it ends the servers too
    try:
        run()
    except Unavailable as why:
        print(f"tools/{tool}.py: {why}", file=sys.stderr)
        sys.exit(os.EX_UNAVAILABLE)
    except Broken as why:
        sys.exit(f"tools/{tool}.py: {why}")
