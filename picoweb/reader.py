"""The content of a request: how it is framed, and reading it: methods of `Stream` and `HTTPRequest`, added at their first use.

Content ends where the request ends, be it framed by Content-Length or in
chunks; what comes behind it belongs to the next request.
"""

from . import coroutine, first
from .http import HTTPError

next_chunk = None  # from chunked.py, once it is needed


def frame(fields):
    """Return (length, expect) as `parse_fields` does, from (name, value) pairs, the names in lower case; others are passed over.

    Raises HTTPError 400, 417 or 501.
    """
    length = before = None
    expect = False
    for name, value in fields:
        value = value.lower()
        if name == b"expect":
            if value != b"100-continue":
                raise HTTPError(417)
            expect = True
        elif name == b"content-length":
            good = value.isdigit() and len(value) < 19  # int() would take b"+1" and b"1_0" as well
            if not good or before not in (None, value):
                raise HTTPError(400, "Content-Length")
            length = int(value)
            before = value
        elif name == b"transfer-encoding":
            if before is not None or value[-7:] != b"chunked" or value.count(b"chunked") > 1:
                raise HTTPError(400, "Transfer-Encoding")  # (RFC 9112, 6.3)
            if value != b"chunked":
                raise HTTPError(501, "Transfer-Encoding")
            length = -1
            before = value
    return length or 0, expect


@coroutine
def more(stream):
    # Receive into the buffer, and wait for it.
    if stream.expect:
        stream.expect = False
        head = stream.head
        if head is not None:
            yield from stream.push(b"HTTP/1.1 100 Continue\r\n\r\n")
            stream.head = head
    n = None
    if stream.buf and stream.end == len(stream.buf):
        stream.grow(stream.server.app.limits.head, 413)
        if stream.server.app.ssl:
            n = stream.fill()
        # else it comes fast, and others have their turn in between
    else:
        n = stream.fill()
    while n is None:
        limits = stream.server.app.limits
        try:
            ms = yield from stream.server.wait(stream, False, limits.body_ms if stream.ms_left is None else stream.ms_left)
        except OSError:
            stream.keep = False
            stream.left = -3
            raise HTTPError(408)
        n = stream.fill()
        stream.ms_left = ms + (n or 0) * 1000 // limits.rate
    if not n:  # content cut short never looks complete
        stream.keep = False
        stream.left = -3
        raise OSError(104)  # ECONNRESET


@coroutine
def available(stream):
    # How many bytes of content can be taken from the buffer; 0 at the end of the content.
    if stream.left == -3:
        raise HTTPError(400, "malformed content")
    if stream.left == -1 or stream.left == -2 and not stream.chunk:
        global next_chunk
        next_chunk = next_chunk or first("chunked").next_chunk
        yield from next_chunk(stream, more)
    if not stream.left:
        return 0
    if stream.pos == stream.end:
        yield from more(stream)
    return min(stream.left if stream.left > 0 else stream.chunk, stream.end - stream.pos)


def take(stream, n):
    pos = stream.pos
    stream.pos = pos + n
    if stream.left > 0:
        stream.left -= n
        if stream.keep is None and not stream.left:
            stream.keep = True
    else:
        stream.chunk -= n
    return memoryview(stream.buf)[pos : pos + n]


@coroutine
def read(self, n=-1):
    """Read up to `n` bytes, as soon as there are any; all of the content for -1.

    Returns b"" at the end. Raises OSError when the client has gone, HTTPError
    413 for more than `limits.body` bytes in one piece.
    """
    if n >= 0:
        n = min(n, (yield from available(self)))
        return bytes(take(self, n)) if n else b""
    most = self.server.app.limits.body
    if 0 < self.left <= self.end - self.pos and self.left <= most:
        return bytes(take(self, self.left))
    data = []  # pieces, as a heap has room for small ones before it has for one
    while True:
        n = self.left if self.left > most else (yield from available(self))
        if not n:
            return data[0] if len(data) == 1 else b"".join(data)
        if (n if self.left >= 0 else self.chunk) > most:
            self.keep = False
            raise HTTPError(413)
        most -= n
        data.append(bytes(take(self, n)))


@coroutine
def body(self, most=None):
    """Read the content, at most `most` bytes (None: `limits.body`), as bytes. Raises HTTPError 413.

    It is kept, and there again when asked for again.
    """
    data = self._body
    if data is None:
        data = self._body = yield from self.reader.read(-1)
    if most is not None and len(data) > most:
        raise HTTPError(413)
    return data
