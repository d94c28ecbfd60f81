"""Templates that extend others, and their blocks. It is loaded when one has either.

A template becomes one function together with those that it extends: the text is that of
the last of them, and a block of it is what the first of them that has this block says.
Sources are read again for it, rather than kept.
"""

from collections import namedtuple

from .language import EXPRESSION, STATEMENT, Template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: A block that is being written, as a generation of a family has it.
Writing = namedtuple("Writing", ("written_name", "written_generation"))


class Family:
    """A template, that which it extends, and so on. Their places here are their generations.

    names: list of str, theirs. blocks: list of lists of str, the names of each one's blocks. being_written: list of Writing.
    """

    def __init__(self, name):
        self.names = [name]
        self.blocks: "list[list[str]]" = [[]]
        self.being_written: "list[Any]" = []

    def grow(self, name):
        """Add what the last one extends."""
        self.names.append(name)
        self.blocks.append([])

    def first(self, name, generation):
        """The first generation that has a block; `generation` has it."""
        for each in range(generation):
            if name in self.blocks[each]:
                return each
        return generation

    def write(self, template, name, generation):
        """Write a block as a generation has it, into the function that a template writes. Returns whether it has."""
        unit = template.unit
        with unit.sources.open(self.names[generation]) as file:
            other = unit.template(self.names[generation], file, template.level() - 1)
            join(other, self, generation)
            other.is_new = False
            for kind, piece in other.pieces:
                if kind == STATEMENT and piece.split()[:2] == ["block", name]:
                    Block(other, name).write_content(template)
                    return True
        return False


def join(template, family, generation):
    """Make a template a generation of a family."""
    template.family = family
    template.generation = generation


def found_family(template):
    """The family of a template; if it has none, one that it founds."""
    if not template.family:
        join(template, Family(template.unit.names[-1]), 0)
    return template.family


def extends(template, rest):
    """Write a template of which the first tag says what it extends: all of it, with that."""
    if template.tags > 1:
        template.scanner.fail("'extends' is not the first tag")
    family = found_family(template)
    name = _parent_name(template, family, rest)
    del template.unit.lines[template.start :]  # text before this tag
    heir = Heir(template)
    write_rest(heir)
    family.grow(name)
    parent = _write_parent(template, name)
    template.has_output = parent.has_output
    for each in (heir, parent):
        if template.args is None:
            template.args = each.args


def _parent_name(template, family, rest):
    """The name of what a template extends. Raises SyntaxError if there is none, or it is one that extends this one."""
    scanner = template.scanner
    if rest[:1] not in ("'", '"') or rest[-1] != rest[0] or not rest[1:-1]:
        scanner.fail("'extends' takes a name in quotes")
    name = rest[1:-1]
    if name in family.names:
        scanner.fail("'%s' extends itself" % name)
    if not template.unit.sources.exists(name):
        scanner.fail("no template '%s'" % name)
    return name


def _write_parent(template, name):
    """Write what a template extends, in its place. Returns it (Template)."""
    with template.unit.sources.open(name) as file:
        parent = template.unit.template(name, file, template.depth)
        join(parent, template.family, template.generation + 1)
        write_rest(parent)
    return parent


def write_rest(template):
    """Write the pieces of a template that were not read yet."""
    for kind, piece in template.pieces:
        template.write_piece(kind, piece)
    template.check_ended()


def block(template, name):
    """Write a block where it stands, or skip it in a template that extends another."""
    family = found_family(template)
    note(template, name)
    first = family.first(name, template.generation)
    if isinstance(template, Heir):
        skip(template, name)
    elif first == template.generation:
        Block(template, name).write_content(template)
    else:
        skip(template, name)
        family.write(template, name, first)


def note(template, name):
    """Take a note of a block. Raises SyntaxError for a name that is none, or that the template has already."""
    names = template.family.blocks[template.generation]
    if not name or " " in name:
        template.scanner.fail("'block' takes a name")
    if template.is_new:
        if name in names:
            template.scanner.fail("a second block '%s'" % name)
        names.append(name)


def skip(template, name):
    """Read on behind the end of a block, and take a note of those in it."""
    begin_line = template.scanner.number
    for kind, piece in template.pieces:
        if kind == STATEMENT:
            word, _, rest = piece.partition(" ")
            if word == "block":
                note(template, rest.strip())
                skip(template, rest.strip())
            elif is_end(template, piece, name):
                return
    template.scanner.fail("'block' is not ended", begin_line)


def is_end(template, tag, name):
    """Whether a tag ends a block. Raises SyntaxError if it names another."""
    words = tag.split()
    if words[:1] != ["endblock"]:
        return False
    if words[1:] and words[1:] != [name]:
        template.scanner.fail("'endblock %s' in block '%s'" % (words[1], name))
    return True


class Heir(Template):
    """The rest of a template that extends another: what it says outside of its blocks and functions is not output."""

    def __init__(self, template):
        super().__init__(template.unit, template.scanner, template.depth, template.is_markup)
        self.pieces = template.pieces
        self.tags = template.tags
        join(self, template.family, template.generation)

    def write_piece(self, kind, piece):
        """Write what a piece means, unless it is output."""
        is_output = kind != STATEMENT or piece.split()[:1] == ["include"]
        if not is_output or "def" in [each.block_word for each in self.open_blocks]:
            super().write_piece(kind, piece)


class Block(Template):
    """The content of a block, which the tag read last begins."""

    def __init__(self, template, name):
        super().__init__(template.unit, template.scanner, template.level() - 1, template.is_markup)
        self.pieces = template.pieces
        self.tags = 1
        self.is_new = template.is_new
        self._name = name
        self._begin_line = template.scanner.number
        join(self, template.family, template.generation)

    def write_content(self, template):
        """Write it up to its end, into the function that a template writes."""
        here = Writing(self._name, self.generation)
        if here in self.family.being_written:
            template.scanner.fail("block '%s' is in itself" % self._name)
        self.family.being_written.append(here)
        self._write_pieces()
        self.check_ended()
        self.family.being_written.pop()
        template.has_output = template.has_output or self.has_output

    def _write_pieces(self):
        """Write the pieces up to the end of the block."""
        for kind, piece in self.pieces:
            if kind == STATEMENT and is_end(self, piece, self._name):
                return
            self.write_piece(kind, piece)
        self.scanner.fail("'block' is not ended", self._begin_line)

    def write_piece(self, kind, piece):
        """Write what a piece means; `{{ super() }}` is the block as what is extended has it."""
        if kind == EXPRESSION and piece == "super()":
            self._write_parents()
        else:
            super().write_piece(kind, piece)

    def _write_parents(self):
        """Write the block of the next generation that has it."""
        for generation in range(self.generation + 1, len(self.family.names)):
            if self.family.write(self, self._name, generation):
                return
        self.scanner.fail("no block '%s' to go back to" % self._name)
