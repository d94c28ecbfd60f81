"""A connection on a computer: a protocol to asyncio's transport, and to its stream a socket that does not block.

asyncio hands over what has come, and the stream takes it from here. Meanwhile the transport pauses, so that a client
cannot fill the memory.
"""

import asyncio
import math
from errno import EPIPE
from time import monotonic

from ... import buffers
from ...serving.connection import serve_connection
from ...serving.held_head import send_head
from .ready import Ready, at_once
from .stream import HostStream

PIECE = 262144  # bytes that are written at once; the rest waits, so that it counts what the client takes
NEVER_SEEN = math.inf  # bytes that a client has still to take, before it was looked at


class Connection(asyncio.Protocol):
    """A connection of a client."""

    def __init__(self, server):
        self.server = server
        self.readable = Ready(server.loop)
        self.writable = Ready(server.loop)
        self.at_rest = (self.readable,)  # what `Server.idle` waits for, each time
        self.until = None  # when the client has to have taken the last of an answer, by time.monotonic()
        self.received = b""  # and not taken by the stream yet
        self.is_full = False  # so much was received that no more is
        self.ended = False  # the client will send no more
        self._lost = False
        self._client_is_slow = False  # it has not taken what was written
        self._unsent = NEVER_SEEN  # bytes that the client had still to take when it was last looked at

    # asyncio's side

    def connection_made(self, transport):
        """Begin to serve it, in a task of its own."""
        self.transport = transport
        self.server.streams.add(self)
        self.stream = HostStream(self.server, self, None)
        self.task = self.server.loop.create_task(_serve(self.server.app, self.stream))

    def data_received(self, data):
        """Have the task go on with what has come."""
        self.received = self.received + data if self.received else data
        self.readable.wake_at_once()
        if self.received:
            self._pause_if_full()

    def _pause_if_full(self):
        """Receive no more until the task has taken what is here, if that is much."""
        if len(self.received) > buffers.SIZE and not self.is_full:
            self.is_full = True
            self.transport.pause_reading()

    def eof_received(self):
        """Note that the client sends no more. Returns whether the transport shall stay open."""
        self.ended = True
        self.readable.wake()
        return not self.transport.get_extra_info("sslcontext")  # what was asked is still answered; TLS cannot

    def connection_lost(self, exc):
        """Have the task see that the client has gone."""
        self._lost = self.ended = True
        self.server.streams.discard(self)
        self.readable.wake()
        self.writable.wake()

    def pause_writing(self):
        """Note that the client does not take what it is sent."""
        self._client_is_slow = True

    def resume_writing(self):
        """Have the task write more."""
        self._client_is_slow = False
        self.writable.wake()

    # The stream's side

    def readinto(self, buf):
        """As a socket's, for who reads by himself: `EventSource`. For a stream, `HostStream.fill` does it."""
        received = self.received
        if not received:
            return 0 if self.ended else None
        count = min(len(buf), len(received))
        memoryview(buf)[:count] = memoryview(received)[:count]
        self.received = received[count:]
        if self.is_full:
            self.go_on_receiving()
        return count

    def go_on_receiving(self):
        """Receive again, as the task has taken what was here."""
        if not self.ended:
            self.is_full = False
            self.transport.resume_reading()

    def write(self, data):
        """Send of `data` (bytes) what is sent at once. Returns how many bytes; None: the client takes none now.

        Raises OSError when the client has gone.
        """
        if self._lost or self.transport.is_closing():
            raise BrokenPipeError(EPIPE, "the client has gone")
        if self._client_is_slow:
            return None
        size = len(data)
        if size > PIECE or type(data) is not bytes:
            data = bytes(data[:PIECE])
            size = len(data)
        self.transport.write(data)
        self._unsent = NEVER_SEEN
        return size

    def setsockopt(self, level, option, value):
        """Nothing: asyncio has set what there is to set."""

    def write_eof(self):
        """Tell the client that this is all, and go on receiving."""
        if self.transport.can_write_eof() and not self.transport.is_closing():
            self.transport.write_eof()

    def close(self):
        """Close it. What was written is still sent, for so long as the client takes it."""
        self.received = b""
        self.ended = True
        if not self.transport.is_closing():
            self.transport.close()
            self.until = monotonic() + self.server.app.limits.write_ms / 1000

    # The server's side

    def wait(self, write, ms):
        """Wait, at most `ms` milliseconds, until it is worth trying again to write, or else to read.

        Returns how many of them are left. Raises TimeoutError when none are.
        """
        return self._wait_to_write(ms) if write else self._wait_to_read(ms)

    def _wait_to_read(self, ms):
        """As `wait`, until something has come."""
        return at_once(ms) if self.received or self.ended else self.readable.wait(ms)

    def _wait_to_write(self, ms):
        """As `wait`, until the client takes more."""
        if self._lost or not self._client_is_slow:
            return at_once(ms)
        self._unsent = self.transport.get_write_buffer_size()
        return self.writable.wait(ms, self.server.app.limits.write_ms)  # time and again: see `_is_taken`

    def is_idle(self):
        """Whether it waits for a request, and nothing of one has come."""
        return self.readable.until and self.stream.buf is None and self.stream.head == b""

    def may_give_way(self, new_since):
        """Whether it may be ended for another. new_since: float, when the time of those ends that have not asked yet."""
        if not self.is_idle() or self.transport.get_write_buffer_size():
            return False
        return self.stream.keep or self.readable.until < new_since

    def expire(self, now):
        """End what the client has had its time for. now: float, by time.monotonic().

        A head that waits for its content leaves: its handler waits for something else.
        """
        if (self.stream.head or self.stream._held) and not self.writable.until:
            send_head(self.stream)
        if _is_over(self.readable.until, now):
            self.readable.expire()
        if _is_over(self.writable.until, now) or _is_over(self.until, now):
            self._expire_writing(now)

    def _expire_writing(self, now):
        """End an answer, unless it is still on its way."""
        writes = self.writable.until
        if self._is_taken():
            waiting = self.writable if writes else self
            waiting.until = now + self.server.app.limits.write_ms / 1000
        elif writes:
            self.writable.expire()
        else:
            self.transport.abort()

    def _is_taken(self):
        """Whether the client has taken of what was written, since it was last asked, as much as it has to."""
        limits = self.server.app.limits
        before = self._unsent
        self._unsent = self.transport.get_write_buffer_size()
        return 0 < self._unsent <= before - limits.rate * limits.write_ms / 1000


def _is_over(until, now):
    """Whether a time, if there is one, is over."""
    return until is not None and until < now


async def _serve(app, stream):
    """What the task of a connection runs: asyncio takes only an `async def` for that."""
    await (app._override or serve_connection)(app, stream)
