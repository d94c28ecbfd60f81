"""The modules of an app's folder, found by Python's import system: they are compiled as the app's own file is.

A copy of picoweb among them is not loaded: it is the one that runs already, which is what the command line speaks to.
"""

import importlib.util
import os
import sys
import sysconfig
from importlib.abc import Loader as AbstractLoader
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader

from ..copies import NAME, is_copy
from .rewrite import compile_source

RUNNING = importlib.util.resolve_name("...", __package__)  # what this package is called

_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))


class Finder:
    """Finds the modules that lie in an app's folder or below, to have them compiled by compile_source().

    What is installed, the standard library and picoweb itself are left to Python, wherever they lie.
    """

    def __init__(self, folder):
        self._folder = _canonical(folder)
        self._foreign = [_canonical(each) for each in (sysconfig.get_path("stdlib"), _PACKAGE)]

    def install(self):
        """Ask this finder before Python searches `sys.path`, and after it has looked for built-in modules."""
        finders = sys.meta_path
        finders.insert(finders.index(PathFinder) if PathFinder in finders else len(finders), self)

    def find_spec(self, name, path=None, target=None):
        """The import system's question; None: Python shall find it itself."""
        running = _running(name, path)
        if running:
            return ModuleSpec(name, AliasLoader(running), is_package=hasattr(sys.modules.get(running), "__path__"))
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.origin is None or type(spec.loader) is not SourceFileLoader:
            return None
        if not self._owns(spec.origin):
            return None
        spec.loader = Loader(name, spec.origin)
        return spec

    def _owns(self, path):
        """Whether a file is the app's own."""
        path = _canonical(path)
        parts = path.split(os.sep)
        if "site-packages" in parts or "dist-packages" in parts:
            return False
        return _lies_in(path, self._folder) and not any(_lies_in(path, folder) for folder in self._foreign)


class Loader(SourceFileLoader):
    """Compiles a module by compile_source(). Cached bytecode, which Python would take as well, is not used."""

    def get_code(self, fullname):
        """The code of a module, for Python's import system."""
        path = self.get_filename(fullname)
        return compile_source(self.get_data(path), path)


class AliasLoader(AbstractLoader):
    """Gives a module that runs already, or else is loaded now, to who asks for it by the name of a copy.

    name: str, what the module is called.
    """

    def __init__(self, name):
        self._name = name

    def create_module(self, spec):
        """The module. Python's import system gives it another spec."""
        module = importlib.import_module(self._name)
        self._spec = module.__spec__
        return module

    def exec_module(self, module):
        """Give the module its own spec back: it has been run."""
        module.__spec__ = self._spec


def _running(name, path):
    """The name of the module that runs in place of a copy's module; None for what belongs to no copy."""
    parent, _, last = name.rpartition(".")
    around = getattr(sys.modules.get(parent), "__name__", parent)
    if around != parent and _lies_in_package(around):
        below = f"{around}.{last}"
        return below if importlib.util.find_spec(below) else None
    if last == NAME and name != RUNNING and (not parent or _is_copy(name, path)):
        return RUNNING
    return None


def _lies_in_package(name):
    """Whether a dotted name is that of this package, or of a module of it."""
    return f"{name}.".startswith(f"{RUNNING}.")


def _is_copy(name, path):
    """Whether Python would find a copy of this package by a name."""
    spec = PathFinder.find_spec(name, path)
    return spec is not None and any(map(is_copy, spec.submodule_search_locations or ()))


def _canonical(path):
    """A path that is the same for each way to the same file."""
    return os.path.normcase(os.path.realpath(path))


def _lies_in(path, folder):
    """Whether a path is below a folder, both canonical."""
    return path.startswith(os.path.join(folder, ""))
