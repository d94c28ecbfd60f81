"""The server as a generator: `WebApp.steps`, for loops that do other things as well, and need no asyncio."""

from ...runtime import coroutine, ticks_add, ticks_diff, ticks_ms
from ..shutdown import close
from .listening import listen
from .steps import Server


def steps(app, s=None, host="127.0.0.1", port=8081):
    """Serve a step at a time: `for _ in app.steps(port=80):`, until `shutdown()` and the end of what it lets finish.

    A step accepts one connection or goes on with one, and waits for nobody. s: a socket that listens, and needs only
    `accept recv_into send close setblocking`; None: one is opened at `host` and `port`. Raises OSError if the port is
    taken, ValueError for `app.ssl` where sockets are not MicroPython's.
    """
    return serve(app, s, host, port, 0)


def serve(app, s, host, port, n):
    """What `steps` returns, but that a step waits up to `n` milliseconds for something to do."""
    address = (host, port) if s is None else None
    if not s:
        s = listen(app, host, port)
    if hasattr(s, "readinto"):
        from select import poll

        found = poll()
    elif app.ssl:
        raise ValueError("HTTPS takes run(), or MicroPython's sockets")
    else:
        from .plain_sockets import Listener

        s = Listener(s)
        found = app._plain_poll()
    s.setblocking(False)
    server = app.server = Server(app, s, found)
    server.address = address
    return run(server, s, n)


def run(server, s, n):
    try:
        yield from server.serve(n)
    finally:
        s.close()
        close(server.app, server)


@coroutine
def sleep(seconds):
    """Wait for so long, in a handler, while others are served."""
    until = ticks_add(ticks_ms(), int(seconds * 1000))
    yield
    while ticks_diff(until, ticks_ms()) > 0:
        yield
