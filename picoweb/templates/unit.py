"""What a template becomes, together with those that it includes or extends: lines of Python, and texts beside them."""

from .language import Template
from .scanner import Scanner

MARKUP = ".html", ".htm", ".xml", ".svg"  # the endings of templates that escape


class Unit:
    """One template, and those in it. sources: where sources are, with `open(name)` and `exists(name)`.

    lines: list of str, of Python. texts: list of str, which the lines refer to by number. names: list of str, of the
    templates that are being read: one, that which it includes, and so on. has_markup: bool, whether one of them escapes.
    """

    def __init__(self, loader, sources):
        self.loader = loader
        self.sources = sources
        self.lines = []
        self.texts = []
        self.names = []
        self.has_markup = False

    def put(self, line, scanner):
        """Take a line of Python. scanner: reads what it is made from."""
        self.lines.append(line)

    def check(self, code):
        """Raise SyntaxError if a statement by itself is none."""

    def add(self, name, function, depth):
        """Make a template a generator function. function: str, its name. depth: int, the blocks of Python around it."""
        self.names.append(name)
        with self.sources.open(name) as file:
            self.template(name, file, depth).write(function)
        self.names.pop()

    def template(self, name, file, depth):
        """What writes the pieces of a template (Template); file: its source."""
        is_markup = name[name.rfind(".") :].lower() in MARKUP
        self.has_markup = self.has_markup or is_markup
        return Template(self, Scanner(file, self.loader.path(name), is_markup), depth, is_markup)

    def extends(self, template, rest):
        """Write a template that extends another. rest: str, what its tag says."""
        from .blocks import extends

        extends(template, rest)

    def block(self, template, rest):
        """Write a block where it stands. rest: str, what its tag says."""
        from .blocks import block

        block(template, rest)
