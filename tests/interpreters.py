"""The interpreters that the tests run on, and how each is started."""

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
    heap = "heapsize=352k" if bits == 32 else "heapsize=400k"
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


def all_interpreters():
    found = [micropython(version, bits) for version, bits in MICROPYTHONS]
    pythons = {each.name: each for each in [this_python(), *filter(None, map(cpython, CPYTHONS))]}
    return found + [pythons[name] for name in sorted(pythons)]
