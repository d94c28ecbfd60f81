"""Answers in one piece: from what handlers return, or as JSON."""

from json import dumps

from ..runtime import DONE, IS_MICROPYTHON, coroutine
from .head import HTML, start_response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..serving.stream import Stream
    from ..types import HeaderFields, Reply, Status, Step

JSON = "application/json"
OBJECTS = dict, list  # what is answered as JSON
#: What there is in the text of values that are no JSON: numbers that are not finite, and named tuples on MicroPython.
SUSPICIOUS = ("nan", "inf", "(") if IS_MICROPYTHON else ("NaN", "Infinity")
CONTENT_MAY_FOLLOW = True  # build: whether continued answers
BYTES = bytes, bytearray, memoryview


# build: frame on the stack
def answer(app: object, resp: "Stream", value: "Reply") -> "Step[None]":
    """Answer with what a handler returned. To be waited for.

    value: str, bytes, dict or list (as JSON), or a tuple (content, status), (content, headers) or
    (content, status, headers). Raises TypeError for anything else.
    """
    if resp.head is None:
        return DONE  # it has been written: older handlers return anything then
    content: "Any" = value
    if value is not None:  # build: only if returned answers
        status: "Status" = 200
        headers = None
        if isinstance(value, tuple) and len(value) in (2, 3):
            content = value[0]
            status = value[1]
            headers = value[2] if len(value) == 3 else None
            if isinstance(status, OBJECTS):  # build: only if header fields
                status, headers = _status_and_fields(status, headers)
        if isinstance(content, str):
            return send(resp, content.encode(), HTML, status, headers)
        if isinstance(content, OBJECTS):
            return send(resp, json_text(content).encode(), JSON, status, headers)
        if isinstance(content, BYTES):
            return send(resp, content, HTML, status, headers)
    if value is None:  # build: only if error texts
        raise TypeError("the handler wrote no answer and returned None: is a return or an await missing? "
                        "Pieces of an answer are not yielded: write each by `await resp.awrite(piece)`")
    hint = ": is an await missing?" if hasattr(content, "send") else ""  # build: only if error texts
    raise TypeError("a handler cannot answer with %s%s" % (type(content), hint))  # build: text only if error texts


def _status_and_fields(fields, behind):
    """The status of an answer that has header fields in its second place. Raises TypeError if there is a third."""
    if behind is not None:
        raise TypeError("a handler returns (content, status, headers), in this order")  # build: text only if error texts
    return 200, fields


def send(
    resp: "Stream",
    data: "bytes | bytearray | memoryview",
    content_type: str,
    status: "Status" = 200,
    headers: "HeaderFields | None" = None,
) -> "Step[None]":
    """Answer with `data`, length and all. To be waited for."""
    start_response(resp, content_type, status, headers, len(data))
    try:
        return resp.awrite(data)
    except MemoryError:  # head and content have no room in one piece
        if resp.unsent == 0:
            resp.unsent = len(data)  # it was counted already
        return resp.write_long(data)


def jsonify(writer: "Stream", dict: "Any") -> "Step[None]":
    """Answer with a value as JSON; more content may follow. To be waited for."""
    return send_or_hold(writer, json_text(dict).encode(), JSON, 200)


def json_text(value: "Any") -> str:
    """A value as JSON (RFC 8259). Raises ValueError for NaN and infinity, with the keys that lead there."""
    if IS_MICROPYTHON:
        text = dumps(value)  # also of bytes, and of names that are no text
    else:
        try:
            text = dumps(value)
        except TypeError:
            return _plain_text(value)
    for word in SUSPICIOUS:
        if word in text:
            return _plain_text(value)
    return text


def _plain_text(value):
    """As `json_text`, for what may have numbers that are not finite, named tuples, bytes, or header fields."""
    from .json_values import plain

    return dumps(plain(value))


def send_or_hold(writer: "Stream", content: bytes, media_type: str, status: "Status") -> "Step[None]":
    """Answer with content that more may follow. To be waited for."""
    if not CONTENT_MAY_FOLLOW:
        return send(writer, content, media_type, status)
    from .held_answer import HeldAnswer, hold

    sending = _send_later(writer, content, media_type, status)
    return hold(writer, HeldAnswer(content, media_type, status, sending, None, None, b""))


@coroutine
def _send_later(*answer):
    """As `send`, but not before it is waited for."""
    yield from send(*answer)
