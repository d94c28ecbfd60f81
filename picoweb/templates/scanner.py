"""The source of a template as text and tags. What stands in a tag means nothing here."""

_CLOSING = {"%": "%}", "{": "}}", "#": "#}"}
_PIECE = 512  # characters of text; a longer piece ends with its line


class Scanner:
    """Reads one template, a line at a time.

    f: an open binary file. path: str, for errors. has_comments: bool, whether
    `{#` begins a comment, else it is text.
    """

    def __init__(self, f, path, has_comments):
        self._f = f
        self.path = path
        self._has_comments = has_comments
        self.number = 0  # of the line

    def pieces(self):
        """Yield (kind, str): ("", text), ("{", expression), ("%", statement). Raises SyntaxError."""
        text = ""
        for kind, part in self._parts():
            if kind:
                if text:
                    yield "", text
                    text = ""
                yield kind, part
            else:
                text += part
                if len(text) > _PIECE:
                    yield "", text
                    text = ""
        if text:
            yield "", text

    def fail(self, what, number=None):
        """Raise SyntaxError for a line, or else for the one read last."""
        raise SyntaxError("%s, line %d: %s" % (self.path, number or self.number, what))

    def _parts(self):
        line = self._next()
        while line:
            at = self._find_tag(line)
            if at:
                yield "", line[:at]
            if at < len(line):
                kind = line[at + 1]
                inner, line = self._split(line[at + 2 :], _CLOSING[kind])
                if kind != "#":
                    yield kind, inner
                if kind == "{" or line != "\n":
                    continue
            line = self._next()

    def _next(self):
        self.number += 1
        try:
            line = self._f.readline().decode()
        except UnicodeError:
            self.fail("it is not UTF-8")
        return line[:-2] + "\n" if line[-2:] == "\r\n" else line

    def _find_tag(self, line):
        """Where the first tag begins, or else the end of the line."""
        at = line.find("{")
        while at >= 0:
            kind = line[at + 1 : at + 2]
            if kind in _CLOSING and (kind != "#" or self._has_comments):
                return at
            at = line.find("{", at + 1)
        return len(line)

    def _split(self, line, closing):
        """What is before `closing`, on this line or a later one, and what is after it."""
        first = self.number
        while closing not in line:
            more = self._next()
            if not more:
                self.fail("no '%s'" % closing, first)
            line = line.replace("\n", " ") + more
        inner, _, rest = line.partition(closing)
        return inner.strip(), rest
