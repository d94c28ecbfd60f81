"""Less common ways to write an answer: methods of `Stream`, added at their first use, and `sendstream`."""

from . import DONE, coroutine


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
        self.close()


@coroutine
def sendstream(writer, f):
    """Write what is left in an open binary file. To be waited for; raises OSError."""
    from .files import release, take

    buf = take(4096)
    try:
        while True:
            n = f.readinto(buf)
            if not n:
                break
            yield from writer.awrite(buf, 0, n)
    finally:
        release(buf)


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


def wait_closed(self):
    """Close the connection. To be waited for."""
    self.close()
    return DONE


def get_extra_info(self, name, default=None):
    """What the transport knows of the connection: "peername" or "socket"."""
    name = {"peername": "addr", "socket": "socket"}.get(name)
    return getattr(self, name, default) if name else default
