"""The end of a server on a board, and of its connections."""

import sys

from ..runtime import ticks_add, ticks_diff, ticks_ms
from .limits import is_idle


def shutdown(app, grace_ms=None):
    """Stop accepting connections, and end those there are: idle ones now, the others when they have their answer.

    grace_ms: int, how long they may take for it, in milliseconds; None: `limits.grace_ms`.
    """
    server = app.server
    if not server:
        return
    server.until = ticks_add(ticks_ms(), app.limits.grace_ms if grace_ms is None else grace_ms)
    s = server.listener
    server.listener = None
    if not hasattr(server, "tasks"):
        server.stop()
        rest(server)
    elif s:
        server.poll.unregister(s)
    if s:
        s.close()


def rest(server):
    """Whether a server that was shut down has requests to answer. Ends idle connections, and all after the grace."""
    if server.app.server is not server:
        return False  # another one serves them
    late = ticks_diff(server.until, ticks_ms()) <= 0
    for stream in list(server.streams.values()):
        if late or is_idle(stream):
            server.end(stream)
    if hasattr(server, "tasks"):  # it is one of steps.py
        return not late and (server.streams or server.tasks)
    if late:
        from asyncio import core

        for t in list(server.running):
            if t is not core.cur_task:
                t.cancel()
    return server.running or server.streams


def close(app, server):
    """End whatever a server of steps.py still has open, when its loop has ended."""
    for coro in server.tasks:
        coro.close()
    for stream in list(server.streams.values()):
        (stream.waiter or stream.socket).close()
    if sys.modules.get("asyncio") is server:
        del sys.modules["asyncio"]
    if app.server is server:
        app.server = None
