"""Writing an answer in other ways than by one piece that leaves at once.

Who writes for long gives way to all who want to run, and has others who write to the same stream wait (see stream_writer.py).
"""

from ..messages.head import CHUNKED, HELD, NO_CONTENT
from ..runtime import DONE, coroutine, ticks_diff, ticks_ms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from ..types import Step
    from .stream import Stream

TURN_MS = 2  # milliseconds of writing without a pause, after which others have their turn
PIECES = 15  # of content that are written between two looks at the time: a look takes as long as a part of a piece

last_chunk = 0, b""  # the size of the last chunk, and the line that says it; a tuple, as another thread may be looking


@coroutine
def flush(stream: "Stream") -> "Generator[Any, Any, None]":
    """Send the rest of a piece as the client takes it: within `limits.write_ms`, and the time for it at `limits.rate`."""
    limits = stream.server.app.limits
    ms_left = limits.write_ms
    while stream._rest:
        ms_left = yield from stream.server.wait(stream, True, ms_left)
        sent = stream.socket.write(stream._rest) or 0
        ms_left += sent * 1000 // limits.rate
        stream._rest = stream._rest[sent:]
    stream._rest = None  # it holds what it is a part of


@coroutine
def flush_in_line(stream: "Stream") -> "Generator[Any, Any, None]":
    """As `flush`, while others who write wait for it.

    Where it is cancelled, the rest is left to whoever writes next, as a half of a piece would spoil theirs.
    """
    if stream._line:  # who came first saw to this rest
        yield from stream._push_in_turn(b"")
        return
    stream._line = [stream]
    try:
        yield from flush(stream)
    finally:
        stream._line.remove(stream)
        if stream._rest:
            stream.keep = False


def push_more(
    stream: "Stream", data: "bytes | bytearray | memoryview", has_turn: bool = False
) -> "Step[None]":
    """As `Stream.push`, where a part of the answer has left: others may write to it, or have waited for long.

    has_turn: whether who writes is the first in the line.
    """
    if not has_turn and (stream._line or stream._rest):
        return stream._push_in_turn(data)
    sent = stream.socket.write(data)
    if sent != len(data):
        stream._rest = memoryview(data)[sent or 0 :]
        stream._pieces_left = 0
        return flush(stream) if has_turn else flush_in_line(stream)
    if not has_turn:
        stream._pieces_left = PIECES
    server = stream.server
    now = ticks_ms()
    if ticks_diff(now, server.others_ran) < TURN_MS:
        return DONE
    server.others_ran = now
    giving_way: "Step[None]" = server.give_way(0)
    return giving_way


@coroutine
def write_long(stream: "Stream", content: "bytes | bytearray | memoryview") -> "Generator[Any, Any, None]":
    """Write content in pieces, as a copy of it all might not fit."""
    if stream.unsent == HELD:  # build: only if continued answers
        yield from stream._follow(content)
        return
    if is_too_much(stream, content):  # build: only if lengths
        content = announced_part(stream, content)
    if stream.head:
        yield from stream.push(stream.frame(b""))
    yield from stream.push(stream.frame(content))


def frame(stream: "Stream", content: "bytes | bytearray | memoryview") -> "bytes | bytearray | memoryview":
    """A piece of content as it goes on the wire, with the head if that has not left yet."""
    if is_too_much(stream, content):  # build: only if lengths
        return stream.frame(announced_part(stream, content))
    if stream.unsent is None:
        _check_raw(stream, content)
    elif stream.unsent >= 0:
        stream.unsent -= len(content)
    elif stream.unsent == NO_CONTENT:
        content = b""
    elif content:
        if not isinstance(content, bytes):
            content = bytes(content)
        return b"".join((stream.head or b"", b"%x\r\n" % len(content), content, b"\r\n"))
    return stream.head + content if stream.head else content


def is_too_much(stream: "Stream", content: "bytes | bytearray | memoryview") -> bool:
    """Whether content is more than the Content-Length that was announced."""
    return stream.unsent is not None and 0 <= stream.unsent < len(content)


def announced_part(stream: "Stream", content: "bytes | bytearray | memoryview") -> "Any":
    """What is to be sent of content that is too much."""
    from ..messages.continued import part_to_send

    return part_to_send(stream, content)


def chunk(head: "bytes | None", content: "bytes | bytearray | memoryview", size: int) -> "bytes | bytearray | memoryview":
    """`size` bytes of content as a chunk (RFC 9112, 7.1), behind a head that has not left yet."""
    global last_chunk
    if type(content) is not bytes:
        content = bytes(content)
    last = last_chunk
    if last[0] != size:
        last_chunk = last = size, b"%x\r\n" % size
    return b"".join((head or b"", last[1], content, b"\r\n"))


def _check_raw(stream, content):
    """Have the connection end with content of which nobody knows how long it is. Older apps write some without a head."""
    stream.keep = False
    if stream.head == b"" and stream.server.app.debug > 0:  # build: only if debug
        from .log import note_missing_head

        note_missing_head(stream.server.app, content)
