"""Counts the instructions that picoweb spends on a request, on MicroPython 1.25, 32 bits.

callgrind.py says how. Collections of garbage are in the figures.
"""
import tempfile
from functools import partial
from pathlib import Path

import callgrind
import figures
from callgrind import Counted, closed, kept, late, steady
from contenders import module, picoweb
from serving import Stage
from workloads import WORKLOADS, get


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


def per_request(stage, section, converse, exchange):
    with Counted(stage, module(section)) as server:
        return steady(server, exchange, converse).per_request


def tasks():
    with tempfile.TemporaryDirectory() as scratch:
        stage = callgrind.prepare(picoweb().stage(Path(scratch, "stage"), {each for _, each, _, _ in SCENARIOS}))
        for name, section, converse, exchange in SCENARIOS:
            yield f"{name}: instructions per request", partial(per_request, stage, section, converse, exchange)


if __name__ == "__main__":
    figures.main("instructions", __doc__.split("\n")[0], tasks())
