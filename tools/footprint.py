"""Measures the heap that picoweb needs on MicroPython 1.25, 32 bits, as on ESP8266, ESP32 and RP2.

For each workload app: the smallest heap it serves in, the heap in use once it has started, and what
a request allocates. For each module of the package: the heap that its import keeps, with what it
imports in turn. For each feature: the heap that an app which says hello needs more, once it is used. The page of
the documentation that shows these is made from a file, written by

    python tools/footprint.py "an app with" --json docs/costs.json
"""
import signal
import tempfile
from functools import partial
from pathlib import Path

import figures
import workloads
from features import FEATURES
from figures import Broken
from serving import Server, Stage, micropython

APPS = {"floor": workloads.FLOOR, "hello": workloads.HELLO, "site": workloads.SITE}
ROOMY = "16M"
SMALLEST, LARGEST = 4, 256  # KiB, where the smallest heap is looked for
IN_SEQUENCE, AT_ONCE, ROUNDS = 200, 4, 5
# Where the garbage collector happens to run decides, too, whether an app manages: by luck it may in 26 KiB, and
# not in 27. So the smallest heap is the one from which on it manages in each of a few sizes, a few times.
SIZES, TRIALS = 5, 2
IN_USE = "import gc; gc.collect(); print(gc.mem_alloc())"
KEPT = "import gc; gc.collect(); before = gc.mem_alloc(); import %s; gc.collect(); print(gc.mem_alloc() - before)"
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


class Bench:
    """The apps in one form, `kind` (".py" or ".mpy"), and the interpreter that runs them."""

    def __init__(self, interpreter, folder, kind):
        self.interpreter = interpreter
        self.kind = kind
        self.stage = Stage(folder, APPS, compiled=kind == ".mpy")

    def serve(self, app, heap):
        """Run `app` in `heap` KiB through everything it has to manage; raise Broken if it does not."""
        exchanges = APPS[app]
        with Server(self.stage, self.interpreter, "-X", f"heapsize={heap}k", "-m", app) as server:
            for exchange in workloads.repeated(exchanges, IN_SEQUENCE):
                server.ask(exchange)
            waiting = workloads.repeated(exchanges, AT_ONCE * ROUNDS)
            for start in range(0, len(waiting), AT_ONCE):
                server.ask(*waiting[start:start + AT_ONCE])

    def manages(self, app, heap):
        try:
            self.serve(app, heap)
        except Broken:
            return False
        return True

    def manages_from(self, app, heap):
        """Tell whether `app` manages in `heap` KiB and in the sizes that follow."""
        return all(self.manages(app, heap + more) for _ in range(TRIALS) for more in range(SIZES))

    def smallest_heap(self, app):
        """Return the KiB of heap from which on `app` manages."""
        self.serve(app, LARGEST)
        too_small, enough = SMALLEST - 1, LARGEST
        while enough - too_small > 1:
            middle = (too_small + enough) // 2
            if self.manages(app, middle):
                enough = middle
            else:
                too_small = middle
        while not self.manages_from(app, enough):
            enough += 1
        return enough

    def probed(self, app, mode):
        return Server(self.stage, self.interpreter, "-X", f"heapsize={ROOMY}", "probe.py", mode, app)

    def in_use(self, app):
        """Return the bytes of heap in use once `app` has started, without what the probe needs."""
        with self.probed(app, "collect") as server:
            own, _ = server.last_reading()
            return reading(server) - own + int(self.python(IN_USE))

    def allocated(self, app, way):
        """Return the bytes that a request allocates, on average over the exchanges of `app`."""
        exchanges = workloads.repeated(APPS[app], IN_SEQUENCE)
        with self.probed(app, "keep") as server:
            readings = []
            for _ in range(2):  # what only the first requests allocate is not in the difference
                for exchange in exchanges:
                    way(server, exchange)
                readings.append(reading(server))
        return round((readings[1] - readings[0]) / len(exchanges))

    def kept(self, module):
        """Return the bytes of heap that importing `module` into a fresh interpreter keeps."""
        return int(self.python(KEPT % module))

    def more(self, modules):
        """Return the bytes of heap that importing `modules` keeps where an app is already."""
        return int(self.python(AN_APP + KEPT % ", ".join(modules)))

    def python(self, code):
        return self.stage.run(self.interpreter, "-X", f"heapsize={ROOMY}", "-c", code)


def reading(server):
    """Return the heap in use, as bench/probe.py reads it while the server sleeps."""
    server.settle()
    _, seen = server.last_reading()
    server.process.send_signal(signal.SIGUSR1)
    server.wait_for(lambda: server.last_reading()[1] > seen, "no reading")
    return server.last_reading()[0]


def app_tasks(app, sources, compiled):
    for bench in (sources, compiled):
        yield f"{app}: smallest heap from {bench.kind}, KiB", partial(bench.smallest_heap, app)
    for bench in (sources, compiled):
        yield f"{app}: in use after start from {bench.kind}, bytes", partial(bench.in_use, app)
    yield f"{app}: allocated per request, bytes", partial(sources.allocated, app, Server.ask_promptly)
    yield f"{app}: allocated per request that comes late, bytes", partial(sources.allocated, app, Server.ask_late)


def module_tasks(sources):
    for module in ["picoweb", *(f"picoweb.{name}" for name in sources.stage.modules)]:
        yield f"import {module}: kept, bytes", partial(sources.kept, module)


def feature_tasks(*benches):
    for what, names in FEATURES:
        for bench in benches:
            modules = [f"picoweb.{name}" if name in bench.stage.modules else name for name in names.split()]
            yield f"an app with {what}, from {bench.kind}: more heap, bytes", partial(bench.more, modules)


def tasks():
    interpreter = micropython()
    with tempfile.TemporaryDirectory() as scratch:
        benches = [Bench(interpreter, Path(scratch, kind[1:]), kind) for kind in (".py", ".mpy")]
        for app in APPS:
            yield from app_tasks(app, *benches)
        yield from module_tasks(benches[0])
        yield from feature_tasks(*benches)


if __name__ == "__main__":
    figures.main("footprint", __doc__.split("\n")[0], tasks())
