"""A connection on a computer: what asyncio's transport says of it, as the socket that a stream talks to.

Its task goes on in the very callback that has what it waits for. A future of asyncio's would have it go on in the
loop's next turn, and be made anew for each request.
"""

import asyncio
import math
from asyncio import current_task
from time import monotonic
from types import coroutine

from ... import buffers
from ...http.errors import HTTPError
from ...serving.connection import serve_connection
from ...serving.discarding import linger
from ...serving.stream import Stream

PIECE = 262144  # bytes that are written at once; the rest waits, so that it counts what the client takes


class HostStream(Stream):
    """A stream whose buffer is what asyncio has received: nothing is copied, unless a head comes in pieces."""

    def fill(self):
        data = self.socket.receive()
        if not data:
            return data if data is None else 0
        n = len(data)
        if self.pos != self.end:
            data = self.buf[self.pos : self.end] + data
        self.buf = data
        self.pos = 0
        self.end = len(data)
        return n

    def grow(self, most, status):
        if self.end - self.pos >= most:
            raise HTTPError(status)

    def close(self):
        """Close the connection; `aclose()` ends the answer before."""
        self.socket.close()
        self.release()

    def get_extra_info(self, name, default=None):
        """What asyncio's transport knows by that name: "peername", "socket", ..."""
        return self.socket.transport.get_extra_info(name, default)

    @coroutine
    def linger(self):
        self.socket.write_eof()  # the client sees that this is all, and need not wait
        yield from linger(self)


class Ready:
    """What one task at a time waits for, again and again: to asyncio's tasks, a future."""

    _asyncio_future_blocking = False
    until = None  # when the waiting is to end, by time.monotonic(); None: nobody waits

    def __init__(self, loop):
        self._loop = loop
        self._callback = None
        self._error = None

    @coroutine
    def wait(self, ms, most=math.inf):
        """Wait for `wake()`. ms: how long, in milliseconds. most: how long before the server looks after it.

        Returns how many of `ms` are left. Raises TimeoutError when none are.
        """
        now = monotonic()
        until = now + ms / 1000
        self.until = now + min(ms, most) / 1000
        self._asyncio_future_blocking = True
        try:
            yield self
        finally:
            self.until = None
        return int((until - monotonic()) * 1000)

    def wake(self):
        """Have the task go on now; if another one runs, as soon as that one waits."""
        callback = self._callback
        if not callback:
            return
        if current_task(self._loop):
            self._loop.call_soon(self.wake)
            return
        self._callback = self.until = None
        self._context.run(callback, self)

    def expire(self):
        """Have the task go on with a TimeoutError."""
        self._fail(TimeoutError(110, "the client took too long"))

    def _fail(self, error):
        self.until = None
        self._error = error
        self._loop.call_soon(self.wake)

    # The task's side

    def add_done_callback(self, callback, *, context):
        self._callback = callback
        self._context = context

    def result(self):
        error, self._error = self._error, None
        if error:
            raise error

    def cancel(self, msg=None):
        self._fail(asyncio.CancelledError() if msg is None else asyncio.CancelledError(msg))
        return True


