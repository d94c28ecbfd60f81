"""Which methods a route is for, and what to say where none fits.

A URL map is a list of tuples (pattern, handler[, extra]). A pattern is a str,
equal to the path, or has a `match` method.
"""

from .http import HTTPError, Head


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
