"""Receiving content into a stream's buffer, within the time that a client has for it. How it is framed is not known here."""

from .. import buffers
from ..http.errors import HTTPError
from ..runtime import coroutine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .stream import Stream

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
ECONNRESET = 104


@coroutine
def receive(stream):
    """Receive more content into the buffer, behind what is there, and wait for it.

    Raises HTTPError 408 when it takes too long, 413 when the buffer is full and nobody takes anything out of it, and
    OSError when the client has gone: content that is cut short never looks complete.
    """
    if stream.expect:  # build: only if content
        yield from _ask_for_content(stream)
    was_full = stream.buf and stream.end == len(stream.buf)
    if was_full:
        stream.grow(stream.server.app.limits.head, 413)
    received = None
    if not was_full or stream.server.app.ssl:  # else it comes fast, and others have their turn; what TLS has, no poll tells
        received = stream.fill()
    while received is None:
        received = yield from _wait_and_receive(stream)
    if not received:
        raise OSError(ECONNRESET)


def grow(stream: "Stream", most: int, status: int) -> None:
    """Make room in a buffer that is full; arguments, and what it raises, as for `Stream.grow`."""
    buf: "Any" = stream.buf
    held = stream.end - stream.pos
    if held >= most:
        raise HTTPError(status)
    if stream.pos:
        buf[:held] = memoryview(buf)[stream.pos : stream.end]
    else:
        buf = buffers.grown(buf, most)
    stream.buf = buf
    stream.pos = 0
    stream.end = held


@coroutine
def _ask_for_content(stream):
    """Tell the client that it may send its content (RFC 9110, 10.1.1), unless the answer has begun."""
    stream.expect = False
    head = stream.head
    if head is not None:
        yield from stream.push(CONTINUE)
        stream.head = head


@coroutine
def _wait_and_receive(stream):
    """Receive once the client has sent something. Returns how much, as `Stream.fill` does. Raises HTTPError 408."""
    limits = stream.server.app.limits
    ms_left = limits.body_ms if stream.ms_left is None else stream.ms_left
    try:
        ms_left = yield from stream.server.wait(stream, False, ms_left)
    except OSError:
        raise HTTPError(408)
    received = stream.fill()
    stream.ms_left = ms_left + (received or 0) * 1000 // limits.rate
    return received
