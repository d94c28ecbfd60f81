"""URL rules with variables in Flask's manner: "/user/<int:id>/<name>".

From the first of them on, routes without variables are kept before those with: they are tried first.
"""

import re

from .map import methods_of


def _digits(text):
    if not text.encode().isdigit():  # as bytes: ASCII's digits only
        raise ValueError
    return int(text)


def _decimal(text):
    whole, _, part = text.partition(".")
    _digits(whole)
    _digits(part)
    return float(text)


#: What a variable's text becomes: a function of a str, which raises ValueError for what does not match.
converters = {"string": str, "path": str, "int": _digits, "float": _decimal}


def rule(app, url, kwargs):
    """What `WebApp.route` does where a rule has variables, or duplicates are refused (`strict`).

    Raises ValueError for a rule that cannot be read, or for a path and method that have a handler.
    """
    if isinstance(url, str) and url[:1] != "/":
        raise ValueError("no '/' at the start of the path %r" % url)
    urls = app.url_map
    if "_first" not in app.__dict__:
        app._first = len(urls)  # of the rules with variables
        app.route = lambda url, **kwargs: rule(app, url, kwargs)
    pattern = Rule(url, app.converters) if isinstance(url, str) and "<" in url else url

    def f(func):
        if app.strict:
            _refuse_duplicates(app, pattern, func, kwargs)
        if pattern is not url:
            pattern.name = kwargs.get("endpoint") or func.__name__
            urls.append((pattern, lambda req, resp: func(req, resp, **req.url_match.values), kwargs))
        elif isinstance(url, str):
            urls.insert(app._first, (url, func, kwargs))
            app._first += 1
        else:
            urls.append((url, func, kwargs))
        return func

    return f


def _refuse_duplicates(app, pattern, func, kwargs):
    mine = methods_of(kwargs)
    for route in app.url_map:
        theirs = methods_of(route[2]) if len(route) > 2 else None
        both = not mine or not theirs or [each for each in mine if each in theirs]
        if both and _shape(route[0]) == _shape(pattern):
            from .urls import name_of

            raise ValueError("%s %s goes to %s, not to %s as well" % (
                "/".join(mine or theirs or ["any method"]), pattern, name_of(route), func.__name__))


def _shape(pattern):
    return pattern.shape if isinstance(pattern, Rule) else pattern


class Match:
    """A path that a rule matches. values: dict, of the variables."""

    def __init__(self, path, values):
        self.values = values
        self._path = path

    def copy(self):
        """Another one: what is done to the values is not for the next request."""
        return Match(self._path, self.values.copy())

    def group(self, key=0):
        """The value of a variable (its name, or its number from 1 on); the whole path for 0."""
        if isinstance(key, str):
            return self.values[key]
        return list(self.values.values())[key - 1] if key else self._path


class Rule:
    """A pattern for paths, in parts: text, and variables `<name>` or `<converter:name>`.

    A converter is a name in `converters`, or `re("...")`: a regular expression for all of the text.
    A variable takes at least one character, and no "/" unless it is a `path`.
    """

    def __init__(self, url, converters):
        self.url = url
        self.parts = []  # of (text before it, name, function, is it a path), in order
        self.shape = ""  # without the names
        self.keep = True  # what it says of a path is always the same
        rest = url
        while "<" in rest:
            text, _, rest = rest.partition("<")
            stop = _end(rest)
            if stop < 0:
                raise ValueError("no '>' in the rule %r" % url)
            kind, name = _split(rest[:stop])
            if not _is_name(name):
                raise ValueError("%r is no name for a variable, in the rule %r" % (name, url))
            if name in [each[1] for each in self.parts]:
                raise ValueError("two variables %r in the rule %r" % (name, url))
            rest = rest[stop + 1 :]
            convert = _converter(kind, converters, url)
            if kind[:3] != "re(" and convert not in (str, _digits, _decimal):
                self.keep = False  # but for the app's own converters
            self.parts.append((text, name, convert, kind == "path"))
            self.shape += "%s<%s>" % (text, kind)
        self.tail = rest
        self.shape += rest

    def __str__(self):
        return self.url

    def match(self, path):
        """A Match, or None."""
        values = {}
        start = 0
        count = len(self.parts)
        for n in range(count):
            text, name, convert, is_path = self.parts[n]
            if not path.startswith(text, start):
                return
            start += len(text)
            last = n + 1 == count
            text = self.tail if last else self.parts[n + 1][0]
            stop = len(path)
            if last and text:
                stop -= len(text)
                if not path.endswith(text):
                    return
            elif not last:
                stop = path.rfind(text, start + 1) if is_path else path.find(text, start + 1)
            value = path[start:stop] if stop > start else ""
            if not value or "/" in value and not is_path:
                return
            try:
                values[name] = convert(value)
            except ValueError:
                return
            start = stop
        return Match(path, values)


def _end(rest):
    # Where a variable ends: a ">" in the quotes of an expression is none.
    quoted = ""
    for n, c in enumerate(rest):
        if quoted:
            quoted = "" if c == quoted else quoted
        elif c in "\"'":
            quoted = c
        elif c == ">":
            return n
    return -1


def _split(text):
    at = text.rfind(":")
    return (text[:at], text[at + 1 :]) if at >= 0 else ("string", text)


def _is_name(text):
    # Whether it can be a keyword argument of a handler, beside `req` and `resp`.
    left = text.lower().strip("etaoinsrchldgpumfywkvbxjqz0123456789_")
    return text and not left and not "0" <= text[0] <= "9" and text not in ("req", "resp")


def _converter(kind, converters, url):
    if kind[:3] == "re(" and kind[-1] == ")":
        try:
            if kind[3] != kind[-2] or kind[3] not in "\"'":
                raise ValueError("no quotes")
            expression = re.compile("^(" + kind[4:-2] + ")$")
        except Exception as error:  # each runtime has one of its own
            raise ValueError("no expression in the rule %r: %s" % (url, error))

        def convert(text):
            if not expression.match(text):
                raise ValueError
            return text

        return convert
    if kind not in converters:
        raise ValueError("no converter %r, in the rule %r" % (kind, url))
    return converters[kind]
