"""What clients may take, and who gives way when all of it is taken."""

from ..runtime import ticks_diff, ticks_ms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .stream import Stream

TIME_TO_ASK = 1000  # milliseconds for which a client that has just connected does not give way


class Limits:
    """The bounds on what a client may take: `app.limits`. Sizes are in bytes, times in milliseconds."""

    line: int = 1024  #: longest request line: 414 beyond
    head: int = 4096  #: longest block of header fields: 431 beyond
    fields: int = 64  #: most header fields: 431 beyond
    body: int = 16384  #: longest content that is read in one piece: 413 beyond
    drain: int = 16384  #: content that no handler read, read away so that the client sees the answer
    head_ms: int = 10000  #: for a whole head, from its first byte: 408 beyond
    body_ms: int = 10000  #: for content, and the time that its bytes take at `rate`: 408 beyond
    write_ms: int = 10000  #: for a client to take a piece of an answer, and the time that its bytes take at `rate`
    rate: int = 500  #: bytes a second: slower clients have the times above, and no more
    idle_ms: int = 5000  #: for a connection to ask, or to ask again
    connections: int = 5  #: open at a time: idle ones give way to new ones, and the rest wait to be accepted
    streams: "int | None" = None  #: of events, open at a time; None: one fewer than connections. 503 beyond
    grace_ms: int = 5000  #: for requests to be answered after `shutdown`


def is_idle(stream: "Stream") -> bool:
    """Whether a connection that waits is one of which nothing is half done."""
    return stream.buf is None and stream.head == b""


def make_room(server):
    """End the idle connection that has waited longest for its client. Returns it; None: there was none.

    A client that has just connected, and never asked, is given a second to do so.
    """
    longest = None
    for stream in server.streams.values():
        if _gives_way(stream):
            if not longest or ticks_diff(stream.deadline, longest.deadline) < 0:
                longest = stream
    if longest:
        server.end(longest)
    return longest


def _gives_way(stream):
    """Whether a connection may be ended for another one to have its place."""
    if not is_idle(stream):
        return False
    ms_left = ticks_diff(stream.deadline, ticks_ms())
    return stream.keep or ms_left < stream.server.app.limits.idle_ms - TIME_TO_ASK
