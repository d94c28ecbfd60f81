"""Python, written statement by statement: lines, indentation and blocks. It knows no tags."""

from collections import namedtuple

#: What goes on with a block, and the words of the blocks that it can go on with.
CLAUSES = {"elif": ("if",), "else": ("if", "for", "while", "try"), "except": ("try",), "finally": ("try",)}

#: A block of Python that is not ended: the word that began it, and the number of the line where it did.
OpenBlock = namedtuple("OpenBlock", ("block_word", "begin_line"))


class Writer:
    """Writes the body of one generator function into the lines of a unit.

    scanner: what it is made from, asked for line numbers and told of errors.
    depth: int, the blocks around the function.
    """

    def __init__(self, unit, scanner, depth):
        self.unit = unit
        self.scanner = scanner
        self.depth = depth
        self.open_blocks = []  # of OpenBlock, innermost last
        self.has_output = False
        self._is_empty = False  # the innermost block

    def level(self):
        """The blocks (int) around the next statement."""
        return self.depth + 1 + len(self.open_blocks)

    def emit(self, code):
        """Write a statement (str) or the head of a block."""
        self.check(code)
        self.unit.put(" " * self.level() + code, self.scanner)
        self._is_empty = False

    def output(self, expression):
        """Write that the function yields the value of an expression (str)."""
        self.emit("yield " + expression)
        self.has_output = True

    def begin(self, word, code):
        """Begin a block, which `word` is to end: "for", and code: "for x in y"."""
        self.emit(code + ":")
        self.open_blocks.append(OpenBlock(word, self.scanner.number))
        self._is_empty = True

    def is_clause(self, word):
        """Whether it goes on with a block, as "else" does."""
        return word in CLAUSES

    def clause(self, word, code):
        """Go on with the innermost block."""
        block = self._innermost()
        if block not in CLAUSES[word]:
            self.scanner.fail("'%s' without '%s'" % (word, CLAUSES[word][0]))
        self.end(block)
        self.begin(block, code)

    def end(self, word):
        """End the innermost block, which has to be a `word`."""
        if self._innermost() != word:
            self.scanner.fail("'end%s' without '%s'" % (word, word))
        if self._is_empty:
            self.emit("pass")
        self.open_blocks.pop()

    def finish(self):
        """End the function."""
        self.check_ended()
        if not self.has_output:
            self.output('""')  # a generator has to have one

    def check_ended(self):
        """Raise SyntaxError if a block is not ended."""
        if self.open_blocks:
            innermost = self.open_blocks[-1]
            self.scanner.fail("'%s' is not ended" % innermost.block_word, innermost.begin_line)

    def check(self, code):
        """Raise SyntaxError with the place if a unit that checks its statements finds one wrong."""
        try:
            self.unit.check(code)
        except SyntaxError as error:
            self.scanner.fail(error.args[0])

    def _innermost(self):
        """The word of the innermost block, or None."""
        return self.open_blocks[-1].block_word if self.open_blocks else None
