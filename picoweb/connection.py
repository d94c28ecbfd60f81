"""One request after another on one connection.

The same coroutine runs wherever the bytes come from: it knows streams and apps,
neither sockets nor event loops.
"""

from . import coroutine
from .request import HTTPRequest, read_head


@coroutine
def serve_connection(app, stream):
    """Answer what comes on `stream` with `app` until either side has had enough.

    A handler that returned False keeps the stream, and a server may keep a connection that is idle:
    it serves it again. Else it is closed here, on every path.
    """
    req = None
    value = False  # what a handler returned; None: somebody was answered just now
    n = 0  # what has come, and was not looked at yet
    rest = getattr(stream.server, "cur_task", None)  # of a server that may have this go on with another stream, its second
    try:
        while True:
            if n:
                head = app._head  # clients repeat themselves: a head equal to the last one is known to be good
                value = stream.buf
                n = head[5]
                if stream.pos or n > stream.end or not value.startswith(head[0]):
                    n = 0
                if n and value.startswith(head[2], len(head[0])):
                    stream.pos = n
                else:
                    head = n = read_head(app, stream)
            if not n:
                n = None if value is None else stream.fill()  # who was answered just now has nothing more to say yet
                if n:
                    continue
                if n is not None:
                    return
                if stream.pos != stream.end:
                    yield from stream.wait()
                else:
                    value = stream.server.idle(stream, app.limits.idle_ms)
                    if value is None:
                        stream = None
                        yield True  # it ends here, or goes on with another, as the server likes
                        stream = rest[1]
                    else:
                        yield from value
                value = False
                continue
            n = head[3]
            if n != stream.keep:
                stream.keep = n
                if n:
                    stream.left = 0  # what is asked for with each request is found sooner where it is the object's own
                    stream.extra = b""
                    stream.minor = stream.minor
                    if not app.ssl:  # an answer in two writes must not wait for an acknowledgement in between
                        stream.s.setsockopt(6, 1, 1)  # IPPROTO_TCP, TCP_NODELAY
            if head[4]:
                stream.left, stream.expect, value = head[4]
                if value:
                    stream.bodiless = True
                if stream.ms is not None:
                    stream.ms = None
            stream._head = head
            req = HTTPRequest(stream, head)
            try:
                value = app.handle(req, stream)
                if hasattr(value, "send"):
                    value = yield from value
                if value is not False and (value is not None or stream.head == b""):
                    yield from app.answer(stream, value)
                if app.log:
                    app.info(req)
            except Exception as e:
                value = None
                yield from app.handle_error(stream, e, req)
            n = value is False
            req = value = head = None
            yield from stream.finish(n)
            if n:
                stream = None
                return
            if stream.left:
                yield from stream.discard()
            n = stream.pos != stream.end
            if n:
                if not stream.keep:  # what follows the last request is read away
                    yield from stream.linger()
                    n = 0
                yield
            if stream.keep:
                stream.head = b""
                stream.room = stream.ms = stream._head = None
                stream.bodiless = False
                continue
            if not rest or not rest[1]:
                return
            stream.s.close()
            stream.release()
            stream = rest[0] = None
            yield True
            stream = rest[1]
            value = False
    except OSError:
        pass  # the client has gone: nobody is left to answer
    except Exception as e:
        try:
            yield from app.handle_error(stream, e)
        except MemoryError:  # there was not enough for the answer to an error either
            app._line = app._head = type(app)._head
            if stream.head is not None:
                stream.status = 503
                send(stream.s)
    finally:
        if stream is not None:
            stream.s.close()
            stream.release()
            if req and app.log:
                app.info(req, ", ended early")


def send(s):
    # Say that there is no memory for a client, before its connection is closed. This takes none.
    try:
        s.write(b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n")
    except Exception:
        pass  # it has gone
