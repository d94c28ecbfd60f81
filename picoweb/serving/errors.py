"""Answers to what went wrong: in a head, on the way to a handler, in a handler."""

from ..http.errors import GONE, TEXT, HTTPError
from ..http.status import error_text
from ..messages.answers import send
from ..runtime import coroutine



@coroutine
def handle_exc(app, req, resp, e):
    """Answer for a handler that raised `e`: 500, or 503 for want of memory, if no answer has begun. Override to do otherwise.

    req may be None; a part of the answer may be out already.
    """
    if resp.head is not None:
        error = HTTPError(503 if isinstance(e, MemoryError) else 500)
        yield from send(resp, error_text(error), TEXT, error.status)


@coroutine
def handle_error(app, resp, error, req=None):
    """Answer for an exception: on the way through `app.handle`, or before there was a request.

    Raises OSError if nobody is left to answer.
    """
    begun = resp.head is None
    log = app.log
    where = ""
    if log:  # build: only if log
        from .log import described

        where = described(resp, req)
    if resp.left == -3 and isinstance(error, OSError):
        raise error  # the client has gone in the middle of its content
    if not req:
        resp.keep = resp.bodiless = False
        if isinstance(error, HTTPError) and error.status == 400:
            error.reason = "malformed " + error.reason
    if isinstance(error, HTTPError) and not begun:
        if log:  # build: only if log
            text = "%s %s" % (where, error.status)
            if error.reason:
                text += ": " + error.reason
            (log.error if req and error.status >= 500 else log.info)("%s", text)
        yield from send(resp, error_text(error), TEXT, error.status, error.headers)
        resp.status = 200  # of the next answer
        if not req:
            yield from resp.linger()
        return
    try:
        if req:
            app = app.nearest(req)
            value = app.handle_exc(req, resp, error)
            if hasattr(value, "send"):
                yield from value
        yield from handle_exc(app, req, resp, error)
    except Exception as again:
        if isinstance(error, OSError) and isinstance(again, OSError):
            if not begun:
                resp.head = b""  # nothing of an answer has reached the client
            raise  # it has gone, which was all that was wrong
        begun = True
        if log:  # build: only if log
            log.exc(again, "%s: while answering for an error", where)
    if log:  # build: only if log
        if begun and isinstance(error, OSError):
            (log.info if error.args[:1] in GONE else log.error)("%s %s, ended early: %r", where, resp.status, error)
        else:
            log.exc(error, "%s %s", where, "-" if begun else resp.status)
    resp.status = 200
    if begun:  # a part of it is out: only the end of the connection says that it is cut short
        resp.unsent = None
        resp.keep = False
