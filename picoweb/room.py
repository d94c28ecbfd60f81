"""Connections that have to give way to others, on a board."""

from . import clock


def is_idle(stream):
    """Whether a connection that waits is one of which nothing is half done."""
    return stream.buf is None and stream.head == b""


def make_room(server):
    """End the idle connection that has waited longest for its client. Returns whether there was one.

    A client that has just connected, and never asked, is given a second to do so.
    """
    found = None
    for stream in server.streams.values():
        left = clock.ticks_diff(stream.time, clock.ticks_ms())
        if is_idle(stream) and (stream.keep or left < server.app.limits.idle_ms - 1000):
            if not found or clock.ticks_diff(stream.time, found.time) < 0:
                found = stream
    if found:
        server.end(found)
    return found


def step(server, state):
    """What a server of steps.py does before each turn in which it has no room, or was shut down.

    state: True when it could not accept a connection; else what this returned before. Without room it accepts nothing
    until a connection has ended or is idle, or half a second is over. Returns False when all is done, None when it can accept.
    """
    if not server.s:
        from .stopping import rest

        return bool(rest(server))
    n = len(server.streams) + len(server.tasks)
    if make_room(server) or state is not True and (
        n < state[0] or clock.ticks_diff(state[1], clock.ticks_ms()) < 0
    ):
        server.poll.register(server.s, 1)  # POLLIN
        return None
    if state is True:
        server.poll.unregister(server.s)
        state = n, clock.ticks_add(clock.ticks_ms(), 500)
    return state
