"""Where apps are."""

import sys


def folder(pkg):
    """The folder of a package or module, with a slash at its end; "" if there is none of that name."""
    try:
        module = sys.modules[pkg] if pkg in sys.modules else __import__(pkg)  # build: no names
    except ImportError:
        return ""
    path = getattr(module, "__path__", None)  # of a package; some boards have no __file__
    if path:
        return (path if isinstance(path, str) else list(path)[0]) + "/"
    path = getattr(module, "__file__", "").replace("\\", "/")
    return path[: path.rfind("/") + 1]


def folder_of(app):
    """The folder of an app's package, with a slash at its end; "" is the current directory."""
    return folder(app.pkg) if app.pkg else ""
