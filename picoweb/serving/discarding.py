"""Reading away what nobody reads, so that the client sees the answer instead of a reset."""

from ..http.errors import HTTPError
from ..runtime import coroutine
from .content import available, take

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from .stream import Stream

LINGER_MS = 200  # without a byte, after which a client is taken to be done


@coroutine
def discard(stream: "Stream") -> "Generator[Any, Any, None]":
    """Read away content that no handler read, within `limits.drain`; over them the connection ends."""
    if not stream.expect:  # else it waits for a 100: mostly, nothing was sent
        try:
            yield from _take_all(stream)
        except HTTPError:  # an answer is out already: there is no other to be given
            pass
    if stream.left:
        yield from stream.linger()


@coroutine
def _take_all(stream):
    """Take content out of the buffer until there is none, or the limit is over."""
    most = stream.server.app.limits.drain
    while stream.left and stream.keep and most >= 0:
        count = yield from available(stream)
        take(stream, count)
        most -= count


@coroutine
def linger(stream: "Stream") -> "Generator[Any, Any, None]":
    """Read away what a refused client still sends, for a moment: or else a reset overtakes the answer."""
    stream.keep = False
    try:
        yield from _receive_until_silence(stream)
    except OSError:
        pass


@coroutine
def _receive_until_silence(stream):
    """Receive, and forget it, until the client ends the connection, is silent for a moment, or the limit is over.

    Raises OSError in the latter cases.
    """
    limits = stream.server.app.limits
    most = limits.drain
    ms_left = LINGER_MS
    received = None
    while most > 0 and received != 0:
        stream.pos = stream.end = 0
        received = stream.fill()
        if received is None:
            ms_left = yield from stream.server.wait(stream, False, ms_left)
        else:
            most -= received
            ms_left = min(LINGER_MS, ms_left + received * 1000 // limits.rate)
    stream.pos = stream.end = 0
