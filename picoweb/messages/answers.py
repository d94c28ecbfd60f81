"""Answers in one piece: from what handlers return, or as JSON."""

from json import dumps

from ..http.answer_fields import has
from .head import HTML, start_response

OBJECTS = dict, list  # what is answered as JSON


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
    if isinstance(value, str):
        value = value.encode()
    elif isinstance(value, OBJECTS):
        return send(resp, dumps(value).encode(), "application/json", status, headers)
    elif not isinstance(value, bytes) and not isinstance(value, (bytearray, memoryview)):
        status = ": is an await missing?" if hasattr(value, "send") else ""  # no variable more: the frame is on the stack
        raise TypeError("a handler cannot answer with %s%s" % (type(value), status))
    return send(resp, value, HTML, status, headers)


def send(resp, data, content_type, status=200, headers=None):
    """Answer with `data` (bytes), length and all. To be waited for."""
    if headers:
        if has(headers, "content-type"):
            content_type = ""
    start_response(resp, content_type, status, headers, len(data))
    try:
        return resp.awrite(data)
    except MemoryError:  # head and content have no room in one piece
        if resp.unsent == 0:
            resp.unsent = len(data)  # it was counted already
        return resp.write_long(data)


def jsonify(writer, dict):
    """Answer with a value as JSON. To be waited for."""
    return send(writer, dumps(dict).encode(), "application/json")
