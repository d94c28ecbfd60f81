"""What handlers read the content of a request with."""

import gc

from .. import buffers
from ..http.errors import HTTPError
from ..runtime import IS_MICROPYTHON, coroutine
from .content import available, take

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from .stream import Stream

BOUNDLESS = 1 << 30  # bytes of content, where only the handler sees how many there are
MOST_ANNOUNCED = BOUNDLESS // 2  # what is left of boundless content is always more


@coroutine
def read(stream: "Stream", n: int = -1) -> "Generator[Any, Any, bytes]":
    """Read `n` bytes of content, or all of it for -1. It is less at the end of the content, which is b"" from then on.

    It is at most `limits.body` bytes. Where nobody has said how much content comes, as in chunks, it is what is there, once
    there is any. Raises OSError when the client has gone, HTTPError 413 if all of the content is more than `limits.body`.
    """
    if n >= 0:
        _take_over(stream)
    most = stream.server.app.limits.body
    wanted = BOUNDLESS if n < 0 else min(n, most)
    _check_size(stream, most, wanted)
    if 0 < stream.left <= wanted and stream.left <= stream.end - stream.pos:  # all of it is here
        return bytes(take(stream, stream.left))
    count = yield from available(stream)
    if not count:
        return b""
    if wanted <= count or n >= 0 and not 0 < stream.left < MOST_ANNOUNCED:
        return bytes(take(stream, min(wanted, count)))
    if stream.left > 0:
        return bytes((yield from _read_announced(stream, min(stream.left, wanted))))
    content: bytes = yield from _read_chunks(stream, wanted, count)
    return content


@coroutine
def read_all(stream: "Stream") -> "Generator[Any, Any, bytes | bytearray]":
    """All of the content, and what is raised, as for `read`. It may be a bytearray, as a heap may have no room for a copy."""
    _check_size(stream, stream.server.app.limits.body, BOUNDLESS)
    if stream.left > 0:
        return (yield from _read_announced(stream, stream.left))
    return (yield from read(stream))


@coroutine
def _read_announced(stream, count):
    """`count` bytes of content that are announced, as a bytearray.

    They have one place from the start: a heap that has room for it now may have none between many small pieces.
    """
    if IS_MICROPYTHON and count > buffers.MOST_FIELDS:
        gc.collect()  # else it may come to lie behind garbage, and leave no room for what is made of it
    content = bytearray(count)
    filled = 0
    while filled < count:
        size = min(count - filled, (yield from available(stream)))
        content[filled : filled + size] = take(stream, size)
        filled += size
    return content


def _take_over(stream):
    """Take what follows a request that asks for another protocol for its content (RFC 9110, 7.8): the handler knows its end."""
    head = stream.request_head
    if stream.left == 0 and head and not head.unusual and b"upgrade:" in (head.field_block or b"").lower():
        stream.keep = False
        stream.left = BOUNDLESS


@coroutine
def _read_chunks(stream, wanted, count):
    """Up to `wanted` bytes of content in chunks, of which `count` are there.

    It is collected in pieces of one size, however it comes: a heap has room for these before it has for all of it.
    """
    most = stream.server.app.limits.body
    pieces = []
    piece = bytearray(min(wanted, buffers.SIZE))
    filled = 0
    while count:
        _check_size(stream, most, wanted)
        count = min(count, len(piece) - filled, wanted)
        piece[filled : filled + count] = take(stream, count)
        most -= count
        wanted -= count
        filled += count
        if filled == len(piece):
            pieces.append(bytes(piece))
            filled = 0
        count = (yield from available(stream)) if wanted else 0
    pieces.append(bytes(memoryview(piece)[:filled]))
    return b"".join(pieces) if len(pieces) > 1 else pieces[0]


def _check_size(stream, most, wanted):
    """Raise HTTPError 413 if more than `most` bytes of content are wanted, as far as it says how many are to come."""
    if min(stream.left if stream.left > 0 else stream.chunk_left, wanted) > most:
        stream.keep = False
        raise HTTPError(413)


@coroutine
def readinto(stream: "Stream", buf: "bytearray | memoryview") -> "Generator[Any, Any, int]":
    """Read up to len(buf) bytes into a buffer. Returns how many, 0 at the end. Raises OSError as `read` does."""
    _take_over(stream)
    count: int = min(len(buf), (yield from available(stream)))
    if count:
        memoryview(buf)[:count] = take(stream, count)
    return count


@coroutine
def readexactly(stream: "Stream", n: int) -> "Generator[Any, Any, bytes]":
    """Read `n` bytes. Raises EOFError if the content ends before, HTTPError 413 over `limits.body`."""
    if n > stream.server.app.limits.body:
        raise HTTPError(413)
    _take_over(stream)
    if 0 <= stream.left < n:
        raise EOFError("the content ends before")
    content = bytearray(n)
    filled = 0
    while filled < n:
        count = yield from readinto(stream, memoryview(content)[filled:])
        if not count:
            raise EOFError("the content ends before")
        filled += count
    return bytes(content)


@coroutine
def readline(stream: "Stream") -> "Generator[Any, Any, bytes]":
    """Read up to and with the next line feed, or to the end of the content.

    Raises HTTPError 413 for a line over `limits.line` bytes, OSError when the client has gone.
    """
    _take_over(stream)
    line = bytearray()
    count = yield from available(stream)
    while count:
        line_feed = stream.buf.find(b"\n", stream.pos, stream.pos + count)  # type: ignore[union-attr]
        line.extend(take(stream, count if line_feed < 0 else line_feed + 1 - stream.pos))
        if len(line) > stream.server.app.limits.line:
            raise HTTPError(413)
        count = 0 if line_feed >= 0 else (yield from available(stream))
    return bytes(line)


def leave(stream: "Stream", fields: bytes) -> None:
    """Put the header fields back, for a handler that reads them itself, and then the content."""
    stream.pos -= len(fields)
    if stream.left < 0:  # the handler sees the fields, and knows what comes then
        stream.keep = False
        stream.left = BOUNDLESS
    else:
        stream.left += len(fields)
