"""What clients may take, and who gives way when all of it is taken."""

from ..runtime import ticks_diff, ticks_ms


class Limits:
    """The bounds on what a client may take: `app.limits`. Sizes are in bytes, times in milliseconds."""

    line = 1024  #: longest request line: 414 beyond
    head = 4096  #: longest block of header fields: 431 beyond
    fields = 64  #: most header fields: 431 beyond
    body = 16384  #: longest content that is read in one piece: 413 beyond
    drain = 16384  #: content that no handler read, read away so that the client sees the answer
    head_ms = 10000  #: for a whole head, from its first byte: 408 beyond
    body_ms = 10000  #: for content, and the time that its bytes take at `rate`: 408 beyond
    write_ms = 10000  #: for a client to take a piece of an answer, and the time that its bytes take at `rate`
    rate = 500  #: bytes a second: slower clients have the times above, and no more
    idle_ms = 5000  #: for a connection to ask, or to ask again
    connections = 5  #: open at a time: idle ones give way to new ones, and the rest wait to be accepted
    grace_ms = 5000  #: for requests to be answered after `shutdown`


def is_idle(stream):
    """Whether a connection that waits is one of which nothing is half done."""
    return stream.buf is None and stream.head == b""


def make_room(server):
    """End the idle connection that has waited longest for its client. Returns whether there was one.

    A client that has just connected, and never asked, is given a second to do so.
    """
    found = None
    for stream in server.streams.values():
        left = ticks_diff(stream.deadline, ticks_ms())
        if is_idle(stream) and (stream.keep or left < server.app.limits.idle_ms - 1000):
            if not found or ticks_diff(stream.deadline, found.deadline) < 0:
                found = stream
    if found:
        server.end(found)
    return found
