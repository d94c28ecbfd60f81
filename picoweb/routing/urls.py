"""URLs made from the map: the way back from a handler to the path that leads to it."""

from ..http.percent import quote
from .tree import outward, prefix_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


WRONG_CALL = "url_for(%s) is called with the name of a handler, and then its rule's variables by name: url_for(\"user\", id=7)"
PATH_CHARACTERS = "/:@!$&'()*+,;="  # which mean nothing else in a path (RFC 3986, 3.3)


def url_for(*args: "Any", **values: "Any") -> str:
    """The path (str) to a handler: `app.url_for(name)`, by its name or its route's `endpoint`; also in mounted apps.

    values: of the rule's variables; what is left becomes the query, a list its key so many times. Raises ValueError
    for a handler that is not there, or a value that is missing or that the rule does not match; TypeError for a call
    without a name, or with values that have none. What is not ASCII is percent-encoded.
    """
    if len(args) != 2:
        raise TypeError(WRONG_CALL % ", ".join(_shown(args[1:], values)))
    app, name = args  # without names of their own, which a rule's variables may have
    path: "str | None" = _path(app, name, values)
    if path is None:
        raise ValueError("no route to %r" % name)
    for each in outward(app):
        path = quote(each.url if each._parent is None else prefix_of(each), PATH_CHARACTERS) + path
    return path + "?" + _query(values) if values else path


def _shown(args, values):
    """Arguments as they are written in a call (list of str)."""
    return [repr(each) for each in args] + ["%s=%r" % each for each in values.items()]


def _query(values) -> str:
    """Values by name (dict) as a query; of a list or tuple, each member has a place."""
    pairs = []
    for name, value in values.items():
        for each in value if isinstance(value, (list, tuple)) else (value,):
            pairs.append("%s=%s" % (quote(name, ""), quote(str(each), "")))
    return "&".join(pairs)


def name_of(route: "Any") -> "Any":
    """What a route tuple's handler is called: its `endpoint`, or the function's name; "" if it has none."""
    if _has_variables(route[0]):
        return route[0].name
    extra = route[2] if len(route) > 2 else {}
    return extra.get("endpoint") or getattr(route[1], "__name__", "")


def _has_variables(pattern):
    """Whether a pattern is a Rule. To know it by its class would load what most apps do not need."""
    return hasattr(pattern, "parts")


def _path(app, name, values):
    """The path to a handler by its name, from `app` on; None if there is none. Of `values`, those it uses are taken out."""
    for route in app.url_map:
        path = _path_by(app, route, name, values)
        if path is not None:
            return path
    for sub in app.mounts:
        path = _path(sub, name, values)
        if path is not None:
            return quote(prefix_of(sub), PATH_CHARACTERS) + path
    return None


def _path_by(app, route, name, values):
    """The path by one route; None if that is another's."""
    pattern = route[0]
    if pattern is app or hasattr(pattern, "folder"):  # static files
        return _static_path(app, pattern, values) if name == "static" and "filename" in values else None
    if name_of(route) != name:
        return None
    if _has_variables(pattern):
        return _filled(pattern, values)
    return quote(pattern, PATH_CHARACTERS + "%") if isinstance(pattern, str) else None  # it may be encoded already


def _static_path(app, pattern, values):
    """The path to the static file that `values` name."""
    return quote(("/static/" if pattern is app else pattern.url) + values.pop("filename"))


def _filled(rule, values):
    """The path for a rule's variables. Raises ValueError for a value that is missing, or that the rule does not match."""
    path = plain = ""
    for part in rule.parts:
        if part.variable_name not in values:
            raise ValueError("%s needs a value for %r" % (rule.url, part.variable_name))
        value = values.pop(part.variable_name)
        text = str(float(value) if part.makes_float and isinstance(value, int) else value)
        path += quote(part.text_before, PATH_CHARACTERS) + quote(text, "/" if part.takes_slashes else "")
        plain += part.text_before + text
    if not rule.match(plain + rule.tail):
        raise ValueError("%s does not match %r" % (rule.url, plain + rule.tail))
    return path + quote(rule.tail, PATH_CHARACTERS)
