"""Loads picoweb's server on a computer, and those of others, in turns: requests a second, and the slowest hundredth.

Each serves the three routes of bench/peers, in one process on one core; wrk asks from another core over 32 kept
connections. In each round every server has its turn with each route, so that what the machine does besides falls on
all of them; the median of the rounds counts. "bare protocol" answers without looking at what came.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
import zlib
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from debian import Unavailable, cached, say
from figures import Broken
from installed import program
from serving import HOME, HOST, free_port

PEERS = HOME / "bench" / "peers"
CONNECTIONS = 32
# They have a virtual environment of their own: what they bring along is not what picoweb is tested with.
PACKAGES = ("aiohttp", "flask", "gunicorn", "httptools", "microdot", "quart", "sanic", "starlette", "uvicorn", "uvloop")
PATIENCE = 20  # seconds until a server that does not answer counts as broken
UVICORN = ("-m", "uvicorn", "{module}:app", "--port={port}", "--no-access-log", "--log-level=error",
           "--loop=uvloop", "--http=httptools")
GUNICORN = ("-m", "gunicorn", "{module}:app", "--bind=127.0.0.1:{port}", "--workers=1", "--worker-class=gthread",
            "--threads=4", "--keep-alive=60", "--log-level=error")
SCRIPT = ("{module}.py", "{port}")

# A name, its module in bench/peers, the distributions that it is, and what Python runs.
RACERS = (
    ("bare protocol", "app_wire", ("uvloop",), SCRIPT),
    ("picoweb", "app_picoweb", ("uvloop",), SCRIPT),
    ("aiohttp", "app_aiohttp", ("aiohttp", "uvloop"), SCRIPT),
    ("Sanic", "app_sanic", ("sanic", "uvloop"), SCRIPT),
    ("Starlette", "app_starlette", ("starlette", "uvicorn", "httptools", "uvloop"), UVICORN),
    ("Microdot", "app_microdot", ("microdot", "uvicorn", "httptools", "uvloop"), UVICORN),
    ("Quart", "app_quart", ("quart", "uvicorn", "httptools", "uvloop"), UVICORN),
    ("Flask", "app_flask", ("flask", "gunicorn"), GUNICORN),
)
NOT_RACING = "bare protocol"

# A name, the path that is asked for, what else wrk is told, and what the answer has to be.
ROUTES = (
    ("hello", "/", (), b"Hello, World!"),
    ("JSON", "/json", (), {"message": "Hello, World!", "values": [1, 2, 3]}),
    ("path parameter", "/users/42", ("-s", PEERS / "numbers.lua"), {"number": 42}),
)


VERSIONS = "import importlib.metadata as m, sys; print(*(f'{each} {m.version(each)}' for each in sys.argv[1:]))"


def python():
    """The Python of the environment that has all of PACKAGES."""
    name = "race-%d.%d-%s" % (*sys.version_info[:2], zlib.crc32(" ".join(PACKAGES).encode()))
    return cached(name, install) / "bin" / "python"


def install(scratch):
    say("installing %s ..." % ", ".join(PACKAGES))
    made = scratch / "made"
    venv.create(made, with_pip=True)
    done = subprocess.run(
        [made / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise Unavailable(done.stdout.strip())
    return made


class Racer:
    """A server in a process, from `start` on."""

    def __init__(self, python, name, module, distributions, words):
        self.name = name
        self.port = port = free_port()
        found = subprocess.run([python, "-c", VERSIONS, *distributions], capture_output=True, text=True, check=True)
        self.versions = found.stdout.strip()
        self.command = [python, *(word.format(module=module, port=port) for word in words)]
        self.turns = {route[0]: [] for route in ROUTES}  # of each route: (requests a second, slowest hundredth in ms)

    def start(self, folder, core):
        environment = dict(os.environ, PYTHONPATH=str(HOME), PYTHONDONTWRITEBYTECODE="1")
        self.log = Path(folder, f"{self.port}.log")
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [*pinned(core), *self.command], cwd=PEERS, env=environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True)

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)

    def url(self, path):
        return f"http://{HOST}:{self.port}{path}"

    def check(self):
        """Wait until it listens. Raises Broken unless it answers right."""
        until = time.monotonic() + PATIENCE
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        for route, path, _, wanted in ROUTES:
            while True:
                try:
                    with opener.open(self.url(path), timeout=PATIENCE) as answer:
                        got = answer.read()
                    break
                except OSError as why:
                    if time.monotonic() > until:
                        raise Broken(f"{self.name} does not serve: {why}\n{self.log.read_text()[-2000:]}")
                    time.sleep(0.1)
            if self.name == NOT_RACING:
                return
            if (got if isinstance(wanted, bytes) else json.loads(got)) != wanted:
                raise Broken(f"{self.name} answers {route} with {got!r}")

    def turn(self, wrk, route, core, seconds):
        name, path, options, _ = route
        words = [wrk, "--threads=1", f"--connections={CONNECTIONS}", f"--duration={seconds}s", "--latency"]
        done = subprocess.run([*pinned(core), *words, *options, self.url(path)], stdout=subprocess.PIPE, text=True)
        rate = re.search(r"^Requests/sec: +([\d.]+)", done.stdout, re.M)
        slowest = re.search(r"^ +99% +([\d.]+)(us|ms|s)$", done.stdout, re.M)
        if not rate or not slowest or "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
            raise Broken(f"{self.name}, {name}:\n{done.stdout}")
        unit = {"us": 0.001, "ms": 1, "s": 1000}[slowest.group(2)]
        self.turns[name].append((float(rate.group(1)), float(slowest.group(1)) * unit))

    def results(self):
        """Of each route: requests a second, and the slowest hundredth in milliseconds."""
        found = {route: map(median, zip(*turns)) for route, turns in self.turns.items()}
        return {route: (round(rate), round(slowest, 2)) for route, (rate, slowest) in found.items()}


def pinned(core):
    """Words before a command that keep it on one core, where that can be."""
    return () if core is None else ("taskset", "--cpu-list", str(core))


def cores():
    """The core for the servers, and the one for wrk."""
    if not hasattr(os, "sched_getaffinity"):
        return None, None
    found = sorted(os.sched_getaffinity(0))
    return (found[0], found[1]) if len(found) > 1 else (None, None)


def race(racers, rounds, seconds):
    """Have each racer take its turns. Raises Broken, Unavailable."""
    wrk = program(["wrk"], "wrk")
    mine, other = cores()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        for racer in racers:
            racer.start(folder, mine)
            stack.callback(racer.stop)
        for racer in racers:
            racer.check()
        for number in range(rounds):
            for route in ROUTES:
                say(f"round {number + 1} of {rounds}: {route[0]} ...")
                for racer in racers[number % len(racers):] + racers[:number % len(racers)]:
                    racer.turn(wrk, route, other, seconds)


def print_table(racers):
    print(f"{'requests a second (slowest hundredth, ms)':44}" + "".join(f"{route[0]:>22}" for route in ROUTES))
    for racer in racers:
        cells = ["%s (%.1f)" % (format(rate, ","), slowest) for rate, slowest in racer.results().values()]
        print(f"{racer.name:16}{'':28}" + "".join(f"{cell:>22}" for cell in cells))
    print("\n".join(f"{racer.name}: {racer.versions}" for racer in racers))


def faster_ones(racers):
    """Yield a sentence for each that was faster than picoweb."""
    found = {racer.name: racer.results() for racer in racers}
    for name, results in found.items():
        for route, (rate, _) in results.items():
            mine = found["picoweb"][route][0]
            if name != NOT_RACING and rate > mine:
                yield f"{route}: {name} answered {rate} a second, picoweb {mine}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("racers", nargs="*", metavar="NAME", help="only these, and picoweb")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=2, help="of each turn")
    parser.add_argument("--json", metavar="FILE", help="also write the results there")
    parser.add_argument("--check", action="store_true", help="exit with 1 when another is faster")
    chosen = parser.parse_args()
    wanted = [name.lower() for name in chosen.racers]
    try:
        interpreter = python()
        racers = [Racer(interpreter, *each) for each in RACERS
                  if not wanted or each[0].lower() in [*wanted, "picoweb"]]
        race(racers, chosen.rounds, chosen.seconds)
    except Unavailable as why:
        print(f"tools/race.py: {why}", file=sys.stderr)
        sys.exit(os.EX_UNAVAILABLE)
    except Broken as why:
        sys.exit(f"tools/race.py: {why}")
    print_table(racers)
    if chosen.json:
        found = {racer.name: {"versions": racer.versions, "results": racer.results()} for racer in racers}
        Path(chosen.json).write_text(json.dumps(found, indent=2) + "\n")
    complaints = list(faster_ones(racers)) if chosen.check else []
    if complaints:
        sys.exit("\n".join(complaints))


if __name__ == "__main__":
    main()
