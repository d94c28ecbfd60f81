"""Copies of picoweb among the modules of an app, such as lib/picoweb, which the app imports as `lib.picoweb`."""

import re
from pathlib import Path

NAME = "picoweb"  # what the folder of a copy is called

# How the class begins in the sources: in 1.8.2 it is in the package itself.
_CLASS = re.compile(rb"^class WebApp\b *(\( *(object)? *\))? *:", re.M)


def is_copy(folder):
    """Whether a folder (str or Path) is a copy of this package, of any version, as sources or as bytecode."""
    folder = Path(folder)
    if folder.name != NAME:
        return False
    if (folder / "__init__.mpy").is_file():
        return True
    files = [folder / "__init__.py", folder / "app.py"]
    return files[0].is_file() and any(_CLASS.search(each.read_bytes()) for each in files if each.is_file())
