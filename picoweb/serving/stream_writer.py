"""What few handlers need to write: the rest of what asyncio's StreamWriter has, and their turns if several write to a stream.

Those are in a line: they write one after the other, in the order in which they began.
"""

from .. import buffers
from ..messages.head import CHUNKED, LAST_CHUNK
from ..runtime import coroutine
from .writing import announced_part, flush, is_too_much, push_more

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from typing import Any

    from ..types import Data
    from .stream import Stream

EPIPE = 32
LONGEST_PAUSE = 20  # milliseconds between two looks at whether it is one's turn


@coroutine
def awriteiter(stream: "Stream", it: "Iterable[Data]") -> "Generator[Any, Any, None]":
    """Write what an iterable of str or bytes yields, piece by piece. To be waited for."""
    for piece in it:
        yield from stream.awrite(piece)


def write(stream: "Stream", data: "Data") -> None:
    """Take `data` (str or bytes), to leave with the next `drain()` or `awrite()`."""
    content = data.encode() if isinstance(data, str) else bytes(data)
    if stream._held or stream.head is None:  # build: only if continued answers
        from ..messages.continued import take

        take(stream, content)
        return
    stream.head = bytes(stream.frame(content))


@coroutine
def aclose(stream: "Stream") -> "Generator[Any, Any, None]":
    """End the answer and close the connection. To be waited for."""
    stream.keep = False
    try:
        yield from stream.finish(False)
    finally:
        stream.unsent = None  # the end of the content has left
        stream.close()


class Closed:
    """In place of a socket that was closed: its number may be another connection's by now."""

    def readinto(self, buf):
        """Nothing more comes."""
        return 0

    def write(self, data):
        """Raises OSError: nobody is there."""
        raise OSError(EPIPE)

    def close(self):
        """It is closed already."""


def close(stream: "Stream") -> None:
    """Close the connection, behind what of the answer can leave at once; `aclose()` waits for the rest."""
    if stream._held:  # build: only if continued answers
        stream._leave_held(True)
    ending = (stream.head or b"") + (LAST_CHUNK if stream.unsent == CHUNKED else b"")
    if ending:
        stream.head = stream.unsent = None
        try:
            stream.socket.write(ending)
        except OSError:
            pass  # the client has gone
    stream.socket.close()
    stream.socket = Closed()
    stream.release()


def get_extra_info(stream: "Stream", name: str, default: "Any" = None) -> "Any":
    """What the transport knows of the connection: "peername" or "socket"."""
    if name == "peername":
        return stream.addr
    return stream.socket if name == "socket" else default


def join(stream: "Stream") -> object:
    """Go to the end of the line of those who write to a stream. Returns one's place in it, for `leave`."""
    place = object()
    if not stream._line:
        stream._line = []
    stream._line.append(place)
    stream._pieces_left = 0  # so whoever else writes comes here
    return place


def leave(stream: "Stream", place: object) -> None:
    """Let the next one in the line write."""
    if stream._line:
        stream._line.remove(place)
    if stream._rest:  # this one was cancelled, or the client has gone
        stream.keep = False


@coroutine
def wait_for_turn(stream: "Stream", place: object) -> "Generator[Any, Any, None]":
    """Wait until one is the first in the line. What one who was cancelled has left of a piece is sent then."""
    pause = 0
    while stream._line and stream._line[0] is not place:
        yield from stream.server.give_way(pause)
        pause = min(pause + 1, LONGEST_PAUSE)
    if stream._rest:
        yield from flush(stream)


@coroutine
def push_in_turn(stream: "Stream", data: "bytes | bytearray | memoryview") -> "Generator[Any, Any, None]":
    """Send bytes as they are, when those who write to a stream now are done."""
    place = join(stream)
    try:
        yield from wait_for_turn(stream, place)
        if data:
            yield from push_more(stream, data, True)
    finally:
        leave(stream, place)


@coroutine
def write_long_in_turn(stream: "Stream", content: "bytes | bytearray | memoryview") -> "Generator[Any, Any, None]":
    """Write long content, in pieces that are framed when it is their turn."""
    place = join(stream)
    try:
        yield from wait_for_turn(stream, place)
        if is_too_much(stream, content):  # build: only if lengths
            content = announced_part(stream, content)
        content = memoryview(content)
        size = buffers.PIECE if stream.unsent == CHUNKED else len(content)
        if stream.unsent != CHUNKED and stream.head:
            yield from _push(stream, b"")
        for start in range(0, len(content), size):
            yield from _push(stream, content[start : start + size])
    finally:
        leave(stream, place)


def _push(stream, content):
    """Send a piece of content when it is one's turn. To be waited for."""
    piece = stream.frame(content)
    stream.head = None
    return push_more(stream, piece, True)
