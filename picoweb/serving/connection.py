"""One request after another on one connection.

The same coroutine runs wherever the bytes come from: it knows streams and apps,
neither sockets nor event loops.
"""

from ..messages.request import HTTPRequest
from ..runtime import coroutine
from .heads import read_head

IPPROTO_TCP = 6
TCP_NODELAY = 1


@coroutine
def serve_connection(app, stream):
    """Answer what comes on `stream` with `app` until either side has had enough.

    A handler that returned False keeps the stream, and a server may keep a connection that is idle:
    it serves it again. Else it is closed here, on every path.
    """
    request = None
    turn = getattr(stream.server, "turn", None)  # of a server that may have this go on with another stream
    received = 0  # bytes that have come and were not looked at yet
    just_answered = False  # who was answered just now has nothing more to say yet: the socket is not asked
    try:
        while True:
            head = None
            if received:
                just_answered = False
                head = _same_head_again(app, stream)
                if head is None:
                    head = read_head(app, stream)
            if head is None:
                received = None if just_answered else stream.fill()
                if received:
                    continue
                if received is not None:
                    return  # the client has ended the connection
                if stream.pos != stream.end:
                    yield from stream.wait()
                else:
                    waiting = stream.server.idle(stream, app.limits.idle_ms)
                    if waiting is None:
                        stream = None
                        yield True  # it ends here, or goes on with another, as the server likes
                        stream = turn.next_stream
                    else:
                        yield from waiting
                just_answered = False
                continue

            _prepare(app, stream, head)
            request = HTTPRequest(stream, head)
            answer = None
            try:
                answer = app.handle(request, stream)
                if hasattr(answer, "send"):
                    answer = yield from answer
                if answer is not False and (answer is not None or stream.head == b""):
                    yield from app.answer(stream, answer)
                if app.log:  # build: only if log
                    app.info(request)
            except Exception as error:
                answer = None
                yield from app.handle_error(stream, error, request)
            handed_over = answer is False
            request = head = answer = None  # their room in the heap may be needed
            yield from stream.finish(handed_over)
            if handed_over:
                stream = None
                return

            if stream.left:
                yield from stream.discard()
            received = stream.pos != stream.end
            if received:
                if not stream.keep:  # what follows the last request is read away
                    yield from stream.linger()
                    received = False
                yield
            if stream.keep:
                _forget_request(stream)
                just_answered = True
                continue
            if not turn or not turn.next_stream:
                return
            stream.socket.close()
            stream.release()
            stream = turn.active = None
            yield True
            stream = turn.next_stream
            just_answered = False
    except OSError:
        pass  # the client has gone: nobody is left to answer
    except Exception as error:
        try:
            yield from app.handle_error(stream, error)
        except MemoryError:  # there was not enough for the answer to an error either
            app.last_line = type(app).last_line
            app.last_head = type(app).last_head
            if stream.head is not None:
                stream.status = 503
                send_unavailable(stream.socket)
    finally:
        if stream is not None:
            stream.socket.close()
            stream.release()
            if request and app.log:  # build: only if log
                app.info(request, ", ended early")


def _same_head_again(app, stream):
    """The last head (http.Head), if it has come again: it is known to be good, and clients repeat themselves."""
    head = app.last_head
    buf = stream.buf
    if stream.pos or head.total_length > stream.end or not buf.startswith(head.line_bytes):
        return None
    if not buf.startswith(head.field_block, len(head.line_bytes)):
        return None
    stream.pos = head.total_length
    return head


def _prepare(app, stream, head):
    """Have the stream know what a head says."""
    if head.may_stay != stream.keep:
        stream.keep = head.may_stay
        if head.may_stay:
            stream.left = 0  # what is asked for with each request is found sooner where it is the object's own
            stream.extra_fields = b""
            stream.minor_version = stream.minor_version
            if not app.ssl:  # an answer in two writes must not wait for an acknowledgement in between
                stream.socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    if head.unusual:
        stream.left, stream.expect, bodiless = head.unusual
        if bodiless:
            stream.bodiless = True
        if stream.ms_left is not None:
            stream.ms_left = None
    stream.request_head = head


def _forget_request(stream):
    """Have the stream as it was before the request that was answered."""
    stream.head = b""
    stream.unsent = stream.ms_left = stream.request_head = None
    stream.bodiless = False


def send_unavailable(socket):
    """Say that there is no memory for a client, before its connection is closed. This takes none."""
    try:
        socket.write(b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n")
    except Exception:
        pass  # it has gone
