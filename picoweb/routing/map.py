"""Finding the route of a request, and saying what is wrong where there is none.

A URL map is a list of tuples (pattern, handler[, extra]). A pattern is a str, equal to the path, or has a `match` method.
`extra` is a dict of what `WebApp.route` was given besides: `methods`, `headers`, `endpoint`.
"""

from ..http.errors import HTTPError
from ..http.heads import Head

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST_IN_ORDER = 16  # routes that are tried one after another; over that, an index is made of their paths
SEEN_ONCE = False  # of a request line, in place of a KnownRoute: should it come again, its route is worth remembering


class KnownRoute:
    """Where a request line has led, which `WebApp.find` looks at when the line comes again: the app, and the route in its map.

    known_path: str, the path that its handler sees; None: all of it. known_match: what the pattern said of it, or None.
    """

    __slots__ = ("route_app", "route_place", "route_tuple", "known_path", "known_match")

    def __init__(
        self, route_app: "Any", route_place: int, route_tuple: "Any", known_path: "str | None", known_match: "Any"
    ) -> None:
        self.route_app = route_app
        self.route_place = route_place
        self.route_tuple = route_tuple
        self.known_path = known_path
        self.known_match = known_match


def search(root: "Any", req: "Any") -> "Any":
    """The route tuple for a request, by the map. Raises HTTPError 404 or 405.

    What is found is remembered with the request line.
    """
    app = _entered(root, req)
    urls = app.url_map
    path = req.path
    places = _places(app, urls, path)
    for place in places:
        route = urls[place]
        pattern = route[0]
        match = path == pattern
        if not isinstance(pattern, str):  # build: only if patterns
            match = pattern.match(path)
        # build: only if route options
        if match and (root.headers_mode != "parse" or route[2:] and route[2]) and not root.special(route, req):
            continue
        if match is True:
            _remember_path(root, req, app, place)
            return route
        if match:  # build: only if patterns
            req.url_match = match
            _remember_match(req, app, place, match)
            return route
    if b"%" in req.request_head.request_line.raw_line:  # build: only if encoded paths
        route = root._find_encoded(urls, req)
        if route:
            return route
    error = root.not_found(urls, req)
    raise error


def _entered(root, req):
    """The app that a request is for, initialised; `req.path` is relative to it."""
    app = root
    if root.mounts:  # build: only if mounts
        app = root.descend(req)
    if not app.inited:
        app.init()
        app.inited = True  # an override need not call this class's
    return app


def _places(app, urls, path):
    """The places (int) in a URL map where a route for a path may be, likely ones first."""
    if len(urls) > MOST_IN_ORDER:  # build: only if many routes
        return _indexed_places(app, urls, path)
    return range(len(urls))


def _indexed_places(app, urls, path):
    """As `_places`, by the index of a large map."""
    from .index import places_of

    return places_of(app, urls, path)


def _remember_path(root, req, app, place):
    """Remember the route of a request whose path is the pattern."""
    head = req.request_head
    if head.field_block:  # or else the header fields are not for this package to read
        line = head.request_line
        line.known_route = KnownRoute(app, place, app.url_map[place], req.path if root.mounts else None, None)
        if not line.query_text:
            root.last_line = line


def _remember_match(req, app, place, match):
    """Remember the route of a request that a pattern has matched, if its line came before and the pattern allows it."""
    line = req.request_head.request_line
    if line.known_route is None:
        line.known_route = SEEN_ONCE
    elif req.request_head.field_block:
        route = app.url_map[place]
        if getattr(route[0], "keep", False):
            line.known_route = KnownRoute(app, place, route, req.path, match.copy())


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
        if pattern == path if isinstance(pattern, str) else pattern.match(path):
            methods.update(methods_of(route[2]))
    return methods


def not_allowed(req: "Any", methods: "set[str]") -> HTTPError:
    """The HTTPError for a method that is not among those (set of str) of a path: 405, or 204 for OPTIONS (RFC 9110, 9.3.7)."""
    if "GET" in methods:
        methods.add("HEAD")
    methods.add("OPTIONS")
    return HTTPError(204 if req.method == "OPTIONS" else 405, "", [("Allow", ", ".join(sorted(methods)))])
