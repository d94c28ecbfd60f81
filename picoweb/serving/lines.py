"""Reading content in other ways than by `read`."""

from ..http.errors import HTTPError
from ..runtime import coroutine
from .reading import available, take


@coroutine
def readinto(self, buf):
    """Read up to len(buf) bytes into a buffer. Returns how many, 0 at the end. Raises OSError as `read` does."""
    n = min(len(buf), (yield from available(self)))
    if n:
        memoryview(buf)[:n] = take(self, n)
    return n


@coroutine
def readexactly(self, n):
    """Read `n` bytes. Raises EOFError if the content ends before, HTTPError 413 over `limits.body`."""
    if n > self.server.app.limits.body:
        raise HTTPError(413)
    if 0 <= self.left < n:
        raise EOFError("the content ends before")
    data = bytearray(n)
    got = 0
    while got < n:
        more = yield from readinto(self, memoryview(data)[got:])
        if not more:
            raise EOFError("the content ends before")
        got += more
    return bytes(data)


@coroutine
def readline(self):
    """Read up to and with the next line feed, or to the end of the content.

    Raises HTTPError 413 for a line over `limits.line` bytes, OSError when the client has gone.
    """
    line = b""
    while not line.endswith(b"\n"):
        n = yield from available(self)
        if not n:
            break
        end = self.buf.find(b"\n", self.pos, self.pos + n)
        line += take(self, end + 1 - self.pos if end >= 0 else n)
        if len(line) > self.server.app.limits.line:
            raise HTTPError(413)
    return line


def leave(self, fields):
    """Put the header fields back, for a handler that reads them itself, and then the content."""
    self.pos -= len(fields)
    if self.left < 0:  # the handler sees the fields, and knows what comes then
        self.keep = False
        self.left = 1 << 30
    else:
        self.left += len(fields)
