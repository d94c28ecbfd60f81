"""Python, written statement by statement: lines, indentation and blocks. It knows no tags."""

_CLAUSES = {"elif": ("if",), "else": ("if", "for", "while", "try"), "except": ("try",), "finally": ("try",)}


class Writer:
    """Writes the body of one generator function into the lines of a unit.

    scanner: what it is made from, asked for line numbers and told of errors.
    depth: int, the blocks around the function.
    """

    def __init__(self, unit, scanner, depth):
        self._unit = unit
        self._scanner = scanner
        self._depth = depth
        self._blocks = []  # of (word, number of the line)
        self._is_empty = False  # the innermost block
        self.has_output = False

    def level(self):
        """The blocks (int) around the next statement."""
        return self._depth + 1 + len(self._blocks)

    def emit(self, code):
        """Write a statement (str) or the head of a block."""
        self.check(code)
        self._unit.put(" " * self.level() + code, self._scanner)
        self._is_empty = False

    def output(self, value):
        """Write that the function yields the value of an expression (str)."""
        self.emit("yield " + value)
        self.has_output = True

    def begin(self, word, code):
        """Begin a block, which `word` is to end: "for", and code: "for x in y"."""
        self.emit(code + ":")
        self._blocks.append((word, self._scanner.number))
        self._is_empty = True

    def is_clause(self, word):
        """Whether it goes on with a block, as "else" does."""
        return word in _CLAUSES

    def clause(self, word, code):
        """Go on with the innermost block."""
        block = self._block()
        if block not in _CLAUSES[word]:
            self._scanner.fail("'%s' without '%s'" % (word, _CLAUSES[word][0]))
        self.end(block)
        self.begin(block, code)

    def end(self, word):
        """End the innermost block, which has to be a `word`."""
        if self._block() != word:
            self._scanner.fail("'end%s' without '%s'" % (word, word))
        if self._is_empty:
            self.emit("pass")
        self._blocks.pop()

    def finish(self):
        """End the function."""
        self.check_ended()
        if not self.has_output:
            self.output('""')  # a generator has to have one

    def check_ended(self):
        """Raise SyntaxError if a block is not ended."""
        if self._blocks:
            word, number = self._blocks[-1]
            self._scanner.fail("'%s' is not ended" % word, number)

    def check(self, code):
        """Raise SyntaxError with the place if a unit that checks its statements finds one wrong."""
        try:
            self._unit.check(code)
        except SyntaxError as e:
            self._scanner.fail(e.args[0])

    def _block(self):
        return self._blocks[-1][0] if self._blocks else None
