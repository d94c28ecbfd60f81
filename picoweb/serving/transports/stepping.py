"""The server as a generator: `WebApp.steps`, for loops that do other things as well, and need no asyncio."""

import sys

from ...runtime import IS_MICROPYTHON, coroutine, ticks_add, ticks_diff, ticks_ms
from .listening import listen
from .steps import Server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from ...app import WebApp

TASKS = "create_task() and on_startup() need asyncio: run() and start_server() serve by it"

_is_stepping = False  # whether a server is in a step


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
    return _noted(server.serve(wait_ms))


def _noted(steps):
    """The steps of a server, of which `sleep` knows whether one runs."""
    global _is_stepping
    try:
        _is_stepping = True
        for _ in steps:
            _is_stepping = False
            yield
            _is_stepping = True
    finally:
        _is_stepping = False
        steps.close()


@coroutine
def sleep(seconds: float) -> "Generator[Any, Any, None]":
    """Wait for so long, in a handler or a task, while others are served."""
    core = _asyncio_of_task()
    if core:
        yield from core.sleep_ms(int(seconds * 1000))
        return
    until = ticks_add(ticks_ms(), int(seconds * 1000))
    yield
    while ticks_diff(until, ticks_ms()) > 0:
        yield


def _asyncio_of_task():
    """MicroPython's asyncio.core, where a task of it runs, and not the step of a server; else None.

    It has a task go on only if something has arranged for that: one that has only given way waits for ever.
    """
    core = sys.modules.get("asyncio.core") if IS_MICROPYTHON else None
    if core and core.cur_task and not _is_stepping:
        return core
    return None
