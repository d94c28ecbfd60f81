"""What handlers may write with besides `awrite`: the rest of what asyncio's StreamWriter has."""

from ..messages.head import CHUNKED, LAST_CHUNK
from ..runtime import coroutine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from typing import Any

    from ..types import Data
    from .stream import Stream

EPIPE = 32


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
