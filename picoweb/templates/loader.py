"""Templates of a folder as generator functions.

It finds and keeps them; what a template's source means is for the compiler to
know, which is loaded for the first that no module was made of beforehand.
"""

import sys
from os import stat


BUILT = {}  # {name: generator function} of templates that are part of the program: `picoweb build` fills it


def built(name):
    """The generator function of a template that is part of the program. Raises OSError for another."""
    if name not in BUILT:
        raise OSError(2, name)  # ENOENT
    return BUILT[name]


def text(value):
    """A value as str, for the templates that do not escape. `str` itself would make another one of a str."""
    return value if type(value) is str else str(value)


class Loader:
    """The templates of one app.

    root: str, the folder of the app, "" for the current directory.
    dir: str, the folder of its templates, below `root`.
    """

    def __init__(self, root, dir):
        self._folder = root + "/" + dir if root and root[-1] != "/" else root + dir
        self._loaded = {}

    def load(self, name):
        """The generator function of a template: called with its arguments, it yields str.

        name: str, below the folder, "/" between its parts. Raises OSError, with
        the path, if it cannot be read; SyntaxError, with path and line, if it
        cannot be compiled.
        """
        if name not in self._loaded:
            if name[:1] == "/" or "\\" in name or "\0" in name or ".." in name.split("/"):
                raise OSError(2, self.path(name))  # ENOENT: it may be a client's idea
            render = BUILT.get(name)
            if not render:  # build: only if template sources
                render = self.find_compiled(name) or self._compile(name)
            if not render:
                raise OSError(2, self.path(name))
            self._loaded[name] = render
        return self._loaded[name]

    def path(self, name):
        """The path (str) of a template's source."""
        return self._folder + "/" + name

    def find_compiled(self, name):
        """The function from the module made of a template beforehand (a_tpl.py of a.tpl); None if there is none."""
        path = self.path(name.replace(".", "_"))
        if not (path.startswith(".frozen/") or exists(path + ".py") or exists(path + ".mpy")):
            return None
        folder, _, stem = path.rpartition("/")
        module = _imported(folder, stem)
        module._load = self.load
        return module.render

    def _compile(self, name):
        from .compiler import compile_template

        return compile_template(self, name)


def exists(path):
    """Whether there is a file or folder."""
    try:
        return bool(stat(path))
    except OSError:
        return False


def _imported(folder, stem):
    """A module that is in `folder`, kept out of sys.modules: other folders may have one of its name."""
    sys.path.insert(0, folder)
    try:
        return __import__(stem)  # build: no names
    finally:
        sys.path.remove(folder)
        sys.modules.pop(stem, None)
