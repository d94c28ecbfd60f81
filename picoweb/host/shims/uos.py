"""MicroPython's os: the standard module, with ilistdir()."""

import os as _os
from os import *  # noqa: F403

_DIRECTORY, _FILE = 0x4000, 0x8000


def ilistdir(path="."):
    """Yield (name, type, inode, size) for each entry of a folder; type is 0x4000 for a folder, 0x8000 for a file."""
    with _os.scandir(path) as entries:
        for entry in entries:
            kind = _DIRECTORY if entry.is_dir() else _FILE
            yield (entry.name, kind, entry.inode(), entry.stat(follow_symlinks=False).st_size)
