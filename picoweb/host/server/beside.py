"""`app.run()` inside a coroutine, as MicroPython allows it: the app is served beside what the loop does already."""

import asyncio

from .loop import can_outlast, outlast
from .server import serve_forever, start_server
from .signals import terminable

INSTEAD = "run() in a loop that runs already: await app.start_server(host, port), and then app.serve_forever()"


def serve_beside(app, host, port, has_own_way):
    """Serve an app by a task of the running loop, which lasts for it: on a board, run() would not return before.

    has_own_way: whether its `serve` runs a loop in a way of its own, which would be passed over: raises RuntimeError. It is
    also raised if asyncio itself runs the loop, which would end as soon as its coroutine does. OSError: the port is taken.
    """
    if has_own_way or not can_outlast():
        raise RuntimeError(INSTEAD)
    list(start_server(app, host, port))  # it waits for nothing
    outlast(_serve(app))


async def _serve(app):
    """Serve until `shutdown()`. SIGTERM ends the program as well: else what runs beside would keep it alive."""
    loop = asyncio.get_running_loop()
    terminated = []

    def stop():
        terminated.append(True)
        loop.call_soon_threadsafe(app.shutdown)

    with terminable(stop):
        await serve_forever(app)
    if terminated:
        raise SystemExit
