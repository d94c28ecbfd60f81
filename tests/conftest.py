"""Portable tests as pytest items: each function of tests/test_*.py, on each interpreter.

A file runs as a whole, once for each interpreter, in a process of its own; its
functions are reported one by one.
"""

import ast
import functools
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import behind_uvicorn  # noqa: E402
from host.need import skip_or_fail  # noqa: E402
import interpreters as found  # noqa: E402

HERE = Path(__file__).parent
SECONDS = {"test_footprint.py": 360, "test_docs.py": 300, "test_examples.py": 250, "test_hardened.py": 300, "test_bench.py": 150}


@functools.lru_cache(maxsize=None)
def interpreters():
    return [*found.all_interpreters(), *found.on_builds(), found.without_uvloop(), found.behind_uvicorn()]


def pytest_addoption(parser):
    parser.addoption("--on", help="only these interpreters, e.g. mp1.25-32,py3.11")


def pytest_collection_modifyitems(items):
    """Have the files that take longest run first: one process runs all of a file."""
    items.sort(key=lambda item: -SECONDS.get(item.path.name, 0))


def pytest_collect_file(file_path, parent):
    if file_path.parent == HERE and file_path.name.startswith("test_") and file_path.suffix == ".py":
        return PortableFile.from_parent(parent, path=file_path)
    return None


class PortableFile(pytest.File):
    def collect(self):
        names = [node.name for node in ast.parse(self.path.read_text()).body
                 if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        wanted = self.config.getoption("--on")
        for interpreter in interpreters():
            if not wanted or interpreter.name in wanted.split(","):
                run = Run(self.path, interpreter)
                for name in self.named(interpreter, names):
                    yield PortableTest.from_parent(self, name=f"{name}[{interpreter.name}]", run=run, function=name)

    def named(self, interpreter, names):
        """Those of the functions that an interpreter is to run."""
        if interpreter.runner != "behind_uvicorn.py":
            return names
        without = behind_uvicorn.WITHOUT.get(self.path.stem, {})
        if isinstance(without, str):
            return []
        assert set(without) <= set(names), f"left out, and not there: {set(without) - set(names)}"
        return [name for name in names if name not in without]


class Run:
    """One file on one interpreter, run when its first result is asked for."""

    def __init__(self, path, interpreter):
        self.path = path
        self.interpreter = interpreter

    @functools.cached_property
    def output(self):
        return self.interpreter.run(HERE / self.interpreter.runner, self.path).stdout

    def result_of(self, name):
        """None for a pass, else what went wrong."""
        lines = self.output.splitlines()
        if f"PASS {name}" in lines:
            return None
        if f"FAIL {name}" in lines:
            start = lines.index(f"FAIL {name}") + 1
            return "\n".join(lines[start:lines.index(f"END {name}")])
        return "it did not get so far:\n" + self.output


class PortableTest(pytest.Item):
    def __init__(self, *, run, function, **kwargs):
        super().__init__(**kwargs)
        self.run = run
        self.tested = function  # not "function": pytest takes that for a Python function

    def runtest(self):
        if self.run.interpreter.command is None:
            skip_or_fail(self.run.interpreter.why)
        failure = self.run.result_of(self.tested)
        if failure is not None:
            raise PortableFailure(failure)

    def repr_failure(self, excinfo):
        if isinstance(excinfo.value, PortableFailure):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self):
        return self.path, None, self.name


class PortableFailure(Exception):
    """What an interpreter printed of a test that failed."""
