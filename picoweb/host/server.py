"""The transport on a computer: a protocol of CPython's asyncio for each connection.

What `picoweb.server` and `picoweb.stopping` are on a board.
"""

import asyncio
import time
from collections import deque
from types import coroutine

from .. import stream
from ..connection import serve_connection
from .loop import Loop, current_loop, native


# Where there is memory enough, buffers are large, and no two threads share one.
stream.SIZE = 65536
stream.POOL = deque(maxlen=0)


class HostStream(stream.Stream):
    def get_extra_info(self, name, default=None):
        """What asyncio's transport knows by that name: "peername", "socket", ..."""
        return self.s.transport.get_extra_info(name, default)


class Connection(asyncio.Protocol):
    """A connection as asyncio sees it, and as the stream does: a socket that does not block.

    asyncio hands over what has come; `readinto` takes it from there. Meanwhile
    the transport pauses, so that a client cannot fill the memory.
    """

    def __init__(self, server):
        self.server = server
        self.until = None  # when the client has to have done something, by time.monotonic()
        self._data = b""
        self._ended = False  # the client will send no more
        self._lost = False
        self._paused = False  # the client does not read
        self._waiter = None

    # asyncio's side

    def connection_made(self, transport):
        self.transport = transport
        self.server.streams.add(self)
        coro = serve_connection(self.server.app, HostStream(self.server, self, None))
        self.task = self.server.loop.create_task(native(coro))

    def data_received(self, data):
        self._data = self._data + data if self._data else data
        if len(self._data) > stream.SIZE:
            self.transport.pause_reading()
        self._wake()

    def eof_received(self):
        self._ended = True
        self._wake()
        return True  # what was asked is still answered

    def connection_lost(self, exc):
        self._lost = self._ended = True
        self.server.streams.discard(self)
        self._wake()

    def pause_writing(self):
        self._paused = True

    def resume_writing(self):
        self._paused = False
        self._wake()

    def _wake(self):
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)

    # The stream's side

    def readinto(self, buf):
        data = self._data
        if not data:
            return 0 if self._ended else None
        n = min(len(buf), len(data))
        memoryview(buf)[:n] = memoryview(data)[:n]
        self._data = data[n:]
        if not self._data and not self._ended:
            self.transport.resume_reading()
        return n

    def write(self, data):
        if self._lost or self.transport.is_closing():
            raise BrokenPipeError(32, "the client has gone")
        if self._paused:
            return None
        self.transport.write(bytes(data))
        return len(data)

    def setsockopt(self, level, option, value):
        pass  # asyncio has set what there is to set

    def close(self):
        if not self.transport.is_closing():
            self.transport.close()  # what was written is still sent, for so long as the client takes it
            self._set_deadline(self.server.app.limits.write_ms)

    # The server's side

    async def wait(self, write, ms):
        """Wait, at most `ms` milliseconds, until it is worth trying again to write, or else to read."""
        self._set_deadline(ms)
        self._waiter = self.server.loop.create_future()
        try:
            if self._paused and not self._lost if write else not self._data and not self._ended:
                await self._waiter
        finally:
            self._waiter = self.until = None

    def _set_deadline(self, ms):
        self.until = time.monotonic() + ms / 1000

    def expire(self):
        """The deadline has passed: give up."""
        if self.task.done():
            self.transport.abort()
        else:
            self.task.cancel()


class Server:
    """Accepts connections for an app, until it is closed."""

    def __init__(self, app, loop):
        self.app = app
        self.loop = loop
        self.streams = set()
        self.closed = loop.create_future()

    def wait(self, stream, write):
        """Wait until a stream's client has sent something, or can take something (write: True)."""
        limits = self.app.limits
        return stream.s.wait(write, limits.write_ms if write else limits.head_ms if stream.buf else limits.idle_ms)

    async def start(self, host, port):
        self.server = await self.loop.create_server(lambda: Connection(self), host, port, reuse_address=True)
        self.timer = self.loop.create_task(self._reap())

    async def _reap(self):
        # One timer for all connections.
        while True:
            await asyncio.sleep(0.5)
            self._expire()

    def _expire(self):
        now = time.monotonic()
        for connection in list(self.streams):
            if connection.until and connection.until < now:
                connection.expire()

    def close(self):
        """Stop accepting connections, and end those there are."""
        if self.closed.done():
            return
        self.closed.set_result(None)
        self.server.close()
        self.timer.cancel()
        for connection in list(self.streams):
            if connection.task.done():
                connection.close()  # its handler has left it to others
            elif connection.task is not _current_task():
                connection.task.cancel()

    async def wait_closed(self):
        """Wait until `close()`, and for the connections that it ended."""
        try:
            await asyncio.shield(self.closed)
        finally:
            self.close()  # also when it is cancelled
        while self.streams:
            await asyncio.sleep(0.01)
            self._expire()


def _current_task():
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None


def get_event_loop(app):
    """The loop that `run` runs: the current one, or else a new one."""
    return Loop(current_loop())


def run_coroutine(app, coro):
    """Run the loop until a coroutine has ended. Returns its result."""
    return get_event_loop(app).run_until_complete(coro)


@coroutine
def start_server(app, host="127.0.0.1", port=8081):
    """Begin to accept connections, in the running loop. Raises OSError if the port is taken."""
    server = Server(app, asyncio.get_running_loop())
    yield from server.start(host, port)
    app.server = server


@coroutine
def serve_forever(app):
    """Wait until `shutdown()`, and for the connections that it ends. `start_server()` goes before."""
    if app.server:
        yield from app.server.wait_closed()


def shutdown(app):
    """Stop accepting connections, and end those there are."""
    if app.server:
        app.server.close()
