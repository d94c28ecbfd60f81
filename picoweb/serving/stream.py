"""The stream a handler talks to: `resp`, and `req.reader`.

A transport gives it a socket and a server. `socket.readinto(buf)` and `socket.write(buf)`
do not block and return how many bytes they moved (None: it would block;
`readinto` 0: end of file), `socket.setsockopt` is the socket's, `socket.close()` releases the connection;
`server.wait(stream, write, ms)` is a coroutine that ends when trying again is worth
it, or raises OSError after so long; it returns how many of the milliseconds are left. The stream knows how content
is framed, not what is in it.
"""

from .. import buffers
from ..http.errors import HTTPError
from ..messages.head import CHUNKED
from ..runtime import DONE

last_chunk = 0, None  # the last size of a chunk, and its line


class Stream:
    """One client's connection, as handlers and the server's own steps see it."""

    # What a connection does not change costs it nothing: defaults are the class's.
    buf = None  # input: buf[pos:end] has come and is not used yet
    pos = 0
    end = 0
    left = 0  # content of the request still to be read; negative: in chunks; -3: it cannot be read
    expect = False  # the client waits for 100 (Continue)
    minor_version = 1  # the client speaks HTTP/1.minor_version
    bodiless = False  # there is to be no content: after HEAD, and for 204 and 304
    keep = False  # the connection may stay after this answer
    ms_left = None  # milliseconds that the client may still take, for its head or its content; None: all of the limits'
    unsent = None  # bytes of content still to be written; or CHUNKED, or NO_CONTENT; None: it goes out as it comes
    status = 200  # of the answer, for the log
    extra_fields = b""  # header fields for the next head
    request_head = None  # as HTTPRequest has it
    head = b""  # what is to leave with the next piece of content; None: something has left

    def __init__(self, server, socket, addr):
        self.server = server
        self.socket = socket
        self.addr = addr

    def fill(self):
        """Receive what is there into the buffer. Returns how much; None: nothing yet; 0: end of file."""
        end = self.end
        room = self.buf
        if not room:
            self.buf = room = buffers.take()
            if end:
                self.pos = end = 0
        elif self.pos == end:
            self.pos = end = 0
        else:
            room = memoryview(room)[end:]
        received = self.socket.readinto(room)
        self.end = end + (received or 0)
        return received

    def release(self):
        """Give the buffer back: there is nothing in it, or nobody will read it."""
        buf = self.buf
        self.buf = None
        buffers.release(buf)

    def awrite(self, buf, off=0, sz=-1):
        """Write `sz` bytes (-1: all) of `buf`, a str or bytes, from `off` on. To be waited for.

        Raises OSError when the client has gone, ValueError for more content than the
        Content-Length that was announced, RuntimeError for content before a head.
        """
        global last_chunk
        content = buf.encode() if isinstance(buf, str) else buf
        if off or sz >= 0:
            stop = off + sz if sz >= 0 else len(content)
            content = memoryview(content)[off:stop]
        size = len(content)
        if size > buffers.PIECE:
            return self.write_long(content)
        unsent = self.unsent
        if unsent == CHUNKED and size:
            if type(content) is not bytes:
                content = bytes(content)
            chunk = last_chunk
            if chunk[0] != size:
                last_chunk = chunk = size, b"%x\r\n" % size
            piece = b"".join((self.head or b"", chunk[1], content, b"\r\n"))
        elif unsent is not None and size <= unsent:
            self.unsent = unsent - size
            piece = self.head + content if self.head else content
        else:
            piece = self.frame(content)
        return _send(self, piece)

    def push(self, data):
        """Send bytes as they are. To be waited for, if not all of them could be sent at once."""
        return _send(self, data)

    def finish(self, keep):
        """End the answer, to be waited for; `keep`: not yet."""
        piece = self.head
        unsent = self.unsent
        if unsent and not keep:
            if unsent == CHUNKED:
                piece = piece + b"0\r\n\r\n" if piece else b"0\r\n\r\n"
            elif unsent > 0:
                self.keep = False  # the client must see that content is missing
        if not piece:
            return DONE
        return _send(self, piece)

    def grow(self, most, status):
        """Make room in a buffer that is full. Raises HTTPError where `most` bytes are held in vain."""
        held = self.end - self.pos
        if held >= most:
            raise HTTPError(status)
        buf = self.buf
        if self.pos == 0:
            buf = bytearray(min(most, 2 * len(buf)))
        buf[:held] = memoryview(self.buf)[self.pos : self.end]
        self.buf = buf
        self.pos = 0
        self.end = held

    # What few requests and few answers need

    def flush(self, data):
        """Send bytes as they are, as the client takes them. To be waited for."""
        from .writing import flush

        return flush(self, data)

    def write_long(self, data):
        """Write content in pieces, as a copy of it all might not fit. To be waited for."""
        from .writing import write_long

        return write_long(self, data)

    def frame(self, data):
        """A piece of content (bytes) as it goes on the wire. Raises as `awrite` does."""
        from .writing import frame

        return frame(self, data)

    def awritestr(self, s):
        """Write a str, as UTF-8. To be waited for."""
        return self.awrite(s)

    def awriteiter(self, it):
        """Write what an iterable of str or bytes yields, piece by piece. To be waited for."""
        from .writing import awriteiter

        return awriteiter(self, it)

    def write(self, data):  # build: only if the app uses it
        """Take `data` (str or bytes), to leave with the next `drain()` or `awrite()`."""
        from .writing import write

        return write(self, data)

    def drain(self):  # build: only if the app uses it
        """Send what `write` has taken, and a head that waits for content. To be waited for."""
        return self.finish(True)

    def aclose(self):
        """End the answer and close the connection. To be waited for."""
        from .writing import aclose

        return aclose(self)

    def close(self):  # build: only if the app uses close, aclose
        """Close the connection; `aclose()` ends the answer before."""
        from .writing import close

        return close(self)

    def wait_closed(self):
        """Close the connection. To be waited for."""
        self.close()
        return DONE

    def get_extra_info(self, name, default=None):
        """What the transport knows of the connection: "peername" or "socket"."""
        from .writing import get_extra_info

        return get_extra_info(self, name, default)

    def set_cookie(
        self, name, value="", max_age=None, path="/", domain=None, secure=False, httponly=False, samesite=None
    ):
        """Have the answer set a cookie: to be called before it begins.

        name, value, path, domain: str. max_age: int, seconds; None: until the browser is closed.
        samesite: "Strict", "Lax" or "None". Raises ValueError for what no cookie can hold (RFC 6265, 4.1):
        `quote()` makes any text fit. Raises RuntimeError when the answer has begun.
        """
        from ..messages.cookies import set_cookie

        return set_cookie(self, name, value, max_age, path, domain, secure, httponly, samesite)

    def delete_cookie(self, name, path="/", domain=None):
        """Have the answer delete a cookie, which was set with this path and domain (RFC 6265, 3.1)."""
        from ..messages.cookies import delete_cookie

        return delete_cookie(self, name, path, domain)

    def read(self, n=-1):  # build: only if the app uses read, body, json, read_form_data
        """Read up to `n` bytes, as soon as there are any; all of the content for -1. To be waited for.

        Returns b"" at the end. Raises OSError when the client has gone, HTTPError
        413 for more than `limits.body` bytes in one piece.
        """
        from .reading import read

        return read(self, n)

    def readinto(self, buf):  # build: only if the app uses it
        """Read up to len(buf) bytes into a buffer. Returns how many, 0 at the end. To be waited for; raises as `read`."""
        from .lines import readinto

        return readinto(self, buf)

    def readexactly(self, n):
        """Read `n` bytes. To be waited for.

        Raises EOFError if the content ends before, HTTPError 413 over `limits.body`.
        """
        from .lines import readexactly

        return readexactly(self, n)

    def readline(self):
        """Read up to and with the next line feed, or to the end of the content. To be waited for.

        Raises HTTPError 413 for a line over `limits.line` bytes, OSError when the client has gone.
        """
        from .lines import readline

        return readline(self)

    def leave(self, fields):
        """Put the header fields back, for a handler that reads them itself, and then the content."""
        from .lines import leave

        return leave(self, fields)

    def wait(self):
        """Wait for more of a head that has begun. To be waited for; raises HTTPError 408, 400 or 505."""
        from .heads import wait_for_head

        return wait_for_head(self)

    def discard(self):
        """Read away content that no handler read. To be waited for."""
        from .discarding import discard

        return discard(self)

    def linger(self):
        """Read away what a refused client still sends, for a moment. To be waited for."""
        from .discarding import linger

        return linger(self)


def _send(stream, data):
    stream.head = None
    sent = stream.socket.write(data)
    return DONE if sent == len(data) else stream.flush(memoryview(data)[sent or 0 :])
