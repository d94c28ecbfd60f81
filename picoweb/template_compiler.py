"""Templates into Python: the language of utemplate 1.4.1, and markup that escapes.

Text goes into a list, so that the Python source holds the tags only. Where
templates are, it asks the loader.
"""

from .template import exists
from .template_scanner import Scanner
from .template_writer import Writer

_SIMPLE = ("break", "continue", "pass", "return")
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


def compile_template(loader, name, sources=None):
    """The generator function of a template. Raises OSError or SyntaxError, see `Loader.load`."""
    sources = sources or Sources(loader)
    unit = Unit(loader, sources)
    unit.add(name, "render", 0)
    scope = {"_text": unit.texts, "_load": loader.load}
    if unit.has_markup:
        from .markup import Safe, escape

        scope["_escape"] = escape
        scope["safe"] = Safe
    try:
        exec(compile("\n".join(unit.lines), loader.path(name) + " (compiled)", "exec"), scope)
    except SyntaxError:
        from .template_checker import CheckedUnit

        CheckedUnit(loader, sources).add(name, "render", 0)
        raise
    return scope["render"]


def module_source(loader, name):
    """The Python source (str) of a module that a loader takes instead of the template.

    Raises OSError or SyntaxError, see `Loader.load`.
    """
    unit = Unit(loader, Sources(loader))
    unit.add(name, "render", 0)
    head = ["_text = %r" % (unit.texts,)]
    if unit.has_markup:
        head.append("from picoweb.markup import Safe as safe, escape as _escape")
    return "\n".join(head + unit.lines) + "\n"


class Unit:
    """What a template becomes, together with those that it includes."""

    def __init__(self, loader, sources):
        self.loader = loader
        self.sources = sources
        self.lines = []  # of Python
        self.texts = []
        self.names = []  # of the templates being read: one, that which it includes, and so on
        self.has_markup = False

    def check(self, code):
        """Raise SyntaxError if a statement by itself is none."""

    def add(self, name, function, depth):
        """Make a template a generator function. depth: int, the blocks of Python around it."""
        is_markup = name[name.rfind(".") :].lower() in _MARKUP
        self.has_markup = self.has_markup or is_markup
        self.names.append(name)
        with self.sources.open(name) as f:
            scanner = Scanner(f, self.loader.path(name), is_markup)
            _Template(self, scanner, depth, is_markup).write(function)
        self.names.pop()


class _Template(Writer):
    """Writes what the pieces of one template mean."""

    def __init__(self, unit, scanner, depth, is_markup):
        super().__init__(unit, scanner, depth)
        self._is_markup = is_markup
        self._args = "*a, **d"

    def write(self, function):
        lines = self._unit.lines
        head = len(lines)
        lines.append("")  # it is written last: the tag with the arguments need not come first
        if not head:
            self.emit("_t = _text")
        for kind, piece in self._scanner.pieces():
            self._piece(kind, piece)
        self.finish()
        lines[head] = "%sdef %s(%s):" % (" " * self._depth, function, self._args)

    def _piece(self, kind, piece):
        if kind == "%":
            self._statement(piece)
        elif kind:
            self.output(("_escape(%s)" if self._is_markup else "str(%s)") % piece)
        else:
            self._text(piece)

    def _text(self, text):
        texts = self._unit.texts
        self.output("_t[%d]" % len(texts))
        texts.append(text if self._is_markup else _unescaped(text))

    def _statement(self, tag):
        word, rest = (tag.split(None, 1) + ["", ""])[:2]
        if word == "args":
            self._args = rest
            self.check("def f(%s):" % rest)
        elif word == "set":
            self.emit(rest or "pass")
        elif word == "include":
            self._include(rest)
        elif self.is_clause(word):
            self.clause(word, tag)
        elif word[:3] == "end":
            self.end(word[3:])
        elif word in _SIMPLE:
            self.emit(tag)
        else:
            self.begin(word, tag)

    def _include(self, tag):
        if tag[:2] == "{{":
            name, _, args = tag[2:].partition("}}")
            function = "_load(%s)" % name.strip()
        else:
            name, _, args = tag.partition(" ")
            function = self._included(name[1:-1])
        self.output("from %s(%s)" % (function, args.strip()))

    def _included(self, name):
        """A template becomes a function inside this one and sees its names, unless it includes itself."""
        unit = self._unit
        if name in unit.names:
            return "_load(%r)" % name
        if unit.sources.exists(name):
            function = "render%d" % len(unit.lines)
            unit.add(name, function, self.level())
            return function
        if unit.loader.find_compiled(name):
            return "_load(%r)" % name
        self._scanner.fail("no template '%s'" % name)


def _unescaped(text):
    """Text with its backslash escapes taken as Python takes them, for so utemplate does; if it cannot, as it is."""
    if "\\" in text:
        try:
            return eval('"""' + text.replace('"', '\\"') + '"""')
        except (SyntaxError, ValueError):
            pass
    return text
