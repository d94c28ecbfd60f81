"""`WebApp._handle(reader, writer)`, as older apps give it to `asyncio.start_server`, or override it; and `parse_headers`.

What makes a stream of asyncio's two is the runtime's: `asyncio_streams.py` on a board, `host/server/asyncio_streams.py` on a
computer. An override gets a `Stream` of picoweb's, twice, so that all that writes an answer takes it, and limits hold.
"""

from ...http.errors import HTTPError
from ...http.fields import Headers
from ...http.heads import parse_fields
from ...runtime import coroutine
from ..connection import send_unavailable, serve_connection
from ..reading import BOUNDLESS
from ..stream import Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from ...app import WebApp
    from ...types import Step

ECONNRESET = 104


def handle(app: "WebApp", reader: "Any", writer: "Any") -> "Step[None]":
    """Serve a connection of asyncio's: what `asyncio.start_server` calls. To be waited for.

    An override calls it with the stream that it was given itself.
    """
    if isinstance(writer, Stream):
        return _serve_request(app, writer)
    return app._adopt(reader, writer, serve_connection)


def note_overrides(app, base):
    """Have an app be served by what its class has in place of its base's (WebApp's): `_handle`, whoever accepts its
    connections, and `parse_headers`.
    """
    cls = type(app)
    if getattr(cls, "_handle", 0) is not getattr(base, "_handle", 0):  # build: only if the app uses _handle
        app._override = serve_by_override
        app._handle = lambda reader, writer: app._adopt(reader, writer, serve_by_override)
    # build: only if the app uses parse_headers
    if getattr(cls, "parse_headers", 0) is not getattr(base, "parse_headers", 0):
        app.handle = lambda req, resp: _handle_with_own_fields(app, req, resp)


# build: only if the app uses parse_headers
@coroutine
def _handle_with_own_fields(app, req, resp):
    """As `WebApp.handle`, for an app that makes `req.headers` by itself."""
    handler = app.find(req)[1]
    block = req.request_head.field_block
    if block is not None:  # else its `headers_mode` is another
        req.reader.leave(block)
        req.headers = yield from _outcome(app.parse_headers(req.reader))
    return (yield from _outcome(handler(req, resp)))


# build: only if the app uses parse_headers
@coroutine
def _outcome(value):
    """What a function has returned, or what a coroutine does that it has returned."""
    return (yield from value) if hasattr(value, "send") else value


class OneRequest:
    """The server of a stream whose override of `_handle` is called for each request: as there was one on a connection once.

    Where it is over, `serve_connection` returns, and the connection stays.
    """

    others_ran = 0  # as the server's

    def __init__(self, server):
        self.server = server
        self.app = server.app
        self.wait = server.wait
        self.give_way = server.give_way
        self.is_passed_on = False  # the override has called WebApp's own
        self.is_ours = True  # the connection: neither closed, nor left to others

    def idle(self, stream, ms):
        """None: `serve_by_override` waits for the next request."""
        self.is_ours = True
        return None


@coroutine
def serve_by_override(app, stream):
    """Serve a connection by an override of `_handle`, and close it then, unless it is left to others."""
    turn = stream.server = OneRequest(stream.server)
    try:
        while (yield from _first_bytes(app, stream, turn.server)):
            turn.is_ours = turn.is_passed_on = False
            is_left_to_others = yield from _call_override(app, stream)
            if not turn.is_passed_on:
                turn.is_ours = not is_left_to_others
                yield from stream.finish(is_left_to_others)
                if turn.is_ours:
                    yield from stream.linger()
            if not turn.is_passed_on or not turn.is_ours:
                break
    except OSError:
        turn.is_ours = turn.is_ours or not turn.is_passed_on  # the client has gone
    except Exception as error:
        turn.is_ours = turn.is_ours or not turn.is_passed_on
        yield from _answer_for(app, stream, error, turn.is_passed_on)
    finally:
        if turn.is_ours:
            stream.socket.close()
            stream.release()


@coroutine
def _first_bytes(app, stream, server):
    """Wait until a request begins. Returns how many bytes of it have come; 0: the client has ended the connection."""
    received = None
    while received is None:
        yield from server.idle(stream, app.limits.idle_ms)
        received = stream.fill()
    return received


@coroutine
def _call_override(app, stream):
    """Call the override for a request, which may read all of it by itself. Returns whether it leaves the stream to others."""
    stream.left = BOUNDLESS
    stream.keep = False
    stream.minor_version = 0  # it says nothing of the client, so an answer without a length ends with the connection
    outcome = type(app)._handle(app, stream, stream)
    if hasattr(outcome, "send"):
        outcome = yield from outcome
    return outcome is False


@coroutine
def _answer_for(app, stream, error, is_passed_on):
    """Answer for what an override raised, and log it. is_passed_on: there is an answer already."""
    try:
        if not is_passed_on:
            yield from app.handle_error(stream, error)
        elif app.log:  # build: only if log
            app.log.exc(error, "in _handle, behind the answer")
    except MemoryError:
        send_unavailable(stream.socket)
    except OSError:
        pass  # the client has gone


def _serve_request(app, stream):
    """Serve what comes on a stream of picoweb's: one request, if an override passes it on. To be waited for."""
    turn = stream.server
    if isinstance(turn, OneRequest):
        turn.is_passed_on = True
        stream.left = 0
        stream.minor_version = 1
        if stream.pos != stream.end:
            _receive_no_more(stream)
    return serve_connection(app, stream)


def _receive_no_more(stream):
    """Let what is in the buffer count as what the stream receives first."""

    def fill():
        del stream.fill
        return stream.end - stream.pos

    stream.fill = fill


@coroutine
def parse_headers(app: "WebApp", reader: "Any") -> "Generator[Any, Any, Headers]":
    """Read header fields, to the blank line behind them. Returns them as `HTTPRequest.headers` has them.

    Of a stream of picoweb's, content can be read then, to its end. Raises HTTPError 400, 413, 417, 431 or 501 for fields that
    are malformed or over the limits, OSError when the client has gone.
    """
    block = line = b""
    while line != b"\r\n":
        line = yield from reader.readline()
        if not line:
            raise OSError(ECONNRESET)
        block += line
        if len(block) > app.limits.head:
            raise HTTPError(431)
    fields = parse_fields(block, app.limits.head, app.limits.fields)
    if isinstance(reader, Stream):
        reader.left = fields.body_length
        reader.expect = fields.awaits_100
    return Headers(block)
