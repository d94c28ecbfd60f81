"""Reading away what nobody reads, so that the client sees the answer instead of a reset."""

from ..http.errors import HTTPError
from ..runtime import coroutine
from .reading import available, take

LINGER = 200  # milliseconds without a byte, after which a client is taken to be done


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
