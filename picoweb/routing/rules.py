"""URL rules with variables in Flask's manner: "/user/<int:id>/<name>".

It knows paths as text. How a rule gets into a map is for `routes`.
"""

import re
from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

EXPRESSION = "re("  # how the name of a converter begins that is an expression itself

#: A variable of a rule: the text before it, its name, what becomes of its value (a function of a str), whether that may
#: have a "/" in it, whether it is a float, the text behind the variable, and whether that is the last of the rule.
Variable = namedtuple("Variable", (
    "text_before", "variable_name", "convert_text", "takes_slashes", "makes_float", "text_after", "ends_rule"))


def digits(text: str) -> int:
    """The number that a text of ASCII's digits is. Raises ValueError for any other text."""
    if not text.encode().isdigit():
        raise ValueError
    return int(text)


def decimal(text: str) -> float:
    """The number that two rows of digits are, with a point between. Raises ValueError for any other text."""
    whole, _, fraction = text.partition(".")
    digits(whole)
    digits(fraction)
    return float(text)


#: What a variable's text becomes: a function of a str, which raises ValueError for what does not match.
converters: "dict[str, Callable[[str], Any]]" = {"string": str, "path": str, "int": digits, "float": decimal}


class Match:
    """A path that a rule matches. values: dict, of the variables."""

    def __init__(self, path: str, values: "dict[str, Any]") -> None:
        self.values = values
        self._path = path

    def copy(self) -> "Match":
        """Another one: what is done to the values is not for the next request."""
        return Match(self._path, self.values.copy())

    def group(self, key: "int | str" = 0) -> "Any":
        """The value of a variable (its name, or its number from 1 on); the whole path for 0. Raises KeyError, IndexError."""
        if isinstance(key, str):
            return self.values[key]
        return list(self.values.values())[key - 1] if key else self._path


class Rule:
    """A pattern for paths: text, and variables `<name>` or `<converter:name>`.

    A converter is a name in `converters`, or `re("...")`: a regular expression for all of the text.
    A variable takes at least one character, and no "/" unless it is a `path`. Raises ValueError for what cannot be read.

    url: str, the rule. name: str, what its handler is called, for `url_for`.
    """

    name = ""

    def __init__(self, url: str, converters: "Mapping[str, Callable[[str], Any]]") -> None:
        self.url = url
        self.parts: "list[Any]" = []  # of Variable, in order
        self.shape = ""  # without the names
        self.keep = True  # what it says of a path is always the same
        texts, variables = split_rule(url)
        for place, kind_and_name in enumerate(variables):
            is_last = place + 1 == len(variables)
            self._add(texts[place], kind_and_name, texts[place + 1], is_last, converters)
        self.tail: str = texts[-1]
        self.shape += self.tail

    def __str__(self) -> str:
        return self.url

    def _add(self, text_before, kind_and_name, text_after, is_last, converters):
        """Add a variable. kind_and_name: str, what stands between "<" and ">"."""
        kind, name = split_variable(kind_and_name)
        if not is_name(name):
            raise ValueError("%r is no name for a variable, in the rule %r" % (name, self.url))
        if name in [part.variable_name for part in self.parts]:
            raise ValueError("two variables %r in the rule %r" % (name, self.url))
        convert = converter(kind, converters, self.url)
        if not kind.startswith(EXPRESSION) and convert not in (str, digits, decimal):
            self.keep = False  # the app's own converters are asked each time
        self.parts.append(Variable(text_before, name, convert, kind == "path", convert is decimal, text_after, is_last))
        self.shape += "%s<%s>" % (text_before, kind)

    def match(self, path: str) -> "Match | None":
        """What the rule makes of a path; None if it does not match."""
        values = {}
        start = 0
        for part in self.parts:
            if not path.startswith(part.text_before, start):
                return None
            start += len(part.text_before)
            stop = value_end(part, path, start)
            if stop <= start:
                return None
            text = path[start:stop]
            if "/" in text and not part.takes_slashes:
                return None
            try:
                values[part.variable_name] = part.convert_text(text)
            except ValueError:
                return None
            start = stop
        return Match(path, values)


def value_end(part, path, start):
    """Where in a path (str) the value of a Variable ends that begins at `start`; -1 if it cannot end."""
    text_after = part.text_after
    if part.ends_rule:
        return len(path) - len(text_after) if path.endswith(text_after) else -1
    if part.takes_slashes:
        return path.rfind(text_after, start + 1)
    return path.find(text_after, start + 1)


def split_rule(url):
    """The texts of a rule (list of str), and what stands in "<>" between each two of them (list of str)."""
    texts = []
    variables = []
    rest = url
    while "<" in rest:
        text, _, rest = rest.partition("<")
        stop = closing_place(rest)
        if stop < 0:
            raise ValueError("no '>' in the rule %r" % url)
        texts.append(text)
        variables.append(rest[:stop])
        rest = rest[stop + 1 :]
    texts.append(rest)
    return texts, variables


def closing_place(rest):
    """Where the first variable ends in what is left of a rule; -1 if it does not. A ">" in quotes is an expression's."""
    quote = ""
    for place, character in enumerate(rest):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == ">":
            return place
    return -1


def split_variable(kind_and_name):
    """The name of the converter, and that of the variable."""
    colon = kind_and_name.rfind(":")
    return (kind_and_name[:colon], kind_and_name[colon + 1 :]) if colon >= 0 else ("string", kind_and_name)


def is_name(text):
    """Whether a text can be a keyword argument of a handler, beside `req` and `resp`."""
    others = text.lower().strip("etaoinsrchldgpumfywkvbxjqz0123456789_")
    return text and not others and not "0" <= text[0] <= "9" and text not in ("req", "resp")


def converter(kind, converters, url):
    """The function that a converter's name (or expression) means. Raises ValueError if it means none."""
    if kind.startswith(EXPRESSION) and kind[-1] == ")":
        return whole_text_matcher(kind[len(EXPRESSION) : -1], url)
    if kind not in converters:
        raise ValueError("no converter %r, in the rule %r" % (kind, url))
    return converters[kind]


def whole_text_matcher(quoted, url):
    """A converter that takes a text which an expression matches from end to end. quoted: the expression, in quotes."""
    try:
        if quoted[0] != quoted[-1] or quoted[0] not in "\"'":
            raise ValueError("no quotes")
        expression = re.compile("^(" + quoted[1:-1] + ")$")
    except Exception as error:  # each runtime has one of its own
        raise ValueError("no expression in the rule %r: %s" % (url, error))

    def convert(text):
        if not expression.match(text):
            raise ValueError
        return text

    return convert
