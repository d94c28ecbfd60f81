"""What the tags of templates mean: the language of utemplate 1.4.1, and markup that escapes."""

from .writer import Writer

_SIMPLE = ("break", "continue", "pass", "return")


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
            from . import blocks

            getattr(blocks, word)(self, rest)  # build: names extends, block
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
            return eval('"""' + text.replace('"', '\\"') + '"""')  # build: no names
        except (SyntaxError, ValueError):
            pass
    return text
