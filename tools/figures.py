"""What every measuring tool does with its figures: a table, a JSON file, a comparison with the limits.

A figure is a number under a name that says what was measured and its unit. Limits stand in
bench/limits.json, by tool and name. How a figure comes about is the tools' business.
"""
import argparse
import json
import os
import signal
import sys
from contextlib import closing
from pathlib import Path

from debian import Unavailable, say

LIMITS = Path(__file__).resolve().parent.parent / "bench" / "limits.json"


class Broken(Exception):
    """What was to be measured does not work; the text says what is wrong."""


def print_table(figures, limits):
    """Print a line for each figure: its name, the number, its limit where it has one."""
    width = max(map(len, figures), default=0)
    print(f"{'':{width}} {'figure':>10} {'limit':>10}")
    for name, value in figures.items():
        limit = f"{limits[name]:,}" if name in limits else "-"
        print(f"{name:{width}} {value:>10,} {limit:>10}")


def excesses(figures, limits):
    """Yield a sentence for each figure that is over its limit."""
    for name, value in figures.items():
        limit = limits.get(name, value)
        if value > limit:
            yield f"{name}: {value:,} is {value - limit:,} over the limit of {limit:,}"


def options(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("parts", nargs="*", metavar="PART", help="take only the figures with this in their name")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a figure is over its limit")
    parser.add_argument("--limited", action="store_true", help="take only the figures that have a limit")
    parser.add_argument("--json", metavar="FILE", help="also write the figures there")
    return parser.parse_args()


def take(tasks, wanted, limits):
    """Do the tasks whose name is `wanted` (a function of it); return the figures, and what is broken.

    A figure over its limit is taken twice more, and the least counts: the smallest heap varies by one KiB
    with where the garbage collector happens to run.
    """
    figures, broken = {}, []
    for name, measure in tasks:
        if not wanted(name):
            continue
        say(f"{name} ...")
        try:
            figures[name] = measure()
            for _ in range(2):
                if figures[name] > limits.get(name, figures[name]):
                    say(f"{name} again ...")
                    figures[name] = min(figures[name], measure())
        except Broken as why:
            broken.append(f"{name}: {why}")
    return figures, broken


def wanted(name, chosen, limits):
    """Tell whether the figure `name` is one of those that the options ask for."""
    if chosen.limited and name not in limits:
        return False
    return not chosen.parts or any(part in name for part in chosen.parts)


def main(tool, description, tasks):
    """Run `tool`; tasks is a generator of pairs: a figure's name, and the function that measures it.

    The exit status is os.EX_UNAVAILABLE where this machine cannot measure, and 1 where something
    measured is broken or, with --check, over its limit.
    """
    chosen = options(description)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # as an exception, it ends the servers too
    limits = json.loads(LIMITS.read_text())[tool]
    try:
        with closing(tasks):
            figures, complaints = take(tasks, lambda name: wanted(name, chosen, limits), limits)
    except Unavailable as why:
        print(f"tools/{tool}.py: {why}", file=sys.stderr)
        sys.exit(os.EX_UNAVAILABLE)
    print_table(figures, limits)
    if chosen.json:
        Path(chosen.json).write_text(json.dumps(figures, indent=2) + "\n")
    if chosen.check:
        complaints += excesses(figures, limits)
    if complaints:
        sys.exit("\n".join(complaints))
