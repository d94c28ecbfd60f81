"""Measures picoweb on a computer beside the other contenders of bench/cpython, in one process on one core each.

wrk asks from another core over 32 kept connections. In each round every server has its turn with each workload, so
that what the machine does besides falls on all of them; medians count, and ratios to the floor of the same round.
"""
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import venv
import zlib
from contextlib import ExitStack
from functools import partial
from http.client import HTTPException
from pathlib import Path

import load
import results
from contenders import contenders, is_floor, is_ours, run_pip
from debian import cached, say
from figures import Broken
from rounds import Turns
from serving import HOME, HOST, free_port, receive
from workloads import FILES, WORKLOADS

CONNECTIONS = 32
RATE = 500  # requests a second, at which the slowest hundredth is taken
SECONDS = 1  # of it, twice in a round
PATIENCE = 20  # seconds until a server that does not answer counts as broken
ASKED = ("hello", "JSON", "parameter and query", "form", "file, 10 KiB")
FLOOR = "floor, uvloop"
OPEN = (1, 32, 1000)  # connections
ROUTES = (1, 10, 100)
UVICORN = "--port={port} --no-access-log --log-level=error --loop=uvloop --http=httptools"
GUNICORN = "--bind=127.0.0.1:{port} --workers=1 --worker-class=gthread --threads=4 --keep-alive=60 --log-level=error"
# For wrk: every request for a plant is for another.
PLANTS = """
local number = 0
function request()
  number = (number + 7) % 100000
  return wrk.format("GET", "/plants/" .. number .. "?unit=C")
end
"""
FORM = """
wrk.method = "POST"
wrk.body = "plant=basil&time=07%3A30"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
"""
SCRIPTS = {"parameter and query": PLANTS, "form": FORM}


class Run:
    """How much is measured: all, or as much as takes a minute."""

    def __init__(self, quick):
        self.quick = quick
        self.rounds = 1 if quick else 3
        self.workloads = ASKED[:1] if quick else ASKED


def python(entrants):
    """The Python of an environment of their own: what they bring along is not what picoweb is tested with."""
    needs = sorted({need for each in entrants for need in each.needs})

    def install(scratch):
        say("installing %s ..." % ", ".join(needs))
        made = scratch / "made"
        venv.create(made, with_pip=True)
        run_pip(made / "bin" / "python", "install", *needs)
        return made
    name = "bench-%d.%d-%08x" % (*sys.version_info[:2], zlib.crc32(" ".join(needs).encode()))
    return cached(name, install) / "bin" / "python"


