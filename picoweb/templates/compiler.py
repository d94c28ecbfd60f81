"""Templates into Python: a template becomes a generator function, with those that it includes.

Text goes into a list, so that the Python source holds the tags only. Where
templates are, it asks the loader.
"""

from ..package_folder import exists
from .plain_text import text
from .unit import Unit

COMPILED = " (compiled)"  # behind the path of a template: the name of the Python that was made of it
RENDER = "render"  # the name of the function


class Sources:
    """Where the sources of a loader's templates are: in files."""

    def __init__(self, loader):
        self._loader = loader

    def open(self, name):
        """The source of a template, a binary file. Raises OSError, with the path."""
        path = self._loader.path(name)
        try:
            return open(path, "rb")
        except OSError as error:
            raise OSError(error.args[0], path)

    def exists(self, name):
        """Whether there is a source of a template."""
        return exists(self._loader.path(name))


def compile_template(loader, name, sources=None, unit=None):
    """The generator function of a template. Raises OSError or SyntaxError, see `Loader.load`.

    sources: where sources are, if not in files. unit: what they become, a Unit.
    """
    sources = sources or Sources(loader)
    unit = unit or Unit(loader, sources)
    unit.add(name, RENDER, 0)
    scope = _scope(unit)
    try:
        exec(compile("\n".join(unit.lines), loader.path(name) + COMPILED, "exec"), scope)  # build: no names
    except SyntaxError:
        _find_mistake(loader, sources, name)
        raise
    return scope[RENDER]


def _scope(unit):
    """The names that the Python of a template uses (dict)."""
    scope = {"_text": unit.texts, "_load": unit.loader.load, "_str": text}
    if unit.has_markup:
        from .markup import Safe, escape

        scope["_escape"] = escape
        scope["safe"] = Safe
    return scope


def _find_mistake(loader, sources, name):
    """Raise SyntaxError for the tag of a template that is no Python, with its place."""
    from .checker import CheckedUnit

    CheckedUnit(loader, sources).add(name, RENDER, 0)
