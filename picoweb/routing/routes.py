"""How routes get into a map whose rules have variables, or in which no two may be for the same path and method.

From the first rule with variables on, routes without are kept before those with: they are tried first.
"""

from .map import OPTIONS, methods_of
from .rules import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    _Handler = TypeVar("_Handler")


def decorator_of(app: "Any", url: "Any", extra: "Any") -> "Callable[[_Handler], _Handler]":
    """The decorator that `WebApp.route` returns. extra: dict, its keyword arguments.

    Raises ValueError for a rule that cannot be read, and the decorator does for a path and method that have a handler;
    TypeError for an option that there is not. For a path without a slash there is a line in the log, and no route.
    """
    if any(name not in OPTIONS for name in extra):
        return _decorator_with(app, url, extra)
    if isinstance(url, str) and (url[:1] != "/" or "<" in url and ">" not in url):
        return _decorator_without_route(app, url)
    if app._first_rule is None:
        app._first_rule = len(app.url_map)
    pattern = Rule(url, app.converters) if isinstance(url, str) and "<" in url else url

    def decorator(handler: "_Handler") -> "_Handler":
        if app.strict:
            _refuse_duplicates(app, pattern, handler, extra)
        _add(app, pattern, handler, extra)
        return handler

    return decorator


def _decorator_with(app, url, options):
    """The decorator for a route with options that are not `WebApp.route`'s own."""
    from .options import taken

    return app.route(url, **taken(url, options))


def _decorator_without_route(app, url):
    """The decorator for what no path is equal to, where older apps have such a route. In a strict map it is a ValueError."""
    what = "no '>' in the rule %r" if url[:1] == "/" else "no '/' at the start of the path %r"
    if app.strict:
        raise ValueError(what % url)  # build: text only if error texts
    app._log_text("error", what % url + ": nothing goes to its handler")  # build: only if log
    return lambda handler: handler


def _add(app, pattern, handler, extra):
    """Put a route where it belongs in the map of an app."""
    if isinstance(pattern, Rule):
        pattern.name = extra.get("endpoint") or handler.__name__
        app.url_map.append((pattern, _with_values(handler), extra))
    elif isinstance(pattern, str):
        app.url_map.insert(app._first_rule, (pattern, handler, extra))
        app._first_rule += 1
    else:
        app.url_map.append((pattern, handler, extra))


def _with_values(handler):
    """A handler that gets the variables of its rule as keyword arguments."""
    return lambda req, resp: handler(req, resp, **req.url_match.values)


def _refuse_duplicates(app, pattern, handler, extra):
    """Raise ValueError if a route of an app is for the same paths as a pattern, and for one of its methods."""
    mine = methods_of(extra)
    for route in app.url_map:
        theirs = methods_of(route[2]) if len(route) > 2 else None
        if _shape(route[0]) == _shape(pattern) and _have_one_in_common(mine, theirs):
            _refuse(pattern, mine or theirs or ["any method"], route, handler)


def _have_one_in_common(mine, theirs):
    """Whether a method is among those of two routes (None: all are)."""
    return not mine or not theirs or any(each in theirs for each in mine)


def _refuse(pattern, methods, route, handler):
    """Raise ValueError for a route that is there already."""
    from .urls import name_of

    raise ValueError("%s %s goes to %s, not to %s as well" % ("/".join(methods), pattern, name_of(route), handler.__name__))


def _shape(pattern):
    """What two patterns for the same paths have in common."""
    return pattern.shape if isinstance(pattern, Rule) else pattern
