"""The files that an app reads while it runs: they go to the board beside its code.

They are those of the folders that picoweb looks for, and those that a text of the app names.
"""
from pathlib import Path
from typing import Dict, Iterable, Iterator

STATIC, TEMPLATES = "static", "templates"
CODE = (".py", ".pyc", ".mpy")


def assets_of(folder: Path, texts: "Iterable[str]", with_templates: bool) -> "Dict[str, Path]":
    """{place on the board: file} of an app's folder. texts: the app's. with_templates: whether the board compiles them."""
    names = {STATIC, TEMPLATES, *filter(_is_path, texts)}
    if not with_templates:
        names.remove(TEMPLATES)
    return {path.relative_to(folder).as_posix(): path for name in sorted(names) for path in _files_of(folder / name)}


def _is_path(text: str) -> bool:
    """Whether a text may be a path below the app's folder."""
    parts = text.rstrip("/").split("/")
    return text.isprintable() and len(text) < 200 and not any(part.startswith(".") or not part or "\\" in part for part in parts)


def _files_of(place: Path) -> "Iterator[Path]":
    """A file, or those of a folder and below: all but code, hidden ones and copies that editors make."""
    for path in [place] if place.is_file() else sorted(place.rglob("*")) if place.is_dir() else []:
        hidden = any(part.startswith(".") for part in path.relative_to(place).parts)
        if path.is_file() and not hidden and not path.name.endswith((*CODE, "~")):
            yield path
