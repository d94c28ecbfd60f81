"""Measures the heap that picoweb needs on MicroPython 1.25, 32 bits, as on ESP8266, ESP32 and RP2.

For each workload app: the smallest heap it serves in, the heap in use once it has started, and what
a request allocates. For each module of the package: the heap that its import keeps, with what it
imports in turn. For each feature: the heap that an app which says hello needs more, once it is used. The page of
the documentation that shows these is made from a file, written by

    python tools/footprint.py "an app with" --json docs/costs.json
"""
import tempfile
from functools import partial
from pathlib import Path

import figures
from contenders import module, picoweb
from features import FEATURES
from heap import Bench
from serving import Server
from workloads import SITE, WORKLOADS

APPS = {"hello": (module("hello"), [WORKLOADS["hello"][1]]), "site": ("site", SITE)}
# MicroPython's table of names grows in large steps. Here it has just grown, so that no feature has to pay for all.
AN_APP = """
import gc, picoweb
app = picoweb.WebApp(None)
app.route("/")(picoweb.start_response)
for n in range(1000):
    before = gc.mem_alloc()
    getattr(app.limits, "name%d" % n, None)
    if gc.mem_alloc() - before > 1000:
        break
"""


def app_tasks(name, benches):
    app, exchanges = APPS[name]
    for kind, bench in benches.items():
        yield f"{name}: smallest heap from {kind}, KiB", partial(bench.smallest_heap, app, exchanges)
    for kind, bench in benches.items():
        yield f"{name}: in use after start from {kind}, bytes", partial(bench.in_use, app)
    allocated = benches[".py"].allocated
    yield f"{name}: allocated per request, bytes", partial(allocated, app, exchanges)
    yield f"{name}: allocated per request that comes late, bytes", partial(allocated, app, exchanges, Server.ask_late)


def workload_tasks(bench):
    for name, (section, exchange) in list(WORKLOADS.items())[1:]:
        yield f"{name}: allocated per request, bytes", partial(bench.allocated, module(section), [exchange])


def module_tasks(sources):
    for name in ["picoweb", *(f"picoweb.{name}" for name in sources.stage.modules)]:
        yield f"import {name}: kept, bytes", partial(sources.kept, name)


def feature_tasks(benches):
    for what, names in FEATURES:
        for kind, bench in benches.items():
            modules = [f"picoweb.{name}" if name in bench.stage.modules else name for name in names.split()]
            yield f"an app with {what}, from {kind}: more heap, bytes", partial(bench.more, AN_APP, modules)


def tasks():
    sections = {section for section, _ in WORKLOADS.values()}
    with tempfile.TemporaryDirectory() as scratch:
        benches = {kind: Bench(picoweb().stage(Path(scratch, kind[1:]), sections, kind == ".mpy", ["site"]))
                   for kind in (".py", ".mpy")}
        rom = Bench(picoweb().stage(Path(scratch, "rom"), ["hello"], compiled=True), rom=True)
        yield "hello: smallest heap from ROMFS, KiB", partial(rom.smallest_heap, *APPS["hello"])
        for name in APPS:
            yield from app_tasks(name, benches)
        yield from workload_tasks(benches[".py"])
        yield from module_tasks(benches[".py"])
        yield from feature_tasks(benches)


if __name__ == "__main__":
    figures.main("footprint", __doc__.split("\n")[0], tasks())
