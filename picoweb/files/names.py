"""The names of files. FAT, and some computers, know a file by others as well: `a.txt` also as `A.TXT`, `a.txt.` and `A~1.TXT`.

An app that guards a path is to see each file at one path only.
"""

import os

from .description import TWIN_END, is_there

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def is_spelled(path: str, start: int) -> bool:
    """Whether the names in the path of a file (str), from a character on (int), are spelled as their folders list them.

    Nothing is listed where the file is not there in other letters: such file systems know each by one name.
    """
    name_start = path.rfind("/") + 1
    name = path[name_start:]
    other = name.upper() if name != name.upper() else name.lower()
    if other != name and not is_there(path[:name_start] + other):
        return True
    stop = start
    while stop >= 0:
        stop = path.find("/", stop + 1)
        if not entry(path if stop < 0 else path[:stop]):
            return stop < 0 and entry(path + TWIN_END) is not None
    return True


def entry(path: str) -> "Any":
    """What the folder of a path (str) lists at its name, as `os.ilistdir` yields it: a tuple (name, type, ...), or None.

    Where there is no `os.ilistdir`, the tuple has only the name.
    """
    name_start = path.rfind("/") + 1
    folder = path[: max(name_start - 1, 0)] or path[:name_start]
    try:
        for each in os.ilistdir(folder) if hasattr(os, "ilistdir") else zip(os.listdir(folder or ".")):
            if each[0] == path[name_start:]:
                return each
    except OSError:  # it is no folder
        pass
    return None
