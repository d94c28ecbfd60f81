"""The source of a template as text and tags. What stands in a tag means nothing here."""

COMMENT = "#"
EXPRESSION = "{"
CLOSING = {"%": "%}", EXPRESSION: "}}", COMMENT: "#}"}  # what ends a tag, by its second character, which is its kind
PIECE = 512  # characters of text; a longer piece ends with its line


class Scanner:
    """Reads one template, a line at a time.

    file: an open binary file. path: str, for errors. has_comments: bool, whether
    `{#` begins a comment, else it is text. number: int, of the line read last.
    """

    def __init__(self, file, path, has_comments):
        self._file = file
        self.path = path
        self._has_comments = has_comments
        self.number = 0

    def pieces(self):
        """Yield (kind, str): ("", text), ("{", expression), ("%", statement). Raises SyntaxError."""
        text = ""
        for kind, part in self._parts():
            if not kind:
                text += part
            if text and (kind or len(text) > PIECE):
                yield "", text
                text = ""
            if kind:
                yield kind, part
        if text:
            yield "", text

    def fail(self, what, number=None):
        """Raise SyntaxError for a line, or else for the one read last."""
        raise SyntaxError("%s, line %d: %s" % (self.path, number or self.number, what))

    def _parts(self):
        """Yield (kind, str) as `pieces` does, but the text as it lies between tags and ends of lines."""
        line = self._next_line()
        while line:
            place = self._find_tag(line)
            if place:
                yield "", line[:place]
            if place < len(line):
                kind = line[place + 1]
                inner, line = self._split(line[place + 2 :], CLOSING[kind])
                if kind != COMMENT:
                    yield kind, inner
                if kind == EXPRESSION or line != "\n":
                    continue
            line = self._next_line()

    def _next_line(self):
        """The next line (str), which ends in a line feed; "" at the end."""
        self.number += 1
        try:
            line = self._file.readline().decode()
        except UnicodeError:
            self.fail("it is not UTF-8")
        return line[:-2] + "\n" if line[-2:] == "\r\n" else line

    def _find_tag(self, line):
        """Where the first tag begins, or else the end of the line."""
        place = line.find("{")
        while place >= 0:
            kind = line[place + 1 : place + 2]
            if kind in CLOSING and (kind != COMMENT or self._has_comments):
                return place
            place = line.find("{", place + 1)
        return len(line)

    def _split(self, line, closing):
        """What is before `closing`, on this line or a later one, and what is after it."""
        first = self.number
        while closing not in line:
            more = self._next_line()
            if not more:
                self.fail("no '%s'" % closing, first)
            line = line.replace("\n", " ") + more
        inner, _, rest = line.partition(closing)
        return inner.strip(), rest
