"""The stream a handler talks to: `resp`, and `req.reader`.

A transport gives it a socket and a server. `socket.readinto(buf)` and `socket.write(buf)` do not block and return how many
bytes they moved (None: it would block; `readinto` 0: end of file), `socket.setsockopt` is the socket's, `socket.close()`
releases the connection; `server.wait(stream, write, ms)` is a coroutine that ends when trying again is worth it, or raises
OSError after so long; it returns how many of the milliseconds are left. The stream knows how content is framed, not what is
in it. What a client can have the server do is loaded from the start; what only handlers ask for is loaded when they do.
"""

from .. import buffers
from ..messages.head import CHUNKED, HELD, LAST_CHUNK, NO_CONTENT
from ..runtime import DONE
from .discarding import linger
from .receiving import grow
from .writing import chunk, flush, flush_in_line, frame, push_more, write_long

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Literal

    from ..http.heads import Head
    from ..types import Data, Step

LONG_PIECE = 2  # as which a piece counts that is not of `awrite`
PIECES_MAY_FOLLOW = True  # build: whether answers in pieces


class Stream:
    """The connection to the client: `resp`, and `req.reader`."""

    # What a connection does not change costs it nothing: defaults are the class's.
    buf: "bytearray | None" = None  # input: buf[pos:end] has come and is not used yet
    pos: int = 0
    end: int = 0
    left: int = 0  # content of the request still to be read, in bytes; negative: in chunks; -3: it cannot be read
    chunk_left: int = 0  # the same, of the present chunk
    expect: "bool | int" = False  # the client waits for 100 (Continue)
    minor_version: int = 1  # the client speaks HTTP/1.minor_version
    bodiless: bool = False  # the client asks for the head alone
    keep: "bool | None" = False  # the connection may stay after this answer; None: if the content is read
    ms_left: "int | None" = None  # milliseconds that the client may take for its head or content; None: all of the limits'
    unsent: "int | None" = None  # bytes of content still to be written; or CHUNKED, NO_CONTENT or HELD; None: it goes as it comes
    status: int = 200  # of the answer, for the log
    extra_fields: "Any" = b""  # header fields for the next head, as bytes; or messages.own_fields.OwnFields
    request_head: "Head | None" = None  # as HTTPRequest has it
    _held: "Any" = None  # the answer that is held back, until it is known whether more follows
    # build: only if answers in pieces
    _rest: "memoryview | None" = None  # of a piece that is partly sent
    _line: "list[object] | None" = None  # those who write in more than one step: the first does now, the others wait for it
    _pieces_left: int = 15  # of content, until it is looked at whether others are to have their turn: see writing.push_more
    head: "bytes | None" = b""  # what is to leave with the next piece of content; None: something has left
    waiter: "Any" = None  # for the server: what is to go on when the client has sent or taken something
    deadline: int  # and until when it waits, in ticks

    def __init__(self, server: "Any", socket: "Any", addr: "Any") -> None:
        self.server = server
        self.socket = socket
        self.addr = addr

    # Input

    def fill(self) -> "int | None":
        """Receive what is there into the buffer. Returns how much; None: nothing yet; 0: end of file."""
        end = self.end
        room: "bytearray | memoryview | None" = self.buf
        if not room:
            self.buf = room = buffers.spare or bytearray(buffers.SIZE)
            buffers.spare = None
            if end:
                self.pos = end = 0
        elif self.pos == end:
            self.pos = end = 0
        else:
            room = memoryview(room)[end:]
        received: "int | None" = self.socket.readinto(room)
        self.end = end + (received or 0)
        return received

    def grow(self, most: int, status: int) -> None:
        """Make room in a buffer that is full. Raises HTTPError (its status is given) where `most` bytes are held in vain."""
        grow(self, most, status)

    def release(self) -> None:
        """Give the buffer back: there is nothing in it, or nobody will read it."""
        buf = self.buf
        if buf:
            self.buf = None
            buffers.release(buf)

    def linger(self) -> "Step[None]":
        """Read away what a refused client still sends, lest a reset overtakes the answer. To be waited for."""
        return linger(self)

    # Output

    def awrite(self, buf: "Data", off: int = 0, sz: int = -1) -> "Step[None]":
        """Write `sz` bytes (-1: all) of `buf`, a str or bytes, from `off` on. To be waited for.

        Raises OSError when the client has gone. For more content than the Content-Length that was announced, the log has a line.
        It all arrives if the head has not left yet; else what is too much is left out.
        """
        content = buf.encode() if isinstance(buf, str) else buf
        if off or sz >= 0:
            content = memoryview(content)[off : off + sz if sz >= 0 else len(content)]
        size = len(content)
        if size > buffers.PIECE:
            return self.write_long(content)
        unsent = self.unsent
        head = self.head
        if unsent == CHUNKED and size:
            piece = chunk(head, content, size)
        elif unsent is not None and size <= unsent:
            self.unsent = unsent - size
            piece = head + content if head else content
        elif unsent == HELD:  # build: only if continued answers
            return self._follow(content)
        elif not size and head == b"":  # build: only if answers in pieces
            return DONE  # nothing has begun by that
        else:
            piece = self.frame(content)
        if head is None:  # build: only if answers in pieces
            left = self._pieces_left
            if not left:
                return push_more(self, piece)
            self._pieces_left = left - 1
            sent = self.socket.write(piece)  # as `_send`: a call would take a twentieth of what such a piece does
            return DONE if sent == len(piece) else self.flush(memoryview(piece)[sent or 0 :])
        sending: "Step[None]" = _send(self, piece)
        return sending

    def push(self, data: "bytes | bytearray | memoryview") -> "Step[None]":
        """Send bytes as they are. To be waited for, if not all of them could be sent at once."""
        if self.head is None:  # build: only if answers in pieces
            left = self._pieces_left
            if left < LONG_PIECE:
                return push_more(self, data)
            self._pieces_left = left - LONG_PIECE
        sending: "Step[None]" = _send(self, data)
        return sending

    def finish(self, keep: bool) -> "Step[None]":
        """End the answer, to be waited for; `keep`: not yet."""
        piece = self.head
        unsent = self.unsent
        if unsent:
            if unsent == HELD:  # build: only if continued answers
                return self._send_held(keep)
            if unsent == CHUNKED and not keep:
                piece = piece + LAST_CHUNK if piece else LAST_CHUNK
            elif unsent > 0 and not keep:
                self.keep = False  # the client must see that content is missing
        if self._line or self._rest:  # build: only if answers in pieces
            return push_more(self, piece or b"")
        return self.push(piece) if piece else DONE

    def flush(self, rest: memoryview) -> "Step[None]":
        """Send the rest of a piece, as the client takes it. To be waited for."""
        self._rest = rest
        if PIECES_MAY_FOLLOW:
            self._pieces_left = 0
            return flush_in_line(self)
        return flush(self)

    def write_long(self, content: "bytes | bytearray | memoryview") -> "Step[None]":
        """Write content in pieces, as a copy of it all might not fit. To be waited for."""
        if self.unsent not in (len(content), NO_CONTENT, HELD):  # build: only if answers in pieces
            from .stream_writer import write_long_in_turn

            return write_long_in_turn(self, content)
        return write_long(self, content)

    def _push_in_turn(self, data: "bytes | bytearray | memoryview") -> "Step[None]":  # build: only if answers in pieces
        """Send bytes as they are, when those who write already are done. To be waited for."""
        from .stream_writer import push_in_turn

        return push_in_turn(self, data)

    def frame(self, content: "bytes | bytearray | memoryview") -> "bytes | bytearray | memoryview":
        """A piece of content as it goes on the wire."""
        return frame(self, content)

    def _append(self, answer: "Any") -> "Step[None]":  # build: only if continued answers
        """Write the content of a whole answer behind what was written before. To be waited for."""
        from ..messages.continued import append

        return append(self, answer)

    def _follow(self, content: "Data") -> "Step[None]":  # build: only if continued answers
        """Write content behind an answer that is held back. To be waited for."""
        from ..messages.continued import follow

        return follow(self, content)

    def _leave_held(self, is_last: bool = False) -> None:  # build: only if continued answers
        """Send the answer that is held back as far as the client takes it at once, as its handler has stopped."""
        from ..messages.continued import leave

        leave(self, is_last)

    def _send_held(self, keep: bool) -> "Step[None]":  # build: only if continued answers
        """Send the answer that is held back, as nothing follows; `keep` as for `finish`. To be waited for."""
        from ..messages.held_answer import end

        return end(self, keep)

    # What handlers may ask for besides, to write

    def awritestr(self, s: str) -> "Step[None]":
        """Write a str, as UTF-8. To be waited for."""
        return self.awrite(s)

    def awriteiter(self, it: "Iterable[Data]") -> "Step[None]":
        """Write what an iterable of str or bytes yields, piece by piece. To be waited for."""
        from .stream_writer import awriteiter

        return awriteiter(self, it)

    def write(self, data: "Data") -> None:  # build: only if the app uses it
        """Take `data` (str or bytes), to leave with the next `drain()` or `awrite()`."""
        from .stream_writer import write

        write(self, data)

    def drain(self) -> "Step[None]":  # build: only if the app uses it
        """Send what `write` has taken, a head that waits for content, or an answer that is held back. To be waited for."""
        return self.finish(not self._held or not self._held.held_type)

    def aclose(self) -> "Step[None]":
        """End the answer and close the connection. To be waited for."""
        from .stream_writer import aclose

        return aclose(self)

    def close(self) -> None:  # build: only if the app uses close, aclose, wait_closed
        """Close the connection; `aclose()` ends the answer before."""
        from .stream_writer import close

        close(self)

    def wait_closed(self) -> "Step[None]":
        """Close the connection. To be waited for."""
        self.close()
        return DONE

    def get_extra_info(self, name: str, default: "Any" = None) -> "Any":
        """What the transport knows of the connection: "peername" or "socket"."""
        from .stream_writer import get_extra_info

        return get_extra_info(self, name, default)

    def set_header(self, name: str, value: object) -> None:
        """Have the answer say this of a header field, in place of whatever else says so: to be called before it begins.

        However it is given, as a file or an error as well. Raises ValueError for what is no field, and for Content-Length and
        Transfer-Encoding, which the stream sets; RuntimeError when the answer has begun.
        """
        from ..messages.own_fields import set_header

        set_header(self, name, value)

    def add_header(self, name: str, value: object) -> None:
        """As `set_header`, beside what else the answer says of this field, as of Vary or Link."""
        from ..messages.own_fields import add_header

        add_header(self, name, value)

    def _own_fields(self) -> "Any":
        """The messages.own_fields.OwnFields of the answer. Raises RuntimeError if it has begun."""
        from ..messages.own_fields import fields_of

        return fields_of(self)

    def set_cookie(
        self, name: str, value: str = "", max_age: "int | None" = None, path: "str | None" = "/",
        domain: "str | None" = None, secure: bool = False, httponly: bool = False,
        samesite: 'Literal["Strict", "Lax", "None", "strict", "lax", "none"] | None' = None,
    ) -> None:
        """Have the answer set a cookie: to be called before it begins.

        name, value, path, domain: str. max_age: int, seconds; None: until the browser is closed. samesite: "Strict", "Lax" or
        "None". Raises ValueError for what no cookie can hold (RFC 6265, 4.1): `quote()` makes any text fit. Raises RuntimeError
        when the answer has begun.
        """
        from ..messages.cookies import set_cookie

        set_cookie(self, name, value, max_age, path, domain, secure, httponly, samesite)

    def delete_cookie(self, name: str, path: "str | None" = "/", domain: "str | None" = None) -> None:
        """Have the answer delete a cookie, which was set with this path and domain (RFC 6265, 3.1)."""
        from ..messages.cookies import delete_cookie

        delete_cookie(self, name, path, domain)

    # What handlers may ask for to read the content of the request

    def read(self, n: int = -1) -> "Step[bytes]":  # build: only if the app uses read, body, json, read_form_data
        """Read `n` bytes of content, or all of it for -1. To be waited for.

        It is less at the end of the content, which is b"" from then on, and never more than `limits.body`. Of content in chunks
        it is what is there. Raises OSError when the client has gone, HTTPError 413 if all of it is more than `limits.body`.
        """
        from .reading import read

        return read(self, n)

    def _read_all(self) -> "Step[bytes | bytearray]":  # build: only if the app uses json
        """All of the content, as `read(-1)`, but not always as bytes. To be waited for."""
        from .reading import read_all

        return read_all(self)

    def readinto(self, buf: "bytearray | memoryview") -> "Step[int]":  # build: only if the app uses it
        """Read up to len(buf) bytes into a buffer. Returns how many, 0 at the end. To be waited for; raises as `read`."""
        from .reading import readinto

        return readinto(self, buf)

    def readexactly(self, n: int) -> "Step[bytes]":
        """Read `n` bytes. To be waited for. Raises EOFError if the content ends before, HTTPError 413 over `limits.body`."""
        from .reading import readexactly

        return readexactly(self, n)

    def readline(self) -> "Step[bytes]":
        """Read up to and with the next line feed, or to the end. To be waited for; raises as `read`, 413 over `limits.line`."""
        from .reading import readline

        return readline(self)

    def leave(self, fields: bytes) -> None:  # build: only if header modes
        """Put the header fields back, for a handler that reads them itself, and then the content."""
        from .reading import leave

        leave(self, fields)


def _send(stream, data):
    """As `Stream.push`, for what is written most often."""
    stream.head = None
    sent = stream.socket.write(data)
    return DONE if sent == len(data) else stream.flush(memoryview(data)[sent or 0 :])
