"""Asks bench/apps/soak.py for a long time, good requests and bad ones, on MicroPython of 32 bits and on CPython.

Every good request has to be answered right, every bad one as it deserves, and in the end the server has to hold
what it held before: descriptors, heap, and memory of the machine. On MicroPython, the app is built with the package,
and has a heap of 56 KiB: it takes 44.
"""
import argparse
import json
import os
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import builds
from clients import QUICK, REFUSED, REQUESTS, SLOW, Client, Wire, Wrong
from debian import Unavailable, say
from figures import Broken
from serving import ENVIRONMENT, HOME, Server, Stage, micropython

HEAP = "heapsize=56k"
CLIENTS = 8
WARM_UP = 0.25  # of the whole: what is held afterwards is what may be held in the end
PAUSE = 15  # seconds, about, between two exchanges of a client that take time
SETTLING = 8  # seconds within which descriptors have to be back where they were
MOST_RETRIES = 0.5  # of the requests: those over kept connections that gave way to others
# What may be held more in the end: one large input buffer, a table that has grown.
SLACK = {"descriptors": 0, "heap": 1024, "blocks": 600, "memory, KiB": 1024}


class Soak:
    """Clients at work on a server, and what they found. unit: what its /memory counts."""

    def __init__(self, name, server, unit):
        self.name = name
        self.server = server
        self.unit = unit
        self.count = Counter()
        self.wrong = []
        self.lock = threading.Lock()

    def held(self):
        """What the server holds when nobody asks."""
        until = time.monotonic() + SETTLING
        process = Path("/proc", str(self.server.process.pid))
        while True:  # until connections that were left to time out are gone
            descriptors = len(list((process / "fd").iterdir()))
            if time.monotonic() > until or descriptors <= self.least:
                break
            time.sleep(0.1)
        used = self.used()
        resident = int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
        return {"descriptors": descriptors, self.unit: used, "memory, KiB": resident}

    def used(self):
        """What the server says of its memory."""
        wire = Wire(self.server.port)
        wire.s.sendall(b"GET /memory HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        used = json.loads(wire.answer()[2])["used"]
        wire.close()
        return used

    def run(self, requests, seconds):
        """Ask so many requests, or for so long. Returns what is wrong, as sentences."""
        self.used()  # with its first connection, uvloop opens a descriptor that it keeps
        self.least = len(list(Path("/proc", str(self.server.process.pid), "fd").iterdir()))
        self.start = time.monotonic()
        self.load()
        left = seconds and max(seconds - (time.monotonic() - self.start), 5)
        self.work(1, requests and requests * WARM_UP, seconds and left * WARM_UP)
        self.before = dict(self.held(), descriptors=self.least)
        self.work(2, requests, seconds and left * (1 - WARM_UP))
        self.after = self.held()
        return list(self.complaints())

    def load(self):
        """One exchange of each kind after another, until the server has loaded what it needs for them."""
        client = Client(self.server.port, 0, Counter())
        for kind in [*QUICK, *SLOW]:
            getattr(client, kind)()
            client.leave()
        for data, status in REFUSED:
            client.refuse(data, status)
            client.leave()

    def complaints(self):
        yield from self.wrong
        for what, before in self.before.items():
            if self.after[what] > before + SLACK[what]:
                yield "%s: %s before, %s after" % (what, before, self.after[what])
        if self.count["retried"] > MOST_RETRIES * self.requests():
            yield "%d requests had to be tried again" % self.count["retried"]
        printed = self.server.log.read_text(errors="replace").strip()
        if printed:
            yield "the server printed:\n%s" % printed[-2000:]

    def requests(self):
        return sum(n * REQUESTS.get(kind, 1) for kind, n in list(self.count.items()) if kind != "retried")

    def work(self, seed, requests, seconds):
        """All clients at work, until there are `requests` in all, or for so many seconds."""
        until = time.monotonic() + (seconds or 0)

        def over():
            return self.wrong or requests and self.requests() >= requests or seconds and time.monotonic() >= until

        threads = [threading.Thread(target=self.ask, args=(seed * 1000 + n, over)) for n in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for n, thread in enumerate(threads):
            while thread.is_alive():
                thread.join(5)
                if not n:
                    self.report()

    def report(self):
        spent = time.monotonic() - self.start
        n = self.requests()
        say("%s: %.0f s, %s requests, %.0f a second, %d retried" % (
            self.name, spent, format(n, ","), n / spent, self.count["retried"]))

    def ask(self, seed, over):
        count = Counter()
        client = Client(self.server.port, seed, count)
        kinds, weights = list(QUICK), list(QUICK.values())
        slow = time.monotonic() + client.random.random() * PAUSE
        while not over():
            kind = client.random.choices(kinds, weights)[0]
            if time.monotonic() > slow:
                kind = client.random.choice(SLOW)
                slow = time.monotonic() + (0.5 + client.random.random()) * PAUSE
            try:
                getattr(client, kind)()
            except (Wrong, OSError) as error:
                self.wrong.append("%s: %s: %s" % (kind, type(error).__name__, error))
            count[kind] += 1
            with self.lock:
                self.count.update(count)
            count.clear()
        client.leave()


def print_table(soaks):
    """Print what was asked, and what was held before and after."""
    print("%-16s" % "" + "".join("%24s" % soak.name for soak in soaks))
    for kind in [*QUICK, *SLOW, "retried"]:
        print("%-16s" % kind.replace("_", " ") + "".join("%24s" % format(soak.count[kind], ",") for soak in soaks))
    print("%-16s" % "requests" + "".join("%24s" % format(soak.requests(), ",") for soak in soaks))
    for what in SLACK:
        cells = ["%s, %s" % (format(soak.before[what], ","), format(soak.after[what], ","))
                 if what in soak.before else "-" for soak in soaks]
        print("%-16s" % what + "".join("%24s" % cell for cell in cells))


def servers(scratch, wanted):
    """Yield (name, stage, command, environment, unit) of each runtime that is wanted."""
    if not wanted or "micropython" in wanted:
        stage = builds.staged(builds.APP_MPY, "soak", Path(scratch, "mpy")).stage
        yield "micropython", stage, [micropython(), "-X", HEAP, "-m", "soak"], ENVIRONMENT, "heap"
    if not wanted or "cpython" in wanted:
        stage = Stage(Path(scratch, "py"), ["soak"])
        environment = dict(os.environ, PYTHONPATH=str(HOME), PYTHONDONTWRITEBYTECODE="1")
        yield "cpython", stage, [sys.executable, "-m", "soak"], environment, "blocks"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("runtimes", nargs="*", metavar="RUNTIME", help="micropython, cpython; none: both")
    parser.add_argument("--requests", type=int, default=200_000, help="so many of each runtime")
    parser.add_argument("--seconds", type=float, help="for so long, over all runtimes")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # as an exception, it ends the servers too
    soaks, complaints = [], []
    with tempfile.TemporaryDirectory() as scratch:
        try:
            found = list(servers(scratch, chosen.runtimes))
        except Unavailable as why:
            print("tools/soak.py: %s" % why, file=sys.stderr)
            sys.exit(os.EX_UNAVAILABLE)
        for name, stage, command, environment, unit in found:
            with Server(stage, *command, environment=environment) as server:
                soak = Soak(name, server, unit)
                try:
                    seconds = chosen.seconds and chosen.seconds / len(found)
                    wrong = soak.run(None if seconds else chosen.requests, seconds)
                except (OSError, Wrong, Broken) as error:
                    wrong = [*soak.wrong, "%r%s" % (error, server.last_words())]
                else:
                    soaks.append(soak)
                complaints += ["%s: %s" % (name, each) for each in wrong]
    print_table(soaks)
    if complaints:
        sys.exit("\n".join(complaints))


if __name__ == "__main__":
    main()