class Process:
    """A contender that serves: a context manager, which starts and ends it."""

    def __init__(self, contender, interpreter, folder, routes=0):
        self.name = contender.name
        self.port = free_port()
        self.folder = folder
        folder.mkdir()
        (folder / "contender.py").write_text(contender.whole())
        for name, content in FILES.items():
            (folder / name).write_bytes(content)
        words = contender.command.format(uvicorn=UVICORN, gunicorn=GUNICORN) or "contender.py {port}"
        self.command = [interpreter, *words.format(port=self.port).split()]
        self.environment = dict(os.environ, PYTHONPATH=str(HOME), PYTHONDONTWRITEBYTECODE="1", ROUTES=str(routes))

    def __enter__(self):
        started = time.perf_counter()
        with open(self.folder / "log", "w") as log:
            self.process = subprocess.Popen(
                [*load.pinned(load.cores()[0]), *self.command], cwd=self.folder, env=self.environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        try:
            self.first_answer(started + PATIENCE)
        except BaseException:
            self.end()
            raise
        self.start_ms = (time.perf_counter() - started) * 1000
        return self

    def __exit__(self, *exc):
        self.end()

    def end(self):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def first_answer(self, until):
        while True:
            try:
                return self.answer("hello")
            except (OSError, HTTPException) as why:
                if time.perf_counter() > until or self.process.poll() is not None:
                    raise Broken(f"{self.name} does not serve: {why}\n{self.last_words()}")
                time.sleep(0.002)

    def answer(self, workload):
        """Ask for a workload once. Raises Broken if the answer is wrong."""
        _, exchange = WORKLOADS[workload]
        with socket.create_connection((HOST, self.port), timeout=PATIENCE) as connection:
            connection.sendall(exchange.request)
            receive(connection, exchange)

    def memory(self):
        """Return the MiB of memory that its processes have in use."""
        pages = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                behind = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has just ended
            if int(behind[3]) == self.process.pid:  # its session
                pages += int(behind[21])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def rate(self, workload, connections=CONNECTIONS):
        _, exchange = WORKLOADS[workload]
        return self.loaded(exchange.target, connections, *self.script(workload))

    def loaded(self, target, connections=CONNECTIONS, *words):
        """Return the requests a second that it answers. words: those that wrk is told besides."""
        try:
            return load.wrk(f"http://{HOST}:{self.port}{target}", connections, 1, *words)
        except Broken as why:
            raise Broken(f"{self.name}, {target}: {why}{self.last_words()}")

    def last_words(self):
        return (self.folder / "log").read_text()[-2000:]

    def script(self, workload):
        """Words that have wrk read a script where a workload takes one."""
        if workload not in SCRIPTS:
            return ()
        path = self.folder / "script.lua"
        path.write_text(SCRIPTS[workload])
        return "--script", str(path)

    def slowest(self):
        """Return the time in ms in which 99 of 100 requests are answered, at RATE."""
        words = [sys.executable, HOME / "tools" / "openloop.py", self.port, RATE, CONNECTIONS, SECONDS]
        done = subprocess.run([*load.pinned(load.cores()[1]), *map(str, words)], capture_output=True, text=True)
        if done.returncode:
            raise Broken(f"{self.name} at {RATE} requests a second: {done.stderr}")
        return json.loads(done.stdout)[1]


def compare(entrants, interpreter, folder, run, turns):
    """Have all contenders serve, and take rates, the slowest hundredth, memory and the time to start."""
    with ExitStack() as stack:
        processes = {each.name: stack.enter_context(Process(each, interpreter, folder / each.path.stem))
                     for each in entrants}
        for process in processes.values():
            for workload in ASKED:
                process.answer(workload)
        turns.take("start to first answer, ms: hello", processes, lambda process: process.start_ms)
        for _ in range(run.rounds):
            for workload in run.workloads:
                turns.take(f"requests a second: {workload}", processes, partial(Process.rate, workload=workload))
            for _ in range(2):
                turns.take(f"p99 in ms, {RATE} requests a second: hello", processes, Process.slowest)
        turns.take("memory, MiB: after all that", processes, Process.memory)


def scale(entrants, interpreter, folder, run, turns):
    """Have picoweb and the floors serve more connections, and picoweb more routes."""
    few = [each for each in entrants if is_floor(each) or is_ours(each)]
    ours = next(each for each in entrants if each.name == "picoweb, uvloop")
    with ExitStack() as stack:
        processes = {each.name: stack.enter_context(Process(each, interpreter, folder / f"{each.path.stem}_open"))
                     for each in few}
        routed = {count: stack.enter_context(Process(ours, interpreter, folder / f"routes_{count}", count))
                  for count in ROUTES}
        for _ in range(run.rounds):
            for count in OPEN:
                measure = partial(Process.rate, workload="hello", connections=count)
                turns.take(f"requests a second, so many connections: {count}", processes, measure)
            for count, process in routed.items():
                measure = partial(Process.loaded, target=f"/route/{count - 1}")
                turns.take(f"requests a second, the last of so many routes: {count}", {ours.name: process}, measure)


def main():
    chosen = results.options(__doc__.split("\n")[0], "cpython")
    run = Run(chosen.quick)
    entrants = contenders("cpython")
    interpreter = python(entrants)
    entrants = [each for each in entrants if results.wanted(each, chosen.contenders)]
    found = results.Results(entrants, "CPython %d.%d" % sys.version_info[:2])
    turns = Turns()
    with tempfile.TemporaryDirectory() as scratch:
        compare(entrants, interpreter, Path(scratch), run, turns)
        if not run.quick:
            scale(entrants, interpreter, Path(scratch), run, turns)
    turns.add_to(found, FLOOR)
    results.finish(found, chosen)


if __name__ == "__main__":
    results.main("bench_cpython", main)
