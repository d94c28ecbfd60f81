"""Which methods a route is for, and what to say where none fits.

A URL map is a list of tuples (pattern, handler[, extra]). A pattern is a str,
equal to the path, or has a `match` method.
"""

from ..http.errors import HTTPError
from ..http.heads import Head

MOST_IN_ORDER = 16  # routes that are tried one after another; over that, an index is made of their paths


def search(root, req):
    """The route tuple for a request, by the map. Raises HTTPError 404 or 405.

    What is found is remembered with the request line, so that `WebApp.find` has it when the line comes again.
    """
    line = req.request_head.request_line
    app = root
    if root.mounts:  # build: only if mounts
        app = root.descend(req)
    if not app.inited:
        app.init()
        app.inited = True  # an override need not call this class's
    urls = app.url_map
    path = req.path
    parses = root.headers_mode == "parse"
    places = range(len(urls))
    if len(urls) > MOST_IN_ORDER:  # build: only if many routes
        from .index import places_of

        places = places_of(app, urls, path)
    for place in places:
        route = urls[place]
        pattern = route[0]
        match = path == pattern if isinstance(pattern, str) else pattern.match(path)
        if match and (parses and not (route[2:] and route[2]) or root.special(route, req)):
            if match is not True:
                req.url_match = match
                if line.known_route is None:
                    line.known_route = False  # when it comes again, it may be worth remembering
                elif req.request_head.field_block and getattr(pattern, "keep", False):
                    line.known_route = app, place, route, (path, match.copy())
            elif req.request_head.field_block:
                line.known_route = app, place, route, root.mounts and (path, None)
                if not req.qs:
                    root.last_line = line
            return route
    raise root.not_found(urls, req)


def special(app, route, req):
    """Whether a route with keyword arguments takes the request; if so, mind its `headers_mode`.

    HEAD goes where GET goes.
    """
    kwargs = route[2] if len(route) > 2 else {}
    methods = methods_of(kwargs)
    if methods and req.method not in methods and not (req.method == "HEAD" and "GET" in methods):
        return False
    mode = kwargs.get("headers", app.headers_mode)
    if mode != "parse":
        if mode == "leave":
            req.reader.leave(req.request_head.field_block)
        req.request_head = Head(None, req.request_head.request_line, None, None, None, 0)
    return True


def methods_of(kwargs):
    """The methods among a route's keyword arguments, which may be a str or a sequence: as keys of a dict, or None."""
    methods = kwargs.get("methods")
    if methods and not isinstance(methods, dict):  # at the first request
        methods = kwargs["methods"] = {each.upper(): 1 for each in ([methods] if isinstance(methods, str) else methods)}
    return methods


def not_found(app, urls, req):
    """The HTTPError for a path without a route: 404, or 405 with Allow (RFC 9110, 15.5.6)."""
    methods = set()
    for route in urls:
        pattern = route[0]
        if pattern == req.path if isinstance(pattern, str) else pattern.match(req.path):
            methods.update(methods_of(route[2]))
    if not methods:
        return HTTPError(204 if req.path == "*" else 404)  # OPTIONS of the server as a whole
    if "GET" in methods:
        methods.add("HEAD")
    methods.add("OPTIONS")  # (RFC 9110, 9.3.7)
    return HTTPError(204 if req.method == "OPTIONS" else 405, "", [("Allow", ", ".join(sorted(methods)))])
