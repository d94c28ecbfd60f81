"""The server as a generator: `WebApp.steps`, for loops that do other things as well, and need no asyncio."""

from . import clock, coroutine, steps as transport


def steps(app, s=None, host="127.0.0.1", port=8081):
    """Serve a step at a time: `for _ in app.steps(port=80):`, until `shutdown()` and the end of what it lets finish.

    A step accepts one connection or goes on with one, and waits for nobody. s: a socket that listens, and needs only
    `accept recv_into send close setblocking`; None: one is opened at `host` and `port`. Raises OSError if the port is
    taken, ValueError for `app.ssl` where sockets are not MicroPython's.
    """
    return run(app, s or app.listen(host, port), 0)


def run(app, s, n):
    """A generator that serves on the socket `s`, and waits up to `n` milliseconds in each step."""
    if hasattr(s, "readinto"):
        from select import poll
    elif app.ssl:
        raise ValueError("ssl")
    else:
        from .bare import Listener, poll

        s = Listener(s)
    s.setblocking(False)
    server = app.server = transport.Server(app, s, poll())
    return _run(server, s, n)


def _run(server, s, n):
    try:
        yield from server.serve(n)
    finally:
        for value in server.tasks + [value[0] or value[2].s for value in server.streams.values()]:
            value.close()
        s.close()
        if server.app.server is server:
            server.app.server = None


@coroutine
def sleep(seconds):
    """Wait for so long, in a handler, while others are served."""
    until = clock.ticks_add(clock.ticks_ms(), int(seconds * 1000))
    yield
    while clock.ticks_diff(until, clock.ticks_ms()) > 0:
        yield


transport.sleep = sleep
