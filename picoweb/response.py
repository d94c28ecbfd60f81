"""Answers in one piece: from what handlers return, or as JSON."""

from . import first
from .stream import HTML, start_response

has = None  # from headers.py, once it is needed


def answer(app, resp, value):
    """Answer with what a handler returned. To be waited for.

    value: str, bytes, dict or list (as JSON), or a tuple (value, status) or
    (value, status, headers). Raises TypeError for anything else.
    """
    if value is None:
        raise TypeError("the handler wrote no answer and returned None: is an await missing?")
    status = 200
    headers = None
    if isinstance(value, tuple) and len(value) in (2, 3):
        status = value[1]
        headers = value[2] if len(value) > 2 else None
        value = value[0]
    kind = HTML
    if isinstance(value, (dict, list)):
        import json

        value = json.dumps(value)
        kind = "application/json"
    if isinstance(value, str):
        value = value.encode()
    elif not isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError("a handler cannot answer with %s" % type(value))
    return send(resp, value, kind, status, headers)


def send(resp, data, content_type, status=200, headers=None):
    """Answer with `data` (bytes), length and all. To be waited for."""
    if headers:
        global has
        has = has or first("headers").has
        if has(headers, "content-type"):
            content_type = ""
    start_response(resp, content_type, status, headers, len(data))
    return resp.awrite(data)


def jsonify(writer, dict):
    """Answer with a value as JSON. To be waited for."""
    import json

    return send(writer, json.dumps(dict).encode(), "application/json", 200)
