"""Measures the heap that picoweb needs on MicroPython 1.25, 32 bits, as on ESP8266, ESP32 and RP2.

For hello and a site of ten routes, in each form in which a board may have them, it finds smallest heaps. "First
answers" is the heap of an app that nobody troubles. "Hardened" is that of one which has answered all that strangers
send (odd_requests.py), and still serves: with 503 it has answered only those that send much, or "but for 503",
anybody. For each workload app: the heap in use once it has started, and what a request allocates. For each module of
the package: the heap that its import keeps, with what it imports in turn. For each feature: the heap that an app
which says hello needs more, once it is used. The page of the documentation that shows these is made from a file,
written by

    python tools/footprint.py "an app with" --json docs/costs.json
"""
import tempfile
from functools import cached_property, partial
from pathlib import Path

import builds
import figures
from contenders import module, picoweb
from features import FEATURES
from heap import Bench, FirstAnswers, Hardened
from serving import Server
from workloads import SITE, WORKLOADS

APPS = {"hello": (module("hello"), [WORKLOADS["hello"][1]]), "site": ("site", SITE)}
# MicroPython's table of names grows in large steps. Here it has just grown, so that no feature has to pay for all.
AN_APP = """
import gc, picoweb
app = picoweb.WebApp(None)
app.route("/")(picoweb.start_response)
for n in range(0, 1000, 10):
    before = gc.mem_alloc()
    for m in range(n, n + 10):
        getattr(app.limits, "name%d" % m, None)
    if gc.mem_alloc() - before > 1000:
        break
"""


FIRMWARE = {"json", "re"}  # modules of MicroPython's own among those of FEATURES


class Staged:
    """A Bench that is laid out when something is measured in it: a build takes some seconds."""

    def __init__(self, *args):
        self.args = args

    @cached_property
    def bench(self):
        return builds.staged(*self.args)

    def smallest_for(self, *args):
        return self.bench.smallest_for(*args)

    def more(self, *args):
        return self.bench.more(*args)

    def allocated(self, *args):
        return self.bench.allocated(*args)


class Hardening:
    """The smallest hardened heap of an app in one of builds.KINDS, and what came of the script in it."""

    def __init__(self, bench, app, life):
        self.bench = bench
        self.app = app
        self.life = life
        self.heap = None

    def smallest(self):
        self.heap = self.bench.smallest_for(self.app, self.life)
        return self.heap

    def refused(self):
        """Return how many clients of the script were answered with 503 in that heap."""
        self.heap or self.smallest()
        return self.life.refused


def smallest_tasks(app, scratch):
    name, exchanges = APPS[app]
    for number, kind in enumerate(builds.KINDS):
        bench = Staged(kind, app, Path(scratch, f"{app}{number}"))  # a short path: a long one takes heap
        yield f"{app}: smallest heap, first answers, {kind}, KiB", partial(
            bench.smallest_for, name, FirstAnswers(exchanges))
        for what, lenient in (("hardened", False), ("hardened but for 503", True)):
            found = Hardening(bench, name, Hardened(exchanges, lenient))
            yield f"{app}: smallest heap, {what}, {kind}, KiB", found.smallest
            yield f"{app}: 503 in {Hardened.clients} odd requests, {what}, {kind}", found.refused


def app_tasks(name, benches, scratch):
    app, exchanges = APPS[name]
    for kind, bench in benches.items():
        yield f"{name}: in use after start from {kind}, bytes", partial(bench.in_use, app)
    built = Staged(builds.APP_MPY, name, Path(scratch, f"{name}a"))
    yield f"{name}: allocated per request, bytes", partial(built.allocated, app, exchanges)
    yield f"{name}: allocated per request that comes late, bytes", partial(built.allocated, app, exchanges, Server.ask_late)


def workload_tasks(scratch):
    for number, (name, (section, exchange)) in enumerate(list(WORKLOADS.items())[1:]):
        built = Staged(builds.APP_MPY, section, Path(scratch, f"w{number}"))
        yield f"{name}: allocated per request, bytes", partial(built.allocated, module(section), [exchange])


def module_tasks(sources):
    for name in ["picoweb", *(f"picoweb.{name}" for name in sources.stage.modules)]:
        yield f"import {name}: kept, bytes", partial(sources.kept, name)


def feature_tasks(benches):
    for what, names in FEATURES:
        for kind, bench in benches.items():
            modules = [name if name in FIRMWARE else f"picoweb.{name}" for name in names.split()]
            yield f"an app with {what}, from {kind}: more heap, bytes", partial(bench.more, AN_APP, modules)


def tasks():
    sections = {section for section, _ in WORKLOADS.values()}
    with tempfile.TemporaryDirectory() as scratch:
        benches = {kind: Bench(picoweb().stage(Path(scratch, kind[1:]), sections, kind == ".mpy", ["site"]))
                   for kind in (".py", ".mpy")}
        for name in APPS:
            yield from smallest_tasks(name, scratch)
            yield from app_tasks(name, benches, scratch)
        yield from workload_tasks(scratch)
        yield from module_tasks(benches[".py"])
        yield from feature_tasks({".py": benches[".py"], ".mpy": Staged(builds.MIP_MPY, "hello", Path(scratch, "mip"))})


if __name__ == "__main__":
    figures.main("footprint", __doc__.split("\n")[0], tasks())
