"""What does not fit at once: content into one write, a head into the buffer. Methods of `Stream`, added at first use."""

from . import coroutine, stream
from .http import HTTPError


@coroutine
def flush(self, data):
    """Send bytes as they are, as the client takes them."""
    limits = self.server.app.limits
    ms = limits.write_ms
    while len(data):
        ms = yield from self.server.wait(self, True, ms)
        n = self.s.write(data) or 0
        ms += n * 1000 // limits.rate
        data = data[n:]


@coroutine
def write_long(self, data):
    """Write content in pieces, as a copy of it all might not fit."""
    if self.room == -1:
        data = memoryview(data)
        for start in range(0, len(data), stream.maxsize):
            yield from self.push(self.frame(data[start : start + stream.maxsize]))
        return
    if self.head:
        yield from self.push(self.frame(b""))
    yield from self.push(self.frame(data))


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
