"""What comes slowly, badly or in vain: methods of `Stream`, added at their first use."""

from . import coroutine
from .http import HTTPError, parse_request_line
from .reader import available, take

LINGER = 200  # milliseconds without a byte, after which a client is taken to be done


@coroutine
def wait(self):
    """Wait for more of a head that has begun, which has `limits.head_ms` in all.

    Raises HTTPError 408 when nothing of them is left, and 400 or 505 for what is wrong already: the
    client may wait for an answer, and the end of the head might never come.
    """
    data = bytes(memoryview(self.buf)[self.pos : self.end])
    n = data.count(b"\r\n")
    if data.count(b"\n") != n or data[:-1].count(b"\r") != n or b"\0" in data:
        raise HTTPError(400, "line")
    while data[:2] == b"\r\n":  # before the request (RFC 9112, 2.2)
        data = data[2:]
    line, end, _ = data.partition(b"\n")
    if end:
        parse_request_line(line + end, self.server.app.limits.line)
    try:
        ms = self.server.app.limits.head_ms if self.ms_left is None else self.ms_left
        self.ms_left = yield from self.server.wait(self, False, ms)
    except OSError:
        raise HTTPError(408)


@coroutine
def discard(self):
    """Read away content that no handler read, within limits; over them the connection ends."""
    most = self.server.app.limits.drain
    if self.expect:  # it waits for a 100: mostly, nothing was sent
        yield from self.linger()
        return
    try:
        while most >= 0 and self.keep:
            n = yield from available(self)
            if not n:
                return
            take(self, n)
            most -= n
    except HTTPError:  # an answer is out already: there is no other to be given
        pass
    yield from self.linger()


@coroutine
def linger(self):
    """Read away what a refused client still sends, for a moment: or else a reset overtakes the answer."""
    self.keep = False
    limits = self.server.app.limits
    most = limits.drain
    ms = LINGER
    try:
        self.pos = self.end = 0
        while most > 0:
            n = self.fill()
            if n == 0:
                return
            if n:
                self.pos = self.end = 0
                most -= n
                ms = min(LINGER, ms + n * 1000 // limits.rate)
            else:
                ms = yield from self.server.wait(self, False, ms)
    except OSError:
        pass
