"""Measures the heap of apps on MicroPython 1.25, 32 bits, as on ESP8266, ESP32 and RP2.

The smallest that an app serves in, what is in use once it has started, what a request allocates, and what an import
keeps. What is measured is the callers' business.
"""
import signal

import odd_requests
import workloads
from figures import Broken
from serving import Server, micropython

ROOMY = "64M"
SMALLEST, LARGEST = 4, 256  # KiB, where the smallest heap is looked for
IN_SEQUENCE, AT_ONCE, ROUNDS = 200, 4, 5
TRIALS = 2
IN_USE = "import gc; gc.collect(); print(gc.mem_alloc())"
KEPT = "import gc; gc.collect(); before = gc.mem_alloc(); import %s; gc.collect(); print(gc.mem_alloc() - before)"


class FirstAnswers:
    """An app that nobody troubles: it answers what it is made for. exchanges: what it is asked.

    Where the garbage collector happens to run decides, too, whether an app manages: by luck it may in 26 KiB, and
    not in 27. So the smallest heap is the one from which on it manages in each of a few `sizes`, a few times.
    """

    sizes = 5

    def __init__(self, exchanges):
        self.exchanges = exchanges

    def use(self, server, last=False):
        """Ask for everything that the app has to manage; raise Broken if it does not.

        last: whether this is the last trial, which takes as long as the server's limits of time are.
        """
        for exchange in workloads.repeated(self.exchanges, IN_SEQUENCE):
            server.ask(exchange)
        waiting = workloads.repeated(self.exchanges, AT_ONCE * ROUNDS)
        for start in range(0, len(waiting), AT_ONCE):
            server.ask(*waiting[start:start + AT_ONCE])


class Hardened(FirstAnswers):
    """An app that strangers have found: it has seen the whole script of odd requests twice before it is asked.

    Each client of the script has to be answered right; with 503, for want of memory, only who sends much.
    `refused`: how many got that in the last use. lenient: whether anybody may get it.
    """

    sizes = 3
    clients = 2 * len(odd_requests.SCRIPT) + len(odd_requests.OVERDUE)

    def __init__(self, exchanges, lenient=False):
        super().__init__(exchanges)
        self.lenient = lenient
        self.refused = None

    def use(self, server, last=False):
        treatments = odd_requests.run(server)
        for exchange in self.exchanges:
            server.ask(exchange)
        treatments += odd_requests.run(server)
        if last:
            treatments += odd_requests.run_overdue(server)
        self.judge(treatments)
        super().use(server)

    def judge(self, treatments):
        """Raise Broken if a client of the script was not answered as it has to be."""
        faults = [str(each) for each in treatments if each.fault or each.needless and not self.lenient]
        if faults:
            raise Broken("; ".join(faults))
        self.refused = sum(each.no_memory for each in treatments)


class Bench:
    """Apps in a stage, and the interpreter that runs them. An app's exchanges are what it is asked.

    rom: whether they run from an image of the stage, which is compiled then, with their code outside the heap.
    """

    def __init__(self, stage, rom=False):
        self.interpreter = micropython()
        self.stage = stage
        self.rom = rom
        if rom:
            stage.make_image()

    def start(self, app, heap):
        """Return the Server of `app` in `heap` KiB."""
        words = ["from_rom.py", app] if self.rom else ["-m", app]
        return Server(self.stage, self.interpreter, "-X", f"heapsize={heap}k", *words)

    def manages(self, app, life, heap, last=False):
        """Tell whether `app` manages a life in `heap` KiB: one of FirstAnswers or Hardened."""
        try:
            with self.start(app, heap) as server:
                life.use(server, last)
        except Broken:
            return False
        return True

    def failing(self, app, life, heap, trials):
        """Return the largest KiB, of `heap` and the sizes that follow, in which `app` does not manage, or None."""
        for trial in range(trials):
            for more in reversed(range(life.sizes)):
                if not self.manages(app, life, heap + more, last=not more and trial == trials - 1):
                    return heap + more
        return None

    def smallest_for(self, app, life, trials=TRIALS):
        """Return the KiB of heap from which on `app` manages a life."""
        with self.start(app, LARGEST) as server:
            life.use(server)
        too_small, enough = SMALLEST - 1, LARGEST
        while enough - too_small > 1:
            middle = (too_small + enough) // 2
            if self.manages(app, life, middle) or self.manages(app, life, middle):  # bad luck once sends it far away
                enough = middle
            else:
                too_small = middle
        failing = self.failing(app, life, enough, trials)
        while failing:
            enough = failing + 1
            failing = self.failing(app, life, enough, trials)
        return enough

    def smallest_heap(self, app, exchanges, trials=TRIALS):
        """Return the KiB of heap from which on `app` gives its first answers."""
        return self.smallest_for(app, FirstAnswers(exchanges), trials)

    def probed(self, app, mode):
        return Server(self.stage, self.interpreter, "-X", f"heapsize={ROOMY}", "probe.py", mode, app)

    def in_use(self, app):
        """Return the bytes of heap in use once `app` has started, without what the probe needs."""
        with self.probed(app, "collect") as server:
            own, _ = server.last_reading()
            return reading(server) - own + int(self.python(IN_USE))

    def allocated(self, app, exchanges, way=Server.ask_promptly, times=IN_SEQUENCE):
        """Return the bytes that a request allocates, on average over the exchanges of `app`."""
        exchanges = workloads.repeated(exchanges, times)
        with self.probed(app, "keep") as server:
            readings = []
            for _ in range(2):  # what only the first requests allocate is not in the difference
                for exchange in exchanges:
                    way(server, exchange)
                readings.append(reading(server))
        return round((readings[1] - readings[0]) / len(exchanges))

    def size(self, app, exchanges):
        """Return the bytes of .mpy in lib/ that `app` has loaded once it was asked."""
        lib = self.stage.folder / "lib"
        with self.probed(app, "modules") as server:
            for exchange in exchanges:
                server.ask_promptly(exchange)
            _, names = loaded(server)
        files = [lib / f"{name.replace('.', '/')}{end}" for name in names for end in (".mpy", "/__init__.mpy")]
        return sum(file.stat().st_size for file in files if file.exists())

    def kept(self, module):
        """Return the bytes of heap that importing `module` into a fresh interpreter keeps."""
        return int(self.python(KEPT % module))

    def more(self, prelude, modules):
        """Return the bytes of heap that importing `modules` keeps once `prelude` has run."""
        return int(self.python(prelude + KEPT % ", ".join(modules)))

    def python(self, code):
        return self.stage.run(self.interpreter, "-X", f"heapsize={ROOMY}", "-c", code)


def reading(server):
    """Return the heap in use, as bench/probe.py reads it while the server sleeps."""
    server.settle()
    _, seen = server.last_reading()
    server.process.send_signal(signal.SIGUSR1)
    server.wait_for(lambda: server.last_reading()[1] > seen, "no reading")
    return server.last_reading()[0]


def loaded(server):
    """Return the heap in use and the names of the modules that are loaded; the probe's mode has to be "modules"."""
    heap = reading(server)
    return heap, server.last_modules()
