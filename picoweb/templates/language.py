"""What the tags of templates mean: the language of utemplate 1.4.1, and markup that escapes."""

from .writer import Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SIMPLE = ("break", "continue", "pass", "return")  # statements that are written as they are

# Kinds of pieces, as the scanner gives them: text is of none.
STATEMENT = "%"
EXPRESSION = "{"


class Template(Writer):
    """Writes what the pieces of one template mean.

    pieces: iterator, as of `Scanner.pieces`. tags: int, how many were read. args: str, the parameters of its function; None
    where it says nothing of them. start: int, the line of the unit where the body of its function begins.
    """

    family: "Any" = None  # the templates around it (blocks.Family), if it extends one, is extended, or has blocks
    generation = 0  # its number in the family
    is_new = True  # whether it is read for the first time there
    tags = 0
    args: "str | None" = None

    def __init__(self, unit, scanner, depth, is_markup):
        super().__init__(unit, scanner, depth)
        self.is_markup = is_markup
        self.pieces = scanner.pieces()
        self.start = len(unit.lines)

    def write(self, function):
        """Write all of it, as a function of this name."""
        lines = self.unit.lines
        head = len(lines)
        self.unit.put("", self.scanner)  # it is written last: the tag with the arguments need not come first
        if not head:
            self.emit("_t = _text")
        self.start = len(lines)
        for kind, piece in self.pieces:
            self.write_piece(kind, piece)
        self.finish()
        parameters = "*a, **d" if self.args is None else self.args
        lines[head] = "%sdef %s(%s):" % (" " * self.depth, function, parameters)

    def write_piece(self, kind, piece):
        """Write what a piece means, as the scanner gives it."""
        self.tags += kind != ""
        if kind == STATEMENT:
            self._write_statement(piece)
        elif kind == EXPRESSION:
            self.output(("_escape(%s)" if self.is_markup else "_str(%s)") % piece)
        else:
            self._write_text(piece)

    def _write_text(self, text):
        """Write that a text is output."""
        texts = self.unit.texts
        self.output("_t[%d]" % len(texts))
        texts.append(text if self.is_markup else _unescaped(text))

    def _write_statement(self, tag):
        """Write what a tag means that is no expression."""
        word, rest = (tag.split(None, 1) + ["", ""])[:2]
        if word in OWN_TAGS:
            OWN_TAGS[word](self, rest)
        elif self.is_clause(word):
            self.clause(word, tag)
        elif word[:3] == "end":
            self.end(word[3:])
        elif word in SIMPLE:
            self.emit(tag)
        else:
            self.begin(word, tag)

    def _take_args(self, rest):
        """Take the parameters that `args` names."""
        self.args = rest
        self.check("def f(%s):" % rest)

    def _write_set(self, rest):
        """Write the statement behind `set`."""
        self.emit(rest or "pass")

    def _write_include(self, rest):
        """Write that what another template yields is output: of `include "name" a, b` or `include {{expression}} a, b`."""
        if rest[:2] == "{{":
            name, _, values = rest[2:].partition("}}")
            function = "_load(%s)" % name.strip()
        else:
            name, _, values = rest.partition(" ")
            function = self._included(name[1:-1])
        self.output("from %s(%s)" % (function, values.strip()))

    def _included(self, name):
        """The function of an included template: one inside this one, which sees its names, unless it includes itself."""
        unit = self.unit
        if name in unit.names:
            return "_load(%r)" % name
        if unit.sources.exists(name):
            function = "render%d" % len(unit.lines)
            unit.add(name, function, self.level())
            return function
        if unit.loader.find_compiled(name):
            return "_load(%r)" % name
        self.scanner.fail("no template '%s'" % name)

    def _write_extends(self, rest):
        """Write it with the template that it extends."""
        self.unit.extends(self, rest)

    def _write_block(self, rest):
        """Write a block."""
        self.unit.block(self, rest)


#: What a tag that is no Python means: a function of the Template, and of the text behind the word.
OWN_TAGS = {
    "args": Template._take_args,
    "set": Template._write_set,
    "include": Template._write_include,
    "extends": Template._write_extends,
    "block": Template._write_block,
}


def _unescaped(text):
    """Text with its backslash escapes taken as Python takes them, for so utemplate does; if it cannot, as it is."""
    if "\\" in text:
        try:
            return eval('"""' + text.replace('"', '\\"') + '"""')  # build: no names
        except (SyntaxError, ValueError):
            pass
    return text
