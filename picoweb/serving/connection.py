"""One request after another on one connection.

The same coroutine runs wherever the bytes come from: it knows streams and apps,
neither sockets nor event loops.
"""

from ..http.errors import WHOLE_RETRY, comes_again
from ..messages.request import HTTPRequest
from ..runtime import coroutine
from .heads import forget_heads, read_head, wait_for_head  # first, as others import what it does: imports nest less then
from .discarding import discard

IPPROTO_TCP = 6
TCP_NODELAY = 1
ECONNRESET = 104
NO_MEMORY = MemoryError()
UNAVAILABLE = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n"


@coroutine
def serve_connection(app, stream):
    """Answer what comes on `stream` with `app` until either side has had enough, and close it then, on every path."""
    turn = getattr(stream.server, "turn", None)  # of a server that may have this go on with another stream
    while stream is not None:
        request = None
        try:
            received = stream.fill()
            while received != 0:  # the client has not ended the connection
                if received:
                    head = _same_head_again(app, stream)
                    if head is None:
                        head = yield from _whole_head(app, stream)
                    request = _begin_request(app, stream, head)
                    handed_over = yield from _answer(app, stream, request)
                    request = head = None  # their room in the heap may be needed
                    waiting = stream.finish(handed_over)
                    yield from waiting
                    if handed_over:  # others write to it, and close it
                        stream = None
                        break
                    if stream.left or stream.pos != stream.end:
                        yield from _read_away(stream)
                    if not stream.keep:
                        break
                    _forget_request(stream)
                    if stream.pos != stream.end:
                        continue
                waiting = stream.server.idle(stream, app.limits.idle_ms)
                if waiting is None:  # the server waits for it by itself
                    stream = None
                    break
                yield from waiting
                received = stream.fill()
        except OSError:
            pass  # the client has gone: nobody is left to answer
        except Exception as error:
            try:
                yield from app.handle_error(stream, error)
            except MemoryError:  # there was not enough for the answer to an error either
                _refuse_without_memory(app, stream, request)
        finally:
            if stream is not None:
                _close(app, stream, request)
        stream = yield from _next_stream(turn)


@coroutine
def _whole_head(app, stream):
    """The next head (http.heads.Head), once all of it has come. Raises OSError if the client ends the connection before."""
    head = read_head(app, stream)
    while head is None:
        received = stream.fill()
        if received:
            head = read_head(app, stream)
        elif received is None:
            yield from wait_for_head(stream)
        else:
            raise OSError(ECONNRESET)
    return head


def _same_head_again(app, stream):
    """The last head (http.heads.Head), if it has come again: it is known to be good, and clients repeat themselves."""
    head = app.last_head
    buf = stream.buf
    if stream.pos or head.total_length > stream.end or not buf.startswith(head.line_bytes):
        return None
    if not buf.startswith(head.field_block, len(head.line_bytes)):
        return None
    stream.pos = head.total_length
    return head


def _begin_request(app, stream, head):
    """Have the stream know what a head says. Returns the HTTPRequest."""
    if head.may_stay != stream.keep:
        stream.keep = head.may_stay
        if head.may_stay:
            stream.left = 0  # what is asked for with each request is found sooner where it is the object's own
            stream.extra_fields = b""
            stream.minor_version = stream.minor_version
            if not app.ssl:  # an answer in two writes must not wait for an acknowledgement in between
                stream.socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    if head.unusual:
        stream.left, stream.expect, is_head_request = head.unusual
        if is_head_request:
            stream.bodiless = True
        if stream.ms_left is not None:
            stream.ms_left = None
    stream.request_head = head  # build: only if heads are kept
    return HTTPRequest(stream, head)


@coroutine
def _answer(app, stream, request):
    """Have the app answer a request. Returns whether the handler keeps the stream, for others to write to."""
    try:
        answer = app.handle(request, stream)
        if hasattr(answer, "send"):
            answer = yield from answer
        if answer is not False and (answer is not None or stream.head == b""):
            answering = app.answer(stream, answer)
            yield from answering
        if app.log:  # build: only if log
            app.info(request)
    except Exception as error:
        answer = None
        yield from app.handle_error(stream, error, request)
    return answer is False


@coroutine
def _read_away(stream):
    """Read away what is left of a request, and what follows the last one. Where another follows, others have their turn."""
    if stream.left:
        yield from discard(stream)
    if stream.pos != stream.end:
        if not stream.keep:
            yield from stream.linger()
        yield


def _forget_request(stream):
    """Have the stream as it was before the request that was answered."""
    stream.head = b""
    stream.unsent = stream.ms_left = None
    stream.request_head = None  # build: only if heads are kept
    stream.bodiless = False


@coroutine
def _next_stream(turn):
    """Come to rest, and go on with the stream that a server has for this then. None: it ends here.

    There may be no room in a heap for another coroutine, where this one is.
    """
    if not turn or turn.is_over:
        return None
    turn.active = None
    yield True  # it is dropped here, or goes on, as the server likes
    return turn.next_stream


def _refuse_without_memory(app, stream, request):
    """Say that there is no memory for an answer, if none has begun. This takes none."""
    forget_heads(app)
    if comes_again(request, NO_MEMORY):  # build: only if event streams
        _send_retry(stream)
    if stream.head is not None:
        send_unavailable(stream.socket)
        if app.log:  # build: only if log
            _note_status(stream, 503)


def _send_retry(stream):
    """Have a browser come again, if no answer has begun. This takes no memory either."""
    if stream.head is not None:
        stream.head = None
        try:
            stream.socket.write(WHOLE_RETRY)
        except Exception:
            pass  # it has gone


def _note_status(stream, status):
    """Have the log know the status of an answer, if there is memory for it."""
    try:
        stream.status = status
    except MemoryError:
        pass


def _close(app, stream, request):
    """Close a connection. request: None, or one that is not answered."""
    if stream._held:  # build: only if continued answers
        stream._leave_held(True)
    stream.socket.close()
    stream.release()
    if request and app.log:  # build: only if log
        app.info(request, ", ended early")


# build: frame on the stack
def send_unavailable(socket):
    """Say that there is no memory for a client, before its connection is closed. This takes none."""
    try:
        socket.write(UNAVAILABLE)
    except Exception:
        pass  # it has gone
