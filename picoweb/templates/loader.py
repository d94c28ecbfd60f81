"""Templates of a folder as generator functions.

It finds and keeps them; what a template's source means is for the compiler to
know, which is loaded for the first that no module was made of beforehand.
"""

import sys

from ..package_folder import exists
from .plain_text import text as text  # what modules that earlier versions made of templates import

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Any

ENOENT = 2
MODULE_ENDS = ".py", ".mpy"
BUILT: "dict[str, Callable[..., Generator[str, None, None]]]" = {}  # templates that are part of the program: `picoweb build` fills it


def built(name: str) -> "Callable[..., Generator[str, None, None]]":
    """The generator function of a template that is part of the program. Raises OSError for another."""
    if name not in BUILT:
        raise OSError(ENOENT, name)
    return BUILT[name]


class Loader:
    """The templates of one app.

    root: str, the folder of the app, "" for the current directory.
    dir: str, the folder of its templates, below `root`.
    """

    def __init__(self, root: str, dir: str) -> None:
        self._folder = root + "/" + dir if root and root[-1] != "/" else root + dir
        self._loaded: "dict[str, Any]" = {}

    def load(self, name: str) -> "Callable[..., Generator[str, None, None]]":
        """The generator function of a template: called with its arguments, it yields str.

        name: str, below the folder, "/" between its parts; one in front counts for nothing. Raises OSError, with
        the path, if it cannot be read; SyntaxError, with path and line, if it
        cannot be compiled.
        """
        name = name.lstrip("/")  # older apps begin with one
        if name not in self._loaded:
            if not is_below(name):
                raise OSError(ENOENT, self.path(name))  # it may be a client's idea
            render = BUILT.get(name)
            if not render:  # build: only if template sources
                render = self.find_compiled(name) or self._compile(name)
            if not render:
                raise OSError(ENOENT, self.path(name))
            self._loaded[name] = render
        return self._loaded[name]  # type: ignore[no-any-return]

    def path(self, name: str) -> str:
        """The path (str) of a template's source."""
        return self._folder + "/" + name

    def find_compiled(self, name: str) -> "Callable[..., Generator[str, None, None]] | None":
        """The function from the module made of a template beforehand (a_tpl.py of a.tpl); None if there is none."""
        path = self.path(name.replace(".", "_"))
        if not path.startswith(".frozen/") and not any(exists(path + end) for end in MODULE_ENDS):
            return None
        module = _imported(path)
        self._complete(module)
        return module.render  # type: ignore[no-any-return]

    def _complete(self, module: "Any") -> None:
        """Give the module made of a template what it uses: it does not know what this package is called."""
        module._load = self.load  # for templates that it includes by a name which it computes
        module._str = text
        if hasattr(module, "_escape"):
            from .markup import Safe, escape

            module._escape, module.safe = escape, Safe

    def _compile(self, name: str) -> "Any":
        """The function from the source of a template."""
        from .compiler import compile_template

        return compile_template(self, name)


def is_below(name: str) -> bool:
    """Whether the name of a template leads nowhere but down."""
    return name[:1] != "/" and "\\" not in name and "\0" not in name and ".." not in name.split("/")


def _imported(path) -> "Any":
    """The module at a path (without its ending), kept out of sys.modules: other folders may have one of its name."""
    folder, _, stem = path.rpartition("/")
    sys.path.insert(0, folder)
    try:
        return __import__(stem)  # build: no names
    finally:
        sys.path.remove(folder)
        sys.modules.pop(stem, None)
