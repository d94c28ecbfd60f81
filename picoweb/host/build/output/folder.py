"""The folder that a build writes: an earlier build goes, and what is not of one is left alone."""
import shutil
from pathlib import Path
from typing import Dict, Iterable

from ..program import Refused
from .mapping import Map


def clear(folder: Path, map_file: Path) -> None:
    """Remove the files that an earlier build wrote, as its map lists them, and folders that are empty then."""
    try:
        written = Map.read(map_file).files
    except (OSError, ValueError):
        return
    for name in written:
        path = folder / name
        if folder.resolve() in path.resolve().parents:
            path.unlink(missing_ok=True)
            _remove_empty(path.parent, folder)


def _remove_empty(place: Path, top: Path) -> None:
    while place != top and place.is_dir() and not any(place.iterdir()):
        place.rmdir()
        place = place.parent


def check_free(folder: Path, files: "Iterable[str]") -> None:
    """Raise Refused if a file is there already that no build has written, or a source that boards take before its bytecode."""
    for path in (folder / name for name in files):
        taken = [each for each in (path, path.with_suffix(".py")) if each.exists()]
        if path in taken or (taken and path.suffix == ".mpy"):
            raise Refused(taken[0], 1, "this is there already, and no earlier build wrote it: name another folder by --out, "
                          "or move it away")


def copy(files: "Dict[str, Path]", folder: Path) -> "Dict[str, int]":
    """Copy files to their places below a folder. Returns {place: bytes}."""
    for name, path in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return {name: path.stat().st_size for name, path in files.items()}
