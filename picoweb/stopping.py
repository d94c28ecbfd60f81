"""Connections that have to end, on a board: for lack of room, or with the server."""

from . import clock, coroutine

ticks_add = clock.ticks_add
ticks_diff = clock.ticks_diff
ticks_ms = clock.ticks_ms


def is_idle(stream):
    """Whether a connection that waits is one of which nothing is half done."""
    return stream.buf is None and stream.head == b""


def make_room(server):
    """End the idle connection that has waited longest for its client. Returns whether there was one.

    A client that has just connected, and never asked, is given a second to do so.
    """
    found = None
    for entry in server.streams.values():
        _, until, stream = entry
        left = ticks_diff(until, ticks_ms())
        if is_idle(stream) and (stream.keep or left < server.app.limits.idle_ms - 1000):
            if not found or ticks_diff(until, found[1]) < 0:
                found = entry
    if found:
        server.end(found)
    return found


def step(server, state):
    """What a server of steps.py does before each turn in which it has no room, or was shut down.

    state: True when it could not accept a connection; else what this returned before. Without room it accepts nothing
    until a connection has ended, or half a second is over. Returns False when all is done, None when it can accept.
    """
    if not server.s:
        return bool(rest(server))
    n = len(server.streams) + len(server.tasks)
    if state is True:
        if make_room(server):
            server.poll.register(server.s, 1)  # POLLIN
            return None
        server.poll.unregister(server.s)
        return n, ticks_add(ticks_ms(), 500)
    if n < state[0] or ticks_diff(state[1], ticks_ms()) < 0:
        server.poll.register(server.s, 1)
        return None
    return state


def shutdown(app, grace_ms=None):
    """Stop accepting connections, and end those there are: idle ones now, the others when they have their answer.

    grace_ms: int, how long they may take for it, in milliseconds; None: `limits.grace_ms`.
    """
    server = app.server
    if not server:
        return
    server.until = ticks_add(ticks_ms(), app.limits.grace_ms if grace_ms is None else grace_ms)
    s = server.s
    server.s = None
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
    for value in list(server.streams.values()):
        if late or is_idle(value[2]):
            server.end(value)
    if hasattr(server, "tasks"):  # it is one of steps.py
        return not late and (server.streams or server.tasks)
    if late:
        from asyncio import core

        for t in list(server.running):
            if t is not core.cur_task:
                t.cancel()
    return server.running or server.streams


@coroutine
def serve_forever(app):
    """Wait until `shutdown()`, and for the connections that it ends. `start_server()` goes before."""
    from asyncio import core

    server = app.server
    try:
        while server and (server.s or rest(server)):
            yield from core.sleep_ms(200 if server.s else 20)
    except BaseException:  # it was cancelled, or interrupted
        shutdown(app, 0)
        raise
