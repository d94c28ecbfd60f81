"""The interpreters that the tests run on, and how each is started."""

import ast
import functools
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MICROPYTHONS = [(version, bits) for version in ("1.25", "1.26") for bits in (32, 64)]
CPYTHONS = ["3.9", "3.11", "3.13"]


class Interpreter:
    """name: as tests show it. command: its argv, without a script; None where it is not to be had, and `why`."""

    runner = "runner.py"  # what runs the portable tests

    def __init__(self, name, command=None, why=None, path=(ROOT, ROOT / "tests")):
        self.name = name
        self.command = command
        self.why = why
        self.micropython = name.startswith("mp")
        self.path = [str(folder) for folder in path]

    def environment(self):
        env = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
        env["PYTHONPATH"] = os.pathsep.join(self.path)
        env["MICROPYPATH"] = ":".join([*self.path, ".frozen"])
        return env

    def run(self, *words, timeout=120, cwd=ROOT / "tests"):
        """Run a script to its end. Returns the CompletedProcess, output as text, errors among it."""
        return subprocess.run(
            [*self.command, *map(str, words)], env=self.environment(), cwd=cwd, timeout=timeout,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")

    def start(self, *words, cwd=ROOT, **kwargs):
        """Start a script. Returns the Popen."""
        return subprocess.Popen([*self.command, *map(str, words)], env=self.environment(), cwd=cwd, **kwargs)


def micropython(version, bits):
    name = f"mp{version}-{bits}"
    done = subprocess.run(
        [ROOT / "tools" / "micropython", "--version", version, "--bits", str(bits)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        return Interpreter(name, why=done.stderr.strip())
    heap = "heapsize=400k" if bits == 32 else "heapsize=640k"
    return Interpreter(name, [done.stdout.strip(), "-X", heap])


def cpython(version):
    """CPython of a version: this one, one on PATH, or one of pyenv's; None where there is none."""
    places = [sys.executable, shutil.which("python" + version)]
    places += sorted(Path("~/.pyenv/versions").expanduser().glob(version + ".*/bin/python"))
    for place in filter(None, places):
        probe = [str(place), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        done = subprocess.run(probe, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if done.stdout.strip() == version:
            return Interpreter("py" + version, [str(place)])
    return None


def this_python():
    return Interpreter("py%d.%d" % sys.version_info[:2], [sys.executable])


def without_uvloop():
    """This Python, with asyncio's own loop."""
    python = this_python()
    found = Interpreter(python.name + "-asyncio", python.command)
    found.runner = "without_uvloop.py"
    return found


def behind_uvicorn():
    """This Python, with uvicorn between the tests and the app."""
    python = this_python()
    if importlib.util.find_spec("uvicorn"):
        found = Interpreter(python.name + "-uvicorn", python.command)
    else:
        found = Interpreter(python.name + "-uvicorn", why="uvicorn is missing: pip install -e .[test]")
    found.runner = "behind_uvicorn.py"
    return found


FORMATS = ("py", "mpy")  # of the build that the portable tests run on, besides the sources


def on_builds():
    """MicroPython of 32 bits, on what `picoweb build` makes of the package."""
    found = []
    for version, bits in MICROPYTHONS:
        if bits == 32:
            for format in FORMATS:
                source = micropython(version, bits)
                each = BuiltInterpreter(f"{source.name}-{format}", source.command, source.why)
                each.format = format
                found.append(each)
    return found


class BuiltInterpreter(Interpreter):
    """An interpreter that has the build in place of the sources. It is made when it is first needed."""

    format = "py"

    def environment(self):
        self.path = [str(built(self.format)), str(ROOT / "tests")]
        return super().environment()


@functools.lru_cache(maxsize=None)
def built(format):
    """The folder of the package as it is built for `mip` and firmware, but that names which tests ask for are kept."""
    sys.path.insert(0, str(ROOT))
    from picoweb.host.build import build

    worker = os.environ.get("PYTEST_XDIST_WORKER", "")  # of several that run tests, each makes its own
    folder = ROOT / "build" / "tests" / worker / format
    shutil.rmtree(folder, ignore_errors=True)
    build(None, folder, format, keep=names_in_tests())
    return folder


def names_in_tests():
    """All names that the portable tests have: some are internal ones of the package, which it would rename."""
    names = set()
    for path in (ROOT / "tests").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            for field in ("id", "attr", "arg", "name"):
                name = getattr(node, field, None)
                if isinstance(name, str):
                    names.add(name)
    return names


def all_interpreters():
    found = [micropython(version, bits) for version, bits in MICROPYTHONS]
    pythons = {each.name: each for each in [this_python(), *filter(None, map(cpython, CPYTHONS))]}
    return found + [pythons[name] for name in sorted(pythons)]
