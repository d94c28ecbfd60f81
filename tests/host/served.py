"""What real clients are tried on: apps in processes of their own, on the smallest runtime and on this one."""

import contextlib
import functools
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from interpreters import micropython, this_python  # noqa: E402

import test_examples  # noqa: E402
from need import skip_or_fail  # noqa: E402

RUNTIMES = [micropython("1.25", 32), this_python()]
on_runtimes = pytest.mark.parametrize("runtime", RUNTIMES, ids=lambda each: each.name)


def example(runtime, name, log):
    """A context: a process that serves an example, and its port. log: the Path for what it prints."""
    return serving(runtime, functools.partial(test_examples.start, runtime, name), log)


def app(runtime, name, log):
    """A context: a process that serves the app in NAME.py of this folder, and its port."""
    return serving(runtime, functools.partial(start, runtime, name), log)


@contextlib.contextmanager
def again(runtime, name, port, log):
    """Serve an example on a port where it was served before."""
    with open(log, "w") as output:
        server = test_examples.start(runtime, name, port, output)
    try:
        assert test_examples.listens(server, port), log.read_text()
        yield
    finally:
        server.kill()
        server.wait()


def serving(runtime, start, log):
    if not runtime.command:
        skip_or_fail(runtime.why)
    return test_examples.serving(start, log)


def start(runtime, name, port, output):
    return runtime.start(HERE / "start_example.py", name, port, cwd=HERE,
                         stdin=subprocess.DEVNULL, stdout=output, stderr=output)
