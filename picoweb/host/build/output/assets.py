"""The files that an app reads while it runs: they go to the board beside its code.

They are those of the folders that picoweb looks for, and those that a text of the app names.
"""
from pathlib import Path
from typing import Collection, Dict, Iterable, Iterator

STATIC, TEMPLATES = "static", "templates"
CODE = (".py", ".pyc", ".mpy")


def assets_of(folder: Path, texts: "Iterable[str]", with_templates: bool, packages: "Collection[Path]" = (),
              out: "Path | None" = None) -> "Dict[str, Path]":
    """{place on the board: file} of an app's folder.

    texts: the app's. with_templates: whether the board compiles them. packages: other folders that have modules of the app, and
    so may have such folders. out: where the build writes, whose files are none of the app's.
    """
    names = {STATIC, *filter(_is_path, texts)} - {TEMPLATES}
    places = [folder / name for name in sorted(names)]
    places += [package / STATIC for package in packages]
    if with_templates:
        places += [each / TEMPLATES for each in (folder, *packages)]
    return {path.relative_to(folder).as_posix(): path for place in places for path in _files_of(place)
            if out is None or out not in path.parents}


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
