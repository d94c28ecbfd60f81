"""The stream of a connection that asyncio serves: what has been received is its buffer, as it came."""

from ...http.errors import HTTPError
from ...runtime import coroutine
from ...serving.discarding import linger
from ...serving.stream import Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any


class HostStream(Stream):
    """A stream whose socket is a Connection. Nothing is copied, unless a head comes in pieces."""

    def fill(self):
        """Take what has been received as the buffer. Returns its length; None: nothing yet; 0: no more will come."""
        connection = self.socket
        received = connection.received
        if not received:
            return 0 if connection.ended else None
        connection.received = b""
        if connection.is_full:
            connection.go_on_receiving()
        length = len(received)
        if self.pos == self.end:
            self.buf = received
            self.end = length
        else:
            self.buf = self.buf[self.pos : self.end] + received
            self.end = len(self.buf)
        self.pos = 0
        return length

    def grow(self, most, status):
        """Nothing, as a buffer has room here. Raises HTTPError where `most` bytes are held in vain."""
        if self.end - self.pos >= most:
            raise HTTPError(status)

    def close(self) -> None:
        """Close the connection; `aclose()` ends the answer before."""
        self.socket.close()
        self.release()

    def get_extra_info(self, name: str, default: "Any" = None) -> "Any":
        """What asyncio's transport knows by that name: "peername", "socket", ..."""
        return self.socket.transport.get_extra_info(name, default)

    @coroutine
    def linger(self) -> "Generator[Any, Any, None]":
        """Read away what a refused client still sends. It sees that this is all, and need not wait."""
        self.socket.write_eof()
        yield from linger(self)
