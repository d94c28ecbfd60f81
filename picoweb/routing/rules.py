"""URL rules with variables in Flask's manner: "/user/<int:id>/<name>".

It knows paths as text. How a rule gets into a map is for `routes`.
"""

import re
from collections import namedtuple

from ..http.errors import HTTPError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

EXPRESSION = "re("  # how the name of a converter begins that is an expression itself

#: A variable of a rule: the text before it, its name, what becomes of its value (a function of a str), whether that may
#: have a "/" in it, whether it is a float, whether each part of a text that it takes would be taken, too, the text behind
#: the variable, and whether that is the last of the rule.
Variable = namedtuple("Variable", (
    "text_before", "variable_name", "convert_text", "takes_slashes", "makes_float", "is_divisible", "text_after", "ends_rule"))


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

    def __init__(self, path: str, values: "dict[str, Any]", rule: "Rule") -> None:
        self.values = values
        self._path = path
        self._rule = rule

    def copy(self) -> "Match":
        """Another one: what is done to the values is not for the next request."""
        return Match(self._path, self.values.copy(), self._rule)

    def group(self, key: "int | str" = 0) -> "Any":
        """The value of a variable (its name, or its number in the rule, from 1 on); the whole path for 0.

        Raises KeyError, IndexError.
        """
        if isinstance(key, str):
            return self.values[key]
        if key < 0:
            raise IndexError("no such group")
        return self.values[self._rule.parts[key - 1].variable_name] if key else self._path

    # build: only if error texts
    def remedy(self, error: Exception) -> str:
        """What to write, where an exception may say that a handler does not take the variables of its rule; else ""."""
        if not isinstance(error, TypeError) or "unexpected keyword" not in str(error):
            return ""
        names = ", ".join([part.variable_name for part in self._rule.parts])
        return "; for the rule %s write: def %s(req, resp, %s)" % (self._rule.url, self._rule.name, names)


class Rule:
    """A pattern for paths: text, and variables `<name>` or `<converter:name>`.

    A converter is a name in `converters`, or `re("...")`: a regular expression for all of the text.
    A variable takes at least one character, and no "/" unless it is a `path`. Of several in one segment the first takes as
    much as it can, and a `path` as little. Raises ValueError for what cannot be read.

    url: str, the rule. name: str, what its handler is called, for `url_for`.
    """

    name = ""

    def __init__(self, url: str, converters: "Mapping[str, Callable[[str], Any]]") -> None:
        self.url = url
        self.parts: "list[Any]" = []  # of Variable, in order
        self.shape = ""  # without the names
        self.changes_below: "str | None" = None  # what it says of any path is always the same
        texts, variables = split_rule(url)
        for place, kind_and_name in enumerate(variables):
            is_last = place + 1 == len(variables)
            self._add(texts[place], kind_and_name, texts[place + 1], is_last, converters)
        self.tail: str = texts[-1]
        self.shape += self.tail
        self._values_of = values_of
        if any(not part.ends_rule and (part.takes_slashes or part.text_after[:1] != "/") for part in self.parts):
            from .choices import values_of as values_by_choice

            self._values_of = values_by_choice

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
            self.changes_below = self.parts[0].text_before if self.parts else text_before  # the app's own are asked each time
        is_divisible = convert in (str, digits)
        self.parts.append(
            Variable(text_before, name, convert, kind == "path", convert is decimal, is_divisible, text_after, is_last))
        self.shape += "%s<%s>" % (text_before, kind)

    def match(self, path: str) -> "Match | None":
        """What the rule makes of a path; None if it does not match."""
        values = self._values_of(self.parts, path)
        return None if values is None else Match(path, values, self)


def values_of(parts, path):
    """The values (dict) of the variables of a rule in a path; None if it does not match.

    parts: of Variable, in order, each of which can end at one place only.
    """
    values = {}
    start = 0
    for part in parts:
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
    return values


def value_end(part, path, start):
    """Where in a path (str) the value of a Variable ends that begins at `start`; -1 if it cannot end."""
    text_after = part.text_after
    if part.ends_rule:
        return len(path) - len(text_after) if path.endswith(text_after) else -1
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
        try:
            match = expression.match(text)
        except RuntimeError:  # MicroPython's expressions take stack for each letter, and there may be little of it
            raise HTTPError(414)
        if not match:
            raise ValueError
        return text

    return convert
