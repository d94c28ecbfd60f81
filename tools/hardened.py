"""Looks for odd requests that make later ones fail, in each size of heap from the smallest on in which an app starts.

    python tools/hardened.py [APP [KIND]]

APP: hello, site or reading; hello, unless told. KIND: the end of a name in builds.KINDS; "mip's .mpy", unless told.
In each size the app first answers a plain request, then the whole script of odd_requests.py, then plain ones again.
"""
import sys
import tempfile
from collections import namedtuple
from pathlib import Path

import builds
import odd_requests
import workloads
from contenders import module
from figures import Broken
from heap import FirstAnswers
from workloads import SITE, WORKLOADS

STEPS = 13  # sizes of heap that are looked at, each a KiB larger
ASKED = {
    "hello": [WORKLOADS["hello"][1]],
    "site": SITE,
    "reading": [workloads.get("/", b"Hello"), workloads.post("/settings", odd_requests.FORM, b"basil at 07:30")],
}

# heap: KiB. faults: what was wrong with answers to odd requests, as str. refused: how many got 503. broken: None, or
# what was wrong with a plain request.
Size = namedtuple("Size", "heap faults refused broken")


def smallest_start(bench, app):
    """Return the KiB of heap from which on `app` starts, and answers plain requests that nobody disturbs."""
    return bench.smallest_for(module(app), FirstAnswers(ASKED[app]), trials=1)


def troubled(bench, app, exchanges, heap):
    """Return the Size of an app that sees the script, twice, in `heap` KiB, and plain requests after it."""
    treatments, broken = [], None
    try:
        with bench.start(module(app), heap) as server:
            server.ask(exchanges[0])
            for _ in range(2):
                treatments += odd_requests.run(server)
            FirstAnswers(exchanges).use(server)
    except Broken as why:
        broken = str(why)
    faults = [str(each) for each in treatments if each.fault]
    return Size(heap, faults, sum(each.no_memory for each in treatments), broken)


def sweep(bench, app, steps=STEPS):
    """Yield the Size of each of `steps` sizes of heap, from the smallest on in which `app` starts."""
    first = smallest_start(bench, app)
    for heap in range(first, first + steps):
        yield troubled(bench, app, ASKED[app], heap)


def main(app="hello", kind=builds.MIP_MPY):
    with tempfile.TemporaryDirectory() as scratch:
        for size in sweep(builds.staged(builds.kind_named(kind), app, Path(scratch, "stage")), app):
            print(f"{size.heap} KiB: {size.broken or 'plain requests are answered'}; "
                  f"of the odd ones, {size.refused} got 503, {len(size.faults)} no right answer", flush=True)
            for fault in size.faults:
                print(f"    {fault}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
