"""Counts the instructions that picoweb spends on a request, on MicroPython 1.25, 32 bits.

callgrind.py says how. Collections of garbage are in the figures. A figure is the median over a few SHIFTS of names:
which ones get in each other's way (bench/shifted.py) is chance, and makes as much as 4 %.
"""
import tempfile
from functools import partial
from pathlib import Path
from statistics import median

import builds
import callgrind
import figures
from callgrind import ENOUGH, Counted, closed, kept, late, steady
from contenders import module
from debian import say
from workloads import WORKLOADS, get

SHIFTS = (0, 5, 10, 16, 21)
KINDS = (builds.SOURCES, builds.APP_MPY)


def another(number):
    """A request for hello whose head is like no other."""
    return get("/", b"Hello", X_Number=f"{number:04}")


def same(workload):
    _, exchange = WORKLOADS[workload]
    return lambda number: exchange


# What is measured: a name, the section of the app, the way of its connections, and the exchange number n.
SCENARIOS = [
    ("hello, closed", "hello", closed, same("hello")),
    ("hello, closed, comes late", "hello", late, same("hello")),
    ("hello, kept", "hello", kept, lambda number: WORKLOADS["hello"][1].kept()),
    ("hello, closed, every head another", "hello", closed, another),
    ("hello, kept, every head another", "hello", kept, lambda number: another(number).kept()),
    *((f"{name}, closed", section, closed, same(name)) for name, (section, _) in list(WORKLOADS.items())[1:]),
]


def per_request(benches, kind, section, converse, exchange):
    """Return the median over all shifts."""
    stage = benches.stage(kind, section)
    counts = []
    for names in SHIFTS:
        with Counted(stage, module(section), names=names) as server:
            counts.append(steady(server, exchange, converse, ENOUGH // len(SHIFTS)).per_request)
        say(f"    {names} names more: {counts[-1]:,}")
    return round(median(counts))


class Benches:
    """The stages of apps, each made when it is first asked for, in the folder `scratch`."""

    def __init__(self, scratch):
        self.scratch = scratch
        self.made = {}

    def stage(self, kind, section):
        key = kind, section
        if key not in self.made:
            folder = Path(self.scratch, str(len(self.made)))  # a short path, as it is in the interpreter's heap
            self.made[key] = callgrind.prepare(builds.staged(kind, section, folder).stage)
        return self.made[key]


def tasks():
    with tempfile.TemporaryDirectory() as scratch:
        benches = Benches(scratch)
        for name, section, converse, exchange in SCENARIOS:
            for kind in KINDS:
                yield f"{name}, {kind}: instructions per request", partial(
                    per_request, benches, kind, section, converse, exchange)


if __name__ == "__main__":
    figures.main("instructions", __doc__.split("\n")[0], tasks())
