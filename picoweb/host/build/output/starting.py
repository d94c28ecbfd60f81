"""What a board starts: it runs `main.py` when it gets power, and takes no bytecode for it."""
from pathlib import Path
from typing import List

from ..program import Refused
from .emit import Text

STARTED = Path("main.py")
APART = Path("main_app.py")  # where an app goes that is called main.py itself


def apart(texts: "List[Text]") -> "List[Text]":
    """The modules, with the app's `main.py` by another name: that one imports it. Raises Refused if a module has it."""
    paths = {each.path for each in texts}
    if {STARTED, APART} <= paths:
        raise Refused(APART, 1, f"{STARTED} becomes {APART} on the board: call this module something else")
    return [each._replace(name=APART.stem, path=APART) if each.path == STARTED else each for each in texts]


def start_file(path: Path) -> str:
    """The text of the `main.py` that starts an app. path: that of the app's module."""
    return f"import {path.stem}\n" if path.stem.isidentifier() else f"__import__({path.stem!r})\n"
