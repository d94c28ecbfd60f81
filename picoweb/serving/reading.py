"""Reading the content of a request.

Content ends where the request ends, be it framed by Content-Length or in
chunks; what comes behind it belongs to the next request.
"""

from ..http.errors import HTTPError
from ..runtime import coroutine
from .chunks import next_chunk

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
