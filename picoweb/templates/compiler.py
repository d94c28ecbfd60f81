"""Templates into Python: what becomes of one, with those that it includes.

Text goes into a list, so that the Python source holds the tags only. Where
templates are, it asks the loader.
"""

from .loader import exists, text
from .language import Template
from .scanner import Scanner

_MARKUP = (".html", ".htm", ".xml", ".svg")


class Sources:
    """Where the sources of a loader's templates are: in files."""

    def __init__(self, loader):
        self._loader = loader

    def open(self, name):
        """The source of a template, a binary file. Raises OSError, with the path."""
        path = self._loader.path(name)
        try:
            return open(path, "rb")
        except OSError as e:
            raise OSError(e.args[0], path)

    def exists(self, name):
        """Whether there is a source of a template."""
        return exists(self._loader.path(name))


def compile_template(loader, name, sources=None, unit=None):
    """The generator function of a template. Raises OSError or SyntaxError, see `Loader.load`.

    sources: where sources are, if not in files. unit: what they become, a Unit.
    """
    sources = sources or Sources(loader)
    unit = unit or Unit(loader, sources)
    unit.add(name, "render", 0)
    scope = {"_text": unit.texts, "_load": loader.load, "_str": text}
    if unit.has_markup:
        from .markup import Safe, escape

        scope["_escape"] = escape
        scope["safe"] = Safe
    try:
        code = compile("\n".join(unit.lines), loader.path(name) + " (compiled)", "exec")
        exec(code, scope)  # build: no names
    except SyntaxError:
        from .checker import CheckedUnit

        CheckedUnit(loader, sources).add(name, "render", 0)
        raise
    return scope["render"]


class Unit:
    """What a template becomes, together with those that it includes."""

    def __init__(self, loader, sources):
        self.loader = loader
        self.sources = sources
        self.lines = []  # of Python
        self.texts = []
        self.names = []  # of the templates being read: one, that which it includes, and so on
        self.has_markup = False

    def put(self, line, scanner):
        """Take a line of Python. scanner: reads what it is made from."""
        self.lines.append(line)

    def check(self, code):
        """Raise SyntaxError if a statement by itself is none."""

    def add(self, name, function, depth):
        """Make a template a generator function. depth: int, the blocks of Python around it."""
        self.names.append(name)
        with self.sources.open(name) as f:
            self.template(name, f, depth).write(function)
        self.names.pop()

    def template(self, name, f, depth):
        """What writes the pieces of a template; f: its source."""
        is_markup = name[name.rfind(".") :].lower() in _MARKUP
        self.has_markup = self.has_markup or is_markup
        return Template(self, Scanner(f, self.loader.path(name), is_markup), depth, is_markup)
