"""Finding the route of a request, and saying what is wrong where there is none.

A URL map is a list of tuples (pattern, handler[, extra]). A pattern is a str, equal to the path, or has a `match` method.
`extra` is a dict of what `WebApp.route` was given besides: `methods`, `headers`, `endpoint`.
"""

from ..http.errors import HTTPError
from ..http.heads import Head

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OPTIONS = "methods", "headers", "endpoint"  # of a route
MOST_IN_ORDER = 16  # routes that are tried one after another; over that, an index is made of their paths
SEEN_ONCE = False  # of a request line, in place of a KnownRoute: should it come again, its route is worth remembering


class KnownRoute:
    """Where a request line has led, which `WebApp.find` looks at when the line comes again: the app, and the route in its map.

    known_map: a copy of that map, as it was then: what is equal to it leads to the same. known_path: str, the path that its
    handler sees; None: all of it. known_match: what the pattern said of it, or None.
    """

    __slots__ = ("route_app", "known_map", "route_tuple", "known_path", "known_match")

    def __init__(
        self, route_app: "Any", known_map: "list[Any]", route_tuple: "Any", known_path: "str | None", known_match: "Any"
    ) -> None:
        self.route_app = route_app
        self.known_map = known_map
        self.route_tuple = route_tuple
        self.known_path = known_path
        self.known_match = known_match


def search(root: "Any", req: "Any") -> "Any":
    """The route tuple for a request, by the map. Raises HTTPError 404 or 405.

    What is found is remembered with the request line, unless it depends on more than that.
    """
    is_steady = root._is_steady
    if req._path or req._method:  # build: only if changed requests
        is_steady = _begin_again(req) and is_steady
    app = _entered(root, req)
    urls = app.url_map
    path = req.path
    places = _places(app, urls, path)
    for place in places:
        route = urls[place]
        pattern = route[0]
        match = path == pattern
        if not isinstance(pattern, str):  # build: only if patterns
            match = match_of(pattern, path)
            is_steady = is_steady and _says_the_same(pattern, path)
        # build: only if route options
        if match and (root.headers_mode != "parse" or route[2:] and route[2]) and not root.special(route, req):
            continue
        if match is True:
            if is_steady:
                _remember_path(root, req, app, route)
            return route
        if match:  # build: only if patterns
            req.url_match = match
            if is_steady:
                _remember_match(req, app, route, match)
            return route
    if b"%" in req.request_head.request_line.raw_line:  # build: only if encoded paths
        route = root._find_encoded(urls, req)
        if route:
            return route
    error = root.not_found(urls, req)
    raise error


# build: only if changed requests
def _begin_again(req):
    """Let a request have its whole path, where a mount has made that relative. Returns whether its path and method are its line's."""
    if req._full_path is not None:
        req.path = req._full_path
    line = req.request_head.request_line
    return req.path == line.url_path and req.method == line.verb


def _entered(root, req):
    """The app that a request is for, initialised; `req.path` is relative to it."""
    app = root
    if root.mounts:  # build: only if mounts
        full_path = req.path
        app = root.descend(req)
        req._full_path = full_path
    if not app.inited:
        app.init()
        app.inited = True  # an override need not call this class's
    return app


def _places(app, urls, path):
    """The places (int) in a URL map where a route for a path may be, likely ones first."""
    if len(urls) > MOST_IN_ORDER:  # build: only if many routes
        return _indexed_places(app, path)
    return range(len(urls))


def _indexed_places(app, path):
    """As `_places`, by the index of a large map."""
    from .index import places_of

    return places_of(app, _copied_map(app), path)


def _copied_map(app):
    """A copy of an app's map: the same list as long as the map is equal to it."""
    if app._map_copy != app.url_map:
        app._map_copy = list(app.url_map)
    return app._map_copy


# build: only if patterns
def match_of(pattern: "Any", path: str) -> "Any":
    """What a pattern says of a path (str). Raises HTTPError 414 for a path that is too long for an expression.

    MicroPython's expressions take stack for each letter, and there may be little of it.
    """
    try:
        return pattern.match(path)
    except RuntimeError:
        if _is_expression(pattern):
            raise HTTPError(414)
        raise


# build: only if patterns
def _says_the_same(pattern, path):
    """Whether what a pattern says of a path does not change: so of expressions and rules, not of an app's own and of folders."""
    changes_below = getattr(pattern, "changes_below", "")
    return changes_below is None or not path.startswith(changes_below) or _is_expression(pattern)


# build: only if patterns
def _is_expression(pattern):
    """Whether a pattern is a compiled regular expression."""
    from re import compile

    return type(pattern) is type(compile("x"))


def _remember_path(root, req, app, route):
    """Remember the route of a request whose path is the pattern."""
    head = req.request_head
    if head.field_block:  # or else the header fields are not for this package to read
        line = head.request_line
        line.known_route = KnownRoute(app, _copied_map(app), route, req.path if root.mounts else None, None)
        if not line.query_text:
            root.last_line = line


def _remember_match(req, app, route, match):
    """Remember the route of a request that a rule has matched, if its line came before."""
    line = req.request_head.request_line
    if line.known_route is None:
        line.known_route = SEEN_ONCE
    elif req.request_head.field_block and getattr(route[0], "changes_below", "") is None:
        line.known_route = KnownRoute(app, _copied_map(app), route, req.path, match.copy())


def special(app: "Any", route: "Any", req: "Any") -> bool:
    """Whether a route with keyword arguments takes the request; if so, mind its `headers_mode`.

    HEAD goes where GET goes.
    """
    extra = route[2] if len(route) > 2 else {}
    if not _takes(methods_of(extra), req.method):
        return False
    mode = extra.get("headers", app.headers_mode)
    if mode != "parse":
        if mode == "leave":
            req.reader.leave(req.request_head.field_block)
        req.request_head = Head(None, req.request_head.request_line, None, None, None, 0)
    return True


def _takes(methods, method):
    """Whether a method is among a route's (None: all are)."""
    return not methods or method in methods or method == "HEAD" and "GET" in methods


def methods_of(extra):
    """The methods that a route names, in a str or a sequence: as keys of a dict, or None."""
    methods = extra.get("methods")
    if methods and not isinstance(methods, dict):  # at the first request
        names = [methods] if isinstance(methods, str) else methods
        extra["methods"] = methods = {each.upper(): True for each in names}
    return methods


def not_found(app: "Any", urls: "list[Any]", req: "Any") -> HTTPError:
    """The HTTPError for a path without a route: 404, or 405 with Allow (RFC 9110, 15.5.6)."""
    methods = _methods_at(urls, req.path)  # build: only if route options
    if methods:  # build: only if route options
        return not_allowed(req, methods)
    return HTTPError(204 if req.path == "*" else 404)  # OPTIONS of the server as a whole


def _methods_at(urls, path):
    """The methods (set of str) of all routes for a path."""
    methods = set()
    for route in urls:
        pattern = route[0]
        if pattern == path if isinstance(pattern, str) else match_of(pattern, path):
            methods.update(methods_of(route[2]))
    return methods


def not_allowed(req: "Any", methods: "set[str]") -> HTTPError:
    """The HTTPError for a method that is not among those (set of str) of a path: 405, or 204 for OPTIONS (RFC 9110, 9.3.7)."""
    if "GET" in methods:
        methods.add("HEAD")
    methods.add("OPTIONS")
    return HTTPError(204 if req.method == "OPTIONS" else 405, "", [("Allow", ", ".join(sorted(methods)))])
