"""Where apps are, and whether a file is there."""

import sys
from os import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def folder(pkg: str) -> str:
    """The folder of a package or module, with a slash at its end; "" if there is none of that name."""
    try:
        module: "Any" = sys.modules[pkg] if pkg in sys.modules else _main(pkg) or __import__(pkg)  # build: no names
    except ImportError:
        return ""
    places = getattr(module, "__path__", None)  # of a package; some boards have no __file__
    if places:
        return (places if isinstance(places, str) else list(places)[0]) + "/"
    file: str = getattr(module, "__file__", "").replace("\\", "/")
    return file[: file.rfind("/") + 1]


def _main(pkg: str) -> "Any":
    """The main program, if its file has that name: to import it would run it again. None if it has another.

    It is imported, which only finds it, as MicroPython's sys.modules lacks it.
    """
    module: "Any" = __import__("__main__")  # build: no names
    file: str = getattr(module, "__file__", None) or ""
    name = file[max(file.rfind("/"), file.rfind("\\")) + 1 :]
    return module if name == pkg + ".py" or name == pkg + ".mpy" else None


def folder_of(app: "Any") -> str:
    """The folder of an app's package, with a slash at its end; "" is the current directory."""
    return folder(app.pkg) if app.pkg else ""


def exists(path: str) -> bool:
    """Whether there is a file or folder."""
    try:
        return bool(stat(path))
    except OSError:
        return False
