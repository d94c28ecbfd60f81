"""Measures picoweb beside the other contenders of bench/micropython, on MicroPython 1.25, 32 bits.

Instructions and heap are free of noise, and so are taken once. Rates are taken in rounds, in each of which every
contender has its turn; what counts is the ratio to the floor of the same round. Every answer is looked at, except
those that are counted for a rate, whose server has answered right before.
"""
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import callgrind
import load
import results
from callgrind import Counted, closed, kept, steady
from contenders import contenders, module
from debian import say
from figures import Broken
from heap import Bench
from rounds import Turns
from serving import HOST, Server, micropython
from workloads import WORKLOADS, get

HELLO = WORKLOADS["hello"][1]
FLOOR = "floor, one read"  # what rates are a ratio to
ROUTES = (1, 10, 100)
OPEN = (1, 10, 50)  # connections
FREE = "hello+connections"  # an app that takes as many connections as come
SMALL = 32  # KiB of heap, for collections and the longest pause
LOADS = [(way, count) for way in ("closed", "kept") for count in (1, 8)]


class Run:
    """How much is measured: all, or as much as takes a minute."""

    def __init__(self, quick):
        self.quick = quick
        self.workloads = {name: WORKLOADS[name] for name in (["hello"] if quick else WORKLOADS)}
        self.enough = 6_000_000 if quick else 40_000_000  # instructions for a figure
        self.times = 30 if quick else 200  # requests for what one allocates
        self.rounds, self.seconds = (1, 1) if quick else (5, 1)


class Entry:
    """A contender, with its stages, and the figures that are to be had of it."""

    def __init__(self, contender, folder, run):
        self.contender = contender
        self.name = contender.name
        self.run = run
        self.folder = folder  # with a short path: a name is in the interpreter's heap, and long ones take 2 KB more
        self.folder.mkdir()

    def staged(self, name, sections, **more):
        return self.contender.stage(self.folder / name, sections, **more)

    def ways(self, exchange):
        """Yield the ways that connections can go: a name, a function of callgrind.py, and what is asked."""
        yield "closed", closed, lambda number: exchange
        if self.contender.keeps:
            yield "kept", kept, lambda number: exchange.kept()

    def tasks(self):
        """Yield pairs: what is measured, and a function that returns a dict of figures."""
        yield from self.request_tasks()
        if not self.run.quick:
            yield from self.heap_tasks()
            yield from self.scale_tasks()

    def request_tasks(self):
        workloads = {name: each for name, each in self.run.workloads.items() if self.contender.can(each[0])}
        bench = Bench(self.staged("all", [section for section, _ in workloads.values()]))
        for name, (section, exchange) in workloads.items():
            yield f"instructions, {name}", partial(self.instructions, name, section, exchange)
            yield f"bytes allocated, {name}", partial(self.allocated, bench, name, section, exchange)

    def instructions(self, name, section, exchange):
        found = {}
        with Counted(callgrind.prepare(self.staged(f"counted {name}", [section])), module(section)) as server:
            for way, converse, asked in self.ways(exchange):
                spent = steady(server, asked, converse, self.run.enough)
                found[f"instructions, {way}: {name}"] = spent.per_request
        return found

    def allocated(self, bench, name, section, exchange):
        return {f"bytes allocated: {name}": bench.allocated(module(section), [exchange], times=self.run.times)}

    def heap_tasks(self):
        benches = {
            ".py": Bench(self.staged("py", ["hello"])),
            ".mpy": Bench(self.staged("mpy", ["hello"], compiled=True)),
            "ROMFS": Bench(self.staged("rom", ["hello"], compiled=True), rom=True),
        }
        for kind, bench in benches.items():
            yield f"smallest heap, {kind}", partial(self.smallest_heap, kind, bench)
        for kind in (".py", ".mpy"):
            yield f"start, {kind}", partial(self.start, kind, benches[kind])
        yield f"{SMALL} KiB", partial(self.in_little, self.staged("small", ["hello"], compiled=True))

    def smallest_heap(self, kind, bench):
        return {f"smallest heap, KiB: {kind}": bench.smallest_heap("hello", [HELLO], trials=1)}

    def start(self, kind, bench):
        found = {f"heap in use, bytes: {kind}": bench.in_use("hello")}
        if kind == ".mpy":
            found["bytes of .mpy: loaded for hello"] = bench.size("hello", [HELLO])
        found[f"instructions until it serves: {kind}"] = callgrind.at_start(callgrind.prepare(bench.stage), "hello")
        return found

    def in_little(self, stage):
        """How often garbage is collected, and the longest time that a request keeps all others waiting."""
        found = {}
        try:
            with Counted(callgrind.prepare(stage), "hello", SMALL) as server:
                for way, converse, asked in self.ways(HELLO):
                    spent = steady(server, asked, converse, self.run.enough)
                    often = round(100 * spent.collections / spent.requests, 1)
                    found[f"collections in 100 requests, {SMALL} KiB, .mpy: {way}"] = often
                    found[f"longest pause, instructions, {SMALL} KiB, .mpy: {way}"] = spent.longest
        except Broken as why:
            say(f"{self.name} does not serve in {SMALL} KiB: {why}")
        return found

    def scale_tasks(self):
        for count in ROUTES if self.contender.can("routes") else ():
            yield f"routes, {count}", partial(self.routes, count)
        if self.contender.can("connections"):
            yield "connections", self.connections

    def routes(self, count):
        stage = callgrind.prepare(self.staged(f"routes {count}", ["routes"], routes=count))
        last = get(f"/route/{count - 1}", b"Hello")
        with Counted(stage, "routes") as server:
            spent = steady(server, lambda number: last, closed, self.run.enough)
        return {f"instructions, the last of so many routes: {count}": spent.per_request}

    def connections(self):
        found = {}
        with Counted(callgrind.prepare(self.staged("open", [FREE])), module(FREE)) as server:
            for count in OPEN:
                spent = steady(server, lambda number: HELLO.kept(), callgrind.among(count), self.run.enough)
                found[f"instructions, so many connections open: {count}"] = spent.per_request
        return found

    def server(self):
        """Started, on the servers' core, to be loaded."""
        section = FREE if self.contender.can(FREE) else "hello"
        stage = self.staged("loaded", [section])
        command = [*load.pinned(load.cores()[0]), micropython(), "-X", "heapsize=192k", "-m", module(section)]
        return Server(stage, *command)


