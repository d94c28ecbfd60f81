"""What real clients are tried on: apps in processes of their own, on the smallest runtime and on this one."""

import contextlib
import functools
import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from interpreters import micropython, this_python  # noqa: E402

import apps  # noqa: E402
import test_examples  # noqa: E402
from apps import PATIENCE  # noqa: E402
from need import skip_or_fail  # noqa: E402

RUNTIMES = [micropython("1.25", 32), this_python()]
on_runtimes = pytest.mark.parametrize("runtime", RUNTIMES, ids=lambda each: each.name)

# On a board, whether asyncio was imported decides which loop serves: (runtime, modules imported before).
LOOPS = [(RUNTIMES[0], []), (RUNTIMES[0], ["asyncio"]), (RUNTIMES[1], [])]
LOOP_NAMES = ["-".join([runtime.name, *modules]) for runtime, modules in LOOPS]
on_loops = pytest.mark.parametrize("runtime, modules", LOOPS, ids=LOOP_NAMES)

# By steps: on the framework's own sockets, and on those that have as little as a small board's.
STEPS = [(runtime, [module]) for module in ("stepwise", "barely") for runtime in RUNTIMES]
STEP_NAMES = ["-".join([runtime.name, *modules]) for runtime, modules in STEPS]
on_all_loops = pytest.mark.parametrize("runtime, modules", LOOPS + STEPS, ids=LOOP_NAMES + STEP_NAMES)


def eventually(function, wanted):
    """Wait until function() is what is wanted."""
    until = time.monotonic() + PATIENCE
    while function() != wanted:
        assert time.monotonic() < until, (function(), wanted)
        time.sleep(0.02)


def example(runtime, name, log):
    """A context: a process that serves an example, and its port. log: the Path for what it prints."""
    return serving(runtime, functools.partial(test_examples.start, runtime, name), log)


def app(runtime, name, log, modules=()):
    """A context: a process that serves the app in NAME.py of this folder, and its port. modules: imported before it."""
    return serving(runtime, functools.partial(start, runtime, name, modules), log)


@contextlib.contextmanager
def again(runtime, name, port, log):
    """Serve an example on a port where it was served before."""
    with open(log, "w") as output:
        server = test_examples.start(runtime, name, port, output)
    try:
        assert apps.listens(server, port), log.read_text()
        yield
    finally:
        server.kill()
        server.wait()


def serving(runtime, start, log):
    if not runtime.command:
        skip_or_fail(runtime.why)
    return apps.serving(start, log)


def start(runtime, name, modules, port, output):
    return runtime.start(HERE / "start_example.py", name, port, *modules, cwd=HERE,
                         stdin=subprocess.DEVNULL, stdout=output, stderr=output)