class Connection(asyncio.Protocol):
    """A connection as asyncio sees it, and as the stream does: a socket that does not block.

    asyncio hands over what has come, and the stream takes it from here. Meanwhile
    the transport pauses, so that a client cannot fill the memory.
    """

    def __init__(self, server):
        self.server = server
        self.readable = Ready(server.loop)
        self.writable = Ready(server.loop)
        self._resting = (self.readable,)  # what it waits for at rest, each time
        self.until = None  # when the client has to have taken the last of an answer
        self._data = b""
        self._stopped = False  # the transport does not read
        self._ended = False  # the client will send no more
        self._lost = False
        self._paused = False  # the client does not read
        self._unsent = math.inf  # bytes that the client had still to take when it was last looked at

    # asyncio's side

    def connection_made(self, transport):
        self.transport = transport
        self.server.streams.add(self)
        self.stream = HostStream(self.server, self, None)
        self.task = self.server.loop.create_task(_serve(self.server.app, self.stream))

    def data_received(self, data):
        self._data = self._data + data if self._data else data
        self.readable.wake()
        if self._data and len(self._data) > buffers.SIZE and not self._stopped:
            self._stopped = True
            self.transport.pause_reading()

    def eof_received(self):
        self._ended = True
        self.readable.wake()
        return not self.transport.get_extra_info("sslcontext")  # what was asked is still answered; TLS cannot

    def connection_lost(self, exc):
        self._lost = self._ended = True
        self.server.streams.discard(self)
        self.readable.wake()
        self.writable.wake()

    def pause_writing(self):
        self._paused = True

    def resume_writing(self):
        self._paused = False
        self.writable.wake()

    # The stream's side

    def receive(self):
        """What has come (bytes); None: nothing yet; b"": no more will."""
        data = self._data
        if not data:
            return data if self._ended else None
        self._data = b""
        if self._stopped and not self._ended:
            self._stopped = False
            self.transport.resume_reading()
        return data

    def readinto(self, buf):
        """As a socket's, for who reads by himself: `EventSource`."""
        data = self.receive()
        if not data:
            return data if data is None else 0
        n = min(len(buf), len(data))
        memoryview(buf)[:n] = memoryview(data)[:n]
        self._data = data[n:]
        return n

    def write(self, data):
        if self._lost or self.transport.is_closing():
            raise BrokenPipeError(32, "the client has gone")
        if self._paused:
            return None
        n = len(data)
        if n > PIECE or not isinstance(data, bytes):
            data = bytes(data[:PIECE])
            n = len(data)
        self.transport.write(data)
        self._unsent = math.inf
        return n

    def setsockopt(self, level, option, value):
        pass  # asyncio has set what there is to set

    def write_eof(self):
        if self.transport.can_write_eof() and not self.transport.is_closing():
            self.transport.write_eof()

    def close(self):
        self._data = b""
        self._ended = True
        if not self.transport.is_closing():
            self.transport.close()  # what was written is still sent, for so long as the client takes it
            self.until = monotonic() + self.server.app.limits.write_ms / 1000

    # The server's side

    def wait(self, write, ms):
        """Wait, at most `ms` milliseconds, until it is worth trying again to write, or else to read.

        Returns how many of them are left. Raises TimeoutError when none are.
        """
        if write:
            if self._lost or not self._paused:
                return _at_once(ms)
            self._unsent = self.transport.get_write_buffer_size()
            return self.writable.wait(ms, self.server.app.limits.write_ms)  # time and again: see `_is_taken`
        if self._data or self._ended:
            return _at_once(ms)
        return self.readable.wait(ms)

    def rest(self, ms):
        """As `wait(False, ms)`, for the next request: it costs less, and does not tell how many of `ms` are left."""
        if self._data or self._ended:
            return _at_once(ms)
        ready = self.readable
        ready.until = monotonic() + ms / 1000
        ready._asyncio_future_blocking = True
        return self._resting

    def is_idle(self):
        """Whether it waits for a request, and nothing of one has come."""
        return self.readable.until and self.stream.buf is None and self.stream.head == b""

    def _is_taken(self):
        # Whether the client has taken of what was written, since it was last asked, as much as it has to.
        limits = self.server.app.limits
        before, self._unsent = self._unsent, self.transport.get_write_buffer_size()
        return 0 < self._unsent <= before - limits.rate * limits.write_ms / 1000

    def expire(self, now):
        """End what the client has had its time for, by time.monotonic()."""
        if self.readable.until and self.readable.until < now:
            self.readable.expire()
        write = self.writable.until
        if write and write < now or self.until and self.until < now:
            if self._is_taken():  # an answer is still on the way
                waiting = self.writable if write else self
                waiting.until = now + self.server.app.limits.write_ms / 1000
            elif write:
                self.writable.expire()
            else:
                self.transport.abort()


@coroutine
def _at_once(ms):
    return ms
    yield


async def _serve(app, stream):
    await serve_connection(app, stream)
