"""Writing an answer in other ways than by one piece that leaves at once."""

from .. import buffers
from ..messages.head import CHUNKED, HELD, NO_CONTENT
from ..runtime import coroutine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from .stream import Stream

last_chunk = 0, b""  # the size of the last chunk, and the line that says it; a tuple, as another thread may be looking


@coroutine
def flush(stream: "Stream", data: "bytes | bytearray | memoryview") -> "Generator[Any, Any, None]":
    """Send bytes as they are, as the client takes them: within `limits.write_ms`, and the time for them at `limits.rate`."""
    limits = stream.server.app.limits
    ms_left = limits.write_ms
    while len(data):
        ms_left = yield from stream.server.wait(stream, True, ms_left)
        sent = stream.socket.write(data) or 0
        ms_left += sent * 1000 // limits.rate
        data = data[sent:]


@coroutine
def write_long(stream: "Stream", content: "bytes | bytearray | memoryview") -> "Generator[Any, Any, None]":
    """Write content in pieces, as a copy of it all might not fit."""
    if stream.unsent == HELD:  # build: only if continued answers
        yield from stream._follow(content)
        return
    if _is_too_much(stream, content):  # build: only if lengths
        content = _announced_part(stream, content)
    if stream.unsent == CHUNKED:
        content = memoryview(content)
        for start in range(0, len(content), buffers.PIECE):
            yield from stream.push(stream.frame(content[start : start + buffers.PIECE]))
        return
    if stream.head:
        yield from stream.push(stream.frame(b""))
    yield from stream.push(stream.frame(content))


def frame(stream: "Stream", content: "bytes | bytearray | memoryview") -> "bytes | bytearray | memoryview":
    """A piece of content as it goes on the wire, with the head if that has not left yet."""
    if _is_too_much(stream, content):  # build: only if lengths
        return stream.frame(_announced_part(stream, content))
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


def _is_too_much(stream, content):
    """Whether content is more than the Content-Length that was announced."""
    return stream.unsent is not None and 0 <= stream.unsent < len(content)


def _announced_part(stream, content):
    """What is to be sent of content that is too much."""
    from ..messages.continued import announced_part

    return announced_part(stream, content)


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
