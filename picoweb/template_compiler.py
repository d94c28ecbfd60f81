"""Templates into Python: the language of utemplate 1.4.1, and markup that escapes.

Text goes into a list, so that the Python source holds the tags only. Where
templates are, it asks the loader.
"""

from .template import exists, text
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
        exec(compile("\n".join(unit.lines), loader.path(name) + " (compiled)", "exec"), scope)
    except SyntaxError:
        from .template_checker import CheckedUnit

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


class Template(Writer):
    """Writes what the pieces of one template mean."""

    family = None  # the templates around it, if it extends one, is extended, or has blocks
    tags = 0  # that were read

    def __init__(self, unit, scanner, depth, is_markup):
        super().__init__(unit, scanner, depth)
        self._is_markup = is_markup
        self.pieces = scanner.pieces()
        self.args = None
        self.start = len(unit.lines)

    def write(self, function):
        """Write all of it, as a function of this name."""
        lines = self._unit.lines
        head = len(lines)
        self._unit.put("", self._scanner)  # it is written last: the tag with the arguments need not come first
        if not head:
            self.emit("_t = _text")
        self.start = len(lines)
        for kind, piece in self.pieces:
            self.write_piece(kind, piece)
        self.finish()
        args = "*a, **d" if self.args is None else self.args
        lines[head] = "%sdef %s(%s):" % (" " * self._depth, function, args)

    def write_piece(self, kind, piece):
        """Write what a piece means, as the scanner gives it."""
        self.tags += kind != ""
        if kind == "%":
            self._statement(piece)
        elif kind:
            self.output(("_escape(%s)" if self._is_markup else "_str(%s)") % piece)
        else:
            self._text(piece)

    def _text(self, text):
        texts = self._unit.texts
        self.output("_t[%d]" % len(texts))
        texts.append(text if self._is_markup else _unescaped(text))

    def _statement(self, tag):
        word, rest = (tag.split(None, 1) + ["", ""])[:2]
        if word == "args":
            self.args = rest
            self.check("def f(%s):" % rest)
        elif word == "set":
            self.emit(rest or "pass")
        elif word == "include":
            self._include(rest)
        elif word in ("extends", "block"):
            from . import template_blocks

            getattr(template_blocks, word)(self, rest)
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
