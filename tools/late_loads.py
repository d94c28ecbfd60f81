"""Shows which odd request makes a board load code, and how many bytes of heap that keeps: where heap is to be won.

    python tools/late_loads.py [APP [KIND]]

APP: hello, site or reading; hello, unless told. KIND: one of builds.KINDS, or the end of its name; "mip's .mpy", unless
told. For each client of the script that something is loaded for: the bytes that the heap kept, and each module with
those that it keeps, without what it imports in turn. A module that is dropped again once it was used is seen by the
first of the two figures only.
"""
import sys
import tempfile
from collections import namedtuple
from pathlib import Path

import builds
import odd_requests
from heap import loaded

NOTABLE = 64  # bytes that the heap kept, from which on a client is shown that nothing was loaded for
IMPORT_ONE = """
import gc, sys
before = set(sys.modules)
gc.collect(); used = gc.mem_alloc()
import %s
gc.collect(); print(gc.mem_alloc() - used, *[each for each in sys.modules if each not in before])
"""

Step = namedtuple("Step", "what kept names")  # bytes that the heap kept, and the modules that came


def steps(bench, app):
    """Yield a Step for the start of an app, and one for each client of the script, which runs twice."""
    with bench.probed(app, "modules") as server:
        own_heap, own_names = server.last_reading()[0], set(server.last_modules())
        for what, odd in [("at the start", None), *((odd.name, odd) for odd in odd_requests.SCRIPT * 2)]:
            if odd:
                odd.send(server)
            heap, names = loaded(server)
            yield Step(what, heap - own_heap, set(names) - own_names)
            own_heap, own_names = heap, own_names | set(names)


class Imports:
    """Tells what each module of the package keeps, by importing them in the same order into fresh interpreters."""

    def __init__(self, bench):
        self.bench = bench
        self.before = []

    def cost(self, name):
        """Return the bytes that importing `name` keeps now, and the names of what came with it."""
        prelude = "".join(f"import {each}\n" for each in self.before)
        kept, *names = self.bench.python(prelude + IMPORT_ONE % name).split()
        return int(kept), names

    def alone(self, names):
        """Yield (name, bytes) of modules, in an order in which each brings as few others as can be."""
        left = set(names)
        while left:
            costs = {name: self.cost(name) for name in left}
            name = min(left, key=lambda each: (len(costs[each][1]), each))
            kept, came = costs[name]
            left -= {name, *came}
            self.before.append(name)
            yield " + ".join(came or [name]), kept


def show(bench, app):
    """Print all steps in which the heap has grown."""
    imports = Imports(bench)
    after_start = 0
    for number, step in enumerate(steps(bench, app)):
        after_start += step.kept if number else 0
        if step.names or step.kept >= NOTABLE:
            print(f"{step.what}: {step.kept:,} bytes", flush=True)
        for name, kept in imports.alone(each for each in step.names if each.startswith("picoweb")):
            print(f"    {kept:6,}  {name}", flush=True)
    print(f"in all, since the start: {after_start:,} bytes")


def main(app="hello", kind=builds.MIP_MPY):
    with tempfile.TemporaryDirectory() as scratch:
        show(builds.staged(builds.kind_named(kind), app, Path(scratch, "stage")), builds.module(app))


if __name__ == "__main__":
    main(*sys.argv[1:])
