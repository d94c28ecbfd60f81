"""Writing an answer in other ways than by one piece that leaves at once."""

from .. import buffers
from ..runtime import coroutine


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
        for start in range(0, len(data), buffers.PIECE):
            yield from self.push(self.frame(data[start : start + buffers.PIECE]))
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


@coroutine
def awriteiter(self, it):
    """Write what an iterable of str or bytes yields, piece by piece. To be waited for."""
    for piece in it:
        yield from self.awrite(piece)


def write(self, data):
    """Take `data` (str or bytes), to leave with the next `drain()` or `awrite()`."""
    self.head = self.frame(data.encode() if isinstance(data, str) else bytes(data))


@coroutine
def aclose(self):
    """End the answer and close the connection. To be waited for."""
    self.keep = False
    try:
        yield from self.finish(False)
    finally:
        self.close()


class Closed:
    """In place of a socket that was closed: its number may be another connection's by now."""

    def readinto(self, buf):
        return 0

    def write(self, data):
        raise OSError(32)  # EPIPE

    def close(self):
        pass


def close(self):
    """Close the connection; `aclose()` ends the answer before."""
    self.socket.close()
    self.socket = Closed()
    self.release()


def get_extra_info(self, name, default=None):
    """What the transport knows of the connection: "peername" or "socket"."""
    name = {"peername": "addr", "socket": "socket"}.get(name)
    return getattr(self, name, default) if name else default  # build: names addr, socket
