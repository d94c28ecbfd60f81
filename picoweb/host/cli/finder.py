"""The modules of an app's folder, found by Python's import system: they are compiled as the app's own file is."""

import os
import sys
import sysconfig
from importlib.machinery import PathFinder, SourceFileLoader

from .rewrite import compile_source

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


def _canonical(path):
    """A path that is the same for each way to the same file."""
    return os.path.normcase(os.path.realpath(path))


def _lies_in(path, folder):
    """Whether a path is below a folder, both canonical."""
    return path.startswith(os.path.join(folder, ""))
