"""Answers to what went wrong: in a head, on the way to a handler, in a handler."""

from ..http.errors import EVENTS, RETRY, TEXT, HTTPError, comes_again
from ..http.status import error_text
from ..messages.answers import send
from ..messages.head import HELD
from ..runtime import coroutine
from .content import UNREADABLE
from .heads import forget_heads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from ..app import WebApp
    from ..messages.request import HTTPRequest
    from .stream import Stream


@coroutine
def handle_exc(app: "WebApp", req: "HTTPRequest | None", resp: "Stream", e: Exception) -> "Generator[Any, Any, None]":
    """Answer for a handler that raised `e`: 500, or 503 for want of memory, if no answer has begun. Override to do otherwise.

    req may be None; a part of the answer may be out already.
    """
    if resp.head is not None:
        error = HTTPError(503 if isinstance(e, MemoryError) else 500)
        if comes_again(req, error):  # build: only if event streams
            yield from _send_retry(resp, error.status)
            return
        yield from send(resp, error_text(error), TEXT, error.status)


@coroutine
def handle_error(
    app: "WebApp", resp: "Stream", error: Exception, req: "HTTPRequest | None" = None
) -> "Generator[Any, Any, None]":
    """Answer for an exception: on the way through `app.handle`, or before there was a request.

    Raises OSError if nobody is left to answer.
    """
    if resp.unsent == HELD:  # build: only if continued answers
        yield from resp.finish(True)
    if resp.left == UNREADABLE and isinstance(error, OSError):
        raise error  # the client has gone in the middle of its content
    if isinstance(error, MemoryError):
        forget_heads(app)
    if not req:
        resp.keep = resp.bodiless = False
    if not isinstance(resp.extra_fields, bytes):  # build: only if the app uses set_header, add_header, after_request
        resp.extra_fields.forget_content()
    if isinstance(error, HTTPError) and resp.head is not None:
        yield from _refuse(app, resp, error, req)
    else:
        yield from _fail(app, resp, error, req)
    resp.status = 200  # of the next answer
    if req:
        req._body = None  # a frame that lasts may still know the request, and its room in the heap may be needed
    else:
        yield from resp.linger()


@coroutine
def _refuse(app, resp, error, req):
    """Send the answer that an HTTPError is."""
    if not req and error.status == 400:
        error.reason = "malformed " + error.reason
    if app.log:  # build: only if log
        from .log import note_refusal

        note_refusal(app, resp, error, req)
    if comes_again(req, error):  # build: only if event streams
        yield from _send_retry(resp, error.status)
        return
    yield from send(resp, error_text(error), TEXT, error.status, error.headers)


@coroutine
def _send_retry(resp, status):
    """Have a browser come again that would give up for good at an answer with this status, which is left to the log."""
    yield from send(resp, RETRY, EVENTS)
    resp.status = status


@coroutine
def _fail(app, resp, error, req):
    """Have the app answer for an exception that is no answer itself, or that comes when an answer has begun; and log it."""
    cut_short = resp.head is None  # a part of an answer is out: only the end of the connection says that it is all
    try:
        if req:
            nearest = app.nearest(req)
            outcome = nearest.handle_exc(req, resp, error)
            if hasattr(outcome, "send"):
                yield from outcome
        yield from handle_exc(app, req, resp, error)
    except Exception as again:
        if isinstance(again, MemoryError) and resp.head is not None:
            raise  # there is an answer that takes none
        if isinstance(error, OSError) and isinstance(again, OSError):
            if not cut_short:
                resp.head = b""  # nothing of an answer has reached the client
            raise  # it has gone, which was all that was wrong
        cut_short = True
        if app.log:  # build: only if log
            from .log import note_second_failure

            note_second_failure(app, resp, again, req)
    if app.log:  # build: only if log
        from .log import note_failure

        note_failure(app, resp, error, req, cut_short)
    if cut_short:
        resp.unsent = None
        resp.keep = False
