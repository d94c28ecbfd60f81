"""The server as a generator: `WebApp.steps`, for loops that do other things as well, and need no asyncio."""

from ...runtime import coroutine, ticks_add, ticks_diff, ticks_ms
from .listening import listen
from .steps import Server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from ...app import WebApp

TASKS = "create_task() and on_startup() need asyncio: run() and start_server() serve by it"


def steps(
    app: "WebApp", s: "Any" = None, host: str = "127.0.0.1", port: int = 8081
) -> "Generator[None, None, None]":
    """Serve a step at a time: `for _ in app.steps(port=80):`, until `shutdown()` and the end of what it lets finish.

    A step accepts one connection or goes on with one, and waits for nobody. s: a socket that listens, and needs only
    `accept recv_into send close setblocking`; None: one is opened at `host` and `port`. Raises OSError if the port is
    taken, ValueError for `app.ssl` where sockets are not MicroPython's.
    """
    return serve(app, s, host, port, 0)


def serve(
    app: "WebApp", listener: "Any", host: str, port: int, wait_ms: int
) -> "Generator[None, None, None]":
    """What `steps` returns, but that a step waits up to `wait_ms` milliseconds for something to do."""
    address = None
    if app._background:  # build: only if the app uses create_task, on_startup
        raise RuntimeError(TASKS)
    if not listener:
        listener = listen(app, host, port)
        address = host, port
    if hasattr(listener, "readinto"):  # MicroPython's
        from select import poll

        poller: "Any" = poll()
    elif app.ssl:
        raise ValueError("HTTPS takes run(), or MicroPython's sockets")
    else:
        from .plain_sockets import Listener, Poll

        listener = Listener(listener)
        poller = Poll()
    listener.setblocking(False)
    server = app.server = Server(app, listener, poller)
    server.address = address
    steps: "Generator[None, None, None]" = server.serve(wait_ms)
    return steps


@coroutine
def sleep(seconds: float) -> "Generator[Any, Any, None]":
    """Wait for so long, in a handler, while others are served."""
    until = ticks_add(ticks_ms(), int(seconds * 1000))
    yield
    while ticks_diff(until, ticks_ms()) > 0:
        yield
