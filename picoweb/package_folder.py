"""Where apps are."""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .app import WebApp


def folder(pkg: str) -> str:
    """The folder of a package or module, with a slash at its end; "" if there is none of that name."""
    try:
        module = sys.modules[pkg] if pkg in sys.modules else __import__(pkg)
    except ImportError:
        return ""
    path = getattr(module, "__path__", None)  # of a package; some boards have no __file__
    if path:
        return (path if isinstance(path, str) else list(path)[0]) + "/"
    file = getattr(module, "__file__", "").replace("\\", "/")
    return file[: file.rfind("/") + 1]


def folder_of(app: "WebApp") -> str:
    """The folder of an app's package, with a slash at its end; "" is the current directory."""
    return folder(app.pkg) if app.pkg else ""
