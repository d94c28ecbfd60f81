"""Less common ways to write an answer, and what a busy connection needs: methods of `Stream`."""

from . import DONE, coroutine, stream
from .http import HTTPError


def awritestr(self, s):
    """Write a str, as UTF-8. To be waited for."""
    return self.awrite(s)


@coroutine
def awriteiter(self, it):
    """Write what an iterable of str or bytes yields, piece by piece. To be waited for."""
    for piece in it:
        yield from self.awrite(piece)


def write(self, data):
    """Take `data` (str or bytes), to leave with the next `drain()` or `awrite()`."""
    self.head = self.frame(data.encode() if isinstance(data, str) else bytes(data))


def drain(self):
    """Send what `write` has taken, and a head that waits for content. To be waited for."""
    return self.finish(True)


@coroutine
def aclose(self):
    """End the answer and close the connection. To be waited for."""
    self.keep = False
    try:
        yield from self.finish(False)
    finally:
        close(self)


def close(self):
    """Close the connection; `aclose()` ends the answer before."""
    self.s.close()
    self.release()


def wait_closed(self):
    """Close the connection. To be waited for."""
    close(self)
    return DONE


def get_extra_info(self, name, default=None):
    """What the transport knows of the connection: "peername" or "socket"."""
    name = {"peername": "addr", "socket": "s"}.get(name)
    return getattr(self, name, default) if name else default


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
        for start in range(0, len(data), 2 * stream.SIZE):
            yield from self.push(self.frame(data[start : start + 2 * stream.SIZE]))
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
