"""What few answers take: more content than fits into a write, or none, or a larger buffer. Methods of `Stream`, added at first use."""

from . import coroutine, stream
from .http import HTTPError


@coroutine
def flush(self, data):
    """Send bytes as they are, as the client takes them."""
    limits = self.server.app.limits
    ms = limits.write_ms
    while len(data):
        ms = yield from self.server.wait(self, True, ms)
        n = self.socket.write(data) or 0
        ms += n * 1000 // limits.rate
        data = data[n:]


@coroutine
def write_long(self, data):
    """Write content in pieces, as a copy of it all might not fit."""
    if self.unsent == -1:
        data = memoryview(data)
        for start in range(0, len(data), stream.maxsize):
            yield from self.push(self.frame(data[start : start + stream.maxsize]))
        return
    if self.head:
        yield from self.push(self.frame(b""))
    yield from self.push(self.frame(data))


def frame(self, data):
    # A piece of content as it goes on the wire.
    n = self.unsent
    head = self.head
    if n is None:
        self.keep = False
        if head == b"" and bytes(data[:5]) not in b"HTTP/":
            raise RuntimeError("no start_response")
    elif n >= 0:
        self.unsent = n = n - len(data)
        if n < 0:
            raise ValueError("Content-Length")
    elif n < -1:
        data = b""
    elif data:
        if not isinstance(data, bytes):
            data = bytes(data)
        return b"".join((head or b"", b"%x\r\n" % len(data), data, b"\r\n"))
    return head + data if head else data


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
