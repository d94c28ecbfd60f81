from collections.abc import Iterable
from typing import Any, Literal

from .types import Data, HeaderFields, Status, Step

class Stream:
    """The connection to the client: `resp`, and `req.reader`."""

    # For handlers: to answer

    def awrite(self, buf: Data, off: int = 0, sz: int = -1) -> Step[None]: ...
    def awritestr(self, s: str) -> Step[None]:
        """Write a str, as UTF-8. To be waited for."""
    def awriteiter(self, it: Iterable[Data]) -> Step[None]:
        """Write what an iterable of str or bytes yields, piece by piece. To be waited for."""
    def write(self, data: Data) -> None:
        """Take `data` (str or bytes), to leave with the next `drain()` or `awrite()`."""
    def drain(self) -> Step[None]:
        """Send what `write` has taken, and a head that waits for content. To be waited for."""
    def set_cookie(
        self,
        name: str,
        value: str = "",
        max_age: int | None = None,
        path: str | None = "/",
        domain: str | None = None,
        secure: bool = False,
        httponly: bool = False,
        samesite: Literal["Strict", "Lax", "None", "strict", "lax", "none"] | None = None,
    ) -> None:
        """Have the answer set a cookie: to be called before it begins.

        name, value, path, domain: str. max_age: int, seconds; None: until the browser is closed.
        samesite: "Strict", "Lax" or "None". Raises ValueError for what no cookie can hold (RFC 6265, 4.1):
        `quote()` makes any text fit. Raises RuntimeError when the answer has begun.
        """
    def delete_cookie(self, name: str, path: str | None = "/", domain: str | None = None) -> None:
        """Have the answer delete a cookie, which was set with this path and domain (RFC 6265, 3.1)."""
    def aclose(self) -> Step[None]:
        """End the answer and close the connection. To be waited for."""
    def close(self) -> None:
        """Close the connection; `aclose()` ends the answer before."""
    def wait_closed(self) -> Step[None]:
        """Close the connection. To be waited for."""
    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """What the transport knows of the connection: "peername" or "socket"."""

    # For handlers: to read the content of the request

    def read(self, n: int = -1) -> Step[bytes]:
        """Read up to `n` bytes, as soon as there are any; all of the content for -1.

        Returns b"" at the end. Raises OSError when the client has gone, HTTPError
        413 for more than `limits.body` bytes in one piece.
        """
    def readexactly(self, n: int) -> Step[bytes]:
        """Read `n` bytes. Raises EOFError if the content ends before, HTTPError 413 over `limits.body`."""
    def readinto(self, buf: bytearray | memoryview) -> Step[int]:
        """Read up to len(buf) bytes into a buffer. Returns how many, 0 at the end. Raises OSError as `read` does."""
    def readline(self) -> Step[bytes]:
        """Read up to and with the next line feed, or to the end of the content.

        Raises HTTPError 413 for a line over `limits.line` bytes, OSError when the client has gone.
        """

    # What a handler may look at

    head: bytes | None
    """What is to leave with the next piece of content; None: a part of the answer has left."""
    keep: bool
    """Whether the connection may stay after this answer."""
    left: int
    """Content of the request still to be read, in bytes; negative: it comes in chunks, or (-3) cannot be read."""
    addr: Any

    # For the package itself, and for transports

    server: Any
    s: Any
    buf: bytearray | None
    pos: int
    end: int
    expect: int
    minor: int
    bodiless: bool
    status: int
    ms: int | None
    room: int | None
    extra: bytes
    def __init__(self, server: Any, s: Any, addr: Any) -> None: ...
    def fill(self) -> int | None: ...
    def release(self) -> None: ...
    def frame(self, data: bytes | bytearray | memoryview) -> bytes | bytearray | memoryview: ...
    def push(self, data: bytes | bytearray | memoryview) -> Step[None]: ...
    def finish(self, keep: bool) -> Step[None]: ...
    def status_line(self, status: Status) -> bytes:
        """`status` (int or str) with its reason phrase, as bytes; a str that brings one is kept.

        The stream `writer` learns that 204 and 304 have no content (RFC 9110, 6.4.1).
        Raises ValueError for what is no status code, or not that of an answer: 1xx.
        """
    def fields(self, headers: HeaderFields | None) -> tuple[bytes, int | None]:
        """Return (fields, length): as bytes, and the Content-Length they announce, or None.

        The length is not among the fields: the stream sets what frames the content.
        Those that the stream has been given for its next head are among them.
        Raises ValueError for what is no name, CR, LF or NUL in a value, and a Transfer-Encoding.
        """
    def check(self, text: str) -> str:
        """`text`, unless it has control characters, one of which would end its header field. Raises ValueError then."""
    def wait(self) -> Step[None]:
        """Wait for more of a head that has begun, which has `limits.head_ms` in all.

        Raises HTTPError 408 when nothing of them is left, and 400 or 505 for what is wrong already: the
        client may wait for an answer, and the end of the head might never come.
        """
    def discard(self) -> Step[None]:
        """Read away content that no handler read, within limits; over them the connection ends."""
    def linger(self) -> Step[None]:
        """Read away what a refused client still sends, for a moment: or else a reset overtakes the answer."""
    def leave(self, fields: bytes) -> None:
        """Put the header fields back, for a handler that reads them itself, and then the content."""
    def flush(self, data: bytes | bytearray | memoryview) -> Step[None]:
        """Send bytes as they are, as the client takes them."""
    def write_long(self, data: bytes | bytearray | memoryview) -> Step[None]:
        """Write content in pieces, as a copy of it all might not fit."""
    def grow(self, most: int, status: int) -> None:
        """Make room in a buffer that is full. Raises HTTPError where `most` bytes are held in vain."""

def start_response(
    writer: Stream,
    content_type: str = "text/html; charset=utf-8",
    status: Status = "200",
    headers: HeaderFields | None = None,
    length: int = -1,
) -> Step[None]: ...

# For the package itself

SIZE: int
maxsize: int
spare: bytearray | None
HTML: str
head: bytes | None
value: str | None
state: Status | None
mode: bool | None
flags: bool | None
fields: bytes | None
line: tuple[int, bytes | None]

def format(writer: Stream, content_type: str, status: Status, n: int) -> Step[None]: ...
