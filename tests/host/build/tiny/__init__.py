"""A package of the shape of picoweb, small enough to see through, for the tests of the build."""

from .runtime import IS_BOARD, import_module

__version__ = "1.0"

# Where the names of the package are.
_MODULES = {
    "App": "app",
    "start": "http.heads",
    "quote": "http.percent",
    "Broadcast": "live",
}
if not IS_BOARD:
    _MODULES["App"] = "app"


def __getattr__(name):
    """A name of the package, loaded once."""
    if name in _MODULES:
        value = getattr(_module(_MODULES[name], name), name)  # build: no names
    elif name == "oddity":
        value = "odd"
    else:
        raise AttributeError("module 'tiny' has no attribute '%s'" % name)
    globals()[name] = value
    return value


def _module(path, name):
    return import_module(__name__ + "." + path, name)
