"""Templates that extend others, and their blocks. It is loaded when one has either.

A template becomes one function together with those that it extends: the text is that of
the last of them, and a block of it is what the first of them that has this block says.
Sources are read again for it, rather than kept.
"""

from .language import Template


class Family:
    """A template, that which it extends, and so on. names: list of str, theirs."""

    def __init__(self, name):
        self.names = [name]
        self.blocks = [[]]  # the names of each one's blocks
        self.open = []  # (name, number of the template) of the blocks that are being written

    def grow(self, name):
        """Add what the last one extends."""
        self.names.append(name)
        self.blocks.append([])

    def first(self, name, n):
        """The number of the first that has a block; `n` has it."""
        while n and name not in self.blocks[n]:
            n -= 1
        for i in range(n):
            if name in self.blocks[i]:
                return i
        return n

    def write(self, t, name, n):
        """Write a block as template number `n` has it. Returns whether it has."""
        unit = t._unit
        with unit.sources.open(self.names[n]) as f:
            other = unit.template(self.names[n], f, t.level() - 1)
            join(other, self, n)
            other.is_new = False
            for kind, piece in other.pieces:
                if kind == "%" and piece.split()[:2] == ["block", name]:
                    Block(other, name).write_content(t)
                    return True
        return False


def join(t, family, n):
    """Make a template number `n` of a family."""
    t.family = family
    t.n = n
    t.is_new = True  # whether it is read for the first time


def extends(t, rest):
    """Write a template of which the first tag says what it extends: all of it, with that."""
    if t.tags > 1:
        t._scanner.fail("'extends' is not the first tag")
    if not t.family:
        join(t, Family(t._unit.names[-1]), 0)
    family = t.family
    name = _quoted(t, rest)
    if name in family.names:
        t._scanner.fail("'%s' extends itself" % name)
    if not t._unit.sources.exists(name):
        t._scanner.fail("no template '%s'" % name)
    del t._unit.lines[t.start :]  # text before this tag
    heir = Heir(t)
    _write_rest(heir)
    family.grow(name)
    with t._unit.sources.open(name) as f:
        parent = t._unit.template(name, f, t._depth)
        join(parent, family, t.n + 1)
        _write_rest(parent)
    t.has_output = parent.has_output
    for each in (heir, parent):
        if t.args is None:
            t.args = each.args


def _write_rest(t):
    for kind, piece in t.pieces:
        t.write_piece(kind, piece)
    t.check_ended()


def _quoted(t, rest):
    if rest[:1] not in ("'", '"') or rest[-1] != rest[0] or not rest[1:-1]:
        t._scanner.fail("'extends' takes a name in quotes")
    return rest[1:-1]


def block(t, name):
    """Write a block where it stands, or skip it in a template that extends another."""
    if not t.family:
        join(t, Family(t._unit.names[-1]), 0)
    _note(t, name)
    family = t.family
    n = family.first(name, t.n)
    if isinstance(t, Heir):
        _skip(t, name)
    elif n == t.n:
        Block(t, name).write_content(t)
    else:
        _skip(t, name)
        family.write(t, name, n)


def _note(t, name):
    names = t.family.blocks[t.n]
    if not name or " " in name:
        t._scanner.fail("'block' takes a name")
    if t.is_new:
        if name in names:
            t._scanner.fail("a second block '%s'" % name)
        names.append(name)


def _skip(t, name):
    # Read on behind the end of a block, and take a note of those in it.
    number = t._scanner.number
    for kind, piece in t.pieces:
        if kind == "%":
            word, _, rest = piece.partition(" ")
            if word == "block":
                _note(t, rest.strip())
                _skip(t, rest.strip())
            elif _is_end(t, piece, name):
                return
    t._scanner.fail("'block' is not ended", number)


def _is_end(t, piece, name):
    words = piece.split()
    if words[:1] != ["endblock"]:
        return False
    if words[1:] and words[1:] != [name]:
        t._scanner.fail("'endblock %s' in block '%s'" % (words[1], name))
    return True


class Heir(Template):
    """The rest of a template that extends another: what it says outside of its blocks and functions is not output."""

    def __init__(self, t):
        super().__init__(t._unit, t._scanner, t._depth, t._is_markup)
        self.pieces = t.pieces
        self.tags = t.tags
        join(self, t.family, t.n)

    def write_piece(self, kind, piece):
        is_output = kind != "%" or piece.split()[:1] == ["include"]
        if not is_output or [word for word, _ in self._blocks if word == "def"]:
            super().write_piece(kind, piece)


class Block(Template):
    """The content of a block, which the tag read last begins."""

    def __init__(self, t, name):
        super().__init__(t._unit, t._scanner, t.level() - 1, t._is_markup)
        self.pieces = t.pieces
        self.tags = 1
        self._name = name
        self._number = t._scanner.number
        join(self, t.family, t.n)
        self.is_new = t.is_new

    def write_content(self, t):
        """Write it up to its end, into the function that the template `t` writes."""
        here = self._name, self.n
        if here in self.family.open:
            t._scanner.fail("block '%s' is in itself" % self._name)
        self.family.open.append(here)
        for kind, piece in self.pieces:
            if kind == "%" and _is_end(self, piece, self._name):
                break
            self.write_piece(kind, piece)
        else:
            self._scanner.fail("'block' is not ended", self._number)
        self.check_ended()
        self.family.open.pop()
        t.has_output = t.has_output or self.has_output

    def write_piece(self, kind, piece):
        if kind == "{" and piece == "super()":
            self._write_parents()
        else:
            super().write_piece(kind, piece)

    def _write_parents(self):
        for n in range(self.n + 1, len(self.family.names)):
            if self.family.write(self, self._name, n):
                return
        self._scanner.fail("no block '%s' to go back to" % self._name)