def take(entry):
    """Return the figures of a contender, and what is broken."""
    figures, broken = {}, []
    for name, measure in entry.tasks():
        say(f"{entry.name}: {name} ...")
        try:
            figures.update(measure())
        except Broken as why:
            broken.append(f"{entry.name}, {name}: {why}")
    return figures, broken


def rates(entries, run, turns):
    """Have each contender take its turn with each load, round after round."""
    with ExitStack() as stack:
        servers = {entry.name: stack.enter_context(entry.server()) for entry in entries}
        for server in servers.values():
            server.ask(HELLO)
        keeping = {entry.name: servers[entry.name] for entry in entries if entry.contender.keeps}
        for _ in range(run.rounds):
            for way, count in LOADS:
                measure = partial(rate, way=way, connections=count, seconds=run.seconds)
                turns.take(f"requests a second: {way}, {count}", servers if way == "closed" else keeping, measure)


def rate(server, way, connections, seconds):
    return load.wrk(f"http://{HOST}:{server.port}/", connections, seconds, closed=way == "closed")


def main():
    chosen = results.options(__doc__.split("\n")[0], "micropython")
    run = Run(chosen.quick)
    entrants = [each for each in contenders("micropython") if results.wanted(each, chosen.contenders)]
    found = results.Results(entrants, "MicroPython 1.25, 32 bits")
    turns = Turns()
    with tempfile.TemporaryDirectory() as scratch:
        entries = [Entry(each, Path(scratch, str(n)), run) for n, each in enumerate(entrants)]
        with ThreadPoolExecutor(2) as pool:
            for name, (figures, broken) in zip(found.contenders, pool.map(take, entries)):
                found.broken += broken
                for figure, value in figures.items():
                    found.add(figure, name, value)
        rates(entries, run, turns)
    turns.add_to(found, FLOOR)
    results.finish(found, chosen)


if __name__ == "__main__":
    results.main("bench", main)
