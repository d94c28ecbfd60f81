"""The transport on a computer: a protocol of CPython's asyncio for each connection.

What `picoweb.server`, `picoweb.stopping` and `picoweb.tls` are on a board. The loop that accepts is its own: asyncio's
takes all that come, and has no way to say that there is no room.
"""

import asyncio
import contextlib
import math
import signal
import socket
import threading
import time
from types import coroutine

from .. import stream
from ..connection import serve_connection
from ..late import linger
from . import bounds  # noqa: F401
from .loop import Loop, current_loop, native

PIECE = 262144  # bytes that are written at once; the rest waits, so that it counts what the client takes


class HostStream(stream.Stream):
    def get_extra_info(self, name, default=None):
        """What asyncio's transport knows by that name: "peername", "socket", ..."""
        transport = getattr(self.s, "transport", None)  # none once it is closed
        return transport.get_extra_info(name, default) if transport else default

    @coroutine
    def linger(self):
        self.s.write_eof()  # the client sees that this is all, and need not wait
        yield from linger(self)


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
        self._unsent = math.inf  # bytes that the client had still to take when it was last looked at

    # asyncio's side

    def connection_made(self, transport):
        self.transport = transport
        self.server.streams.add(self)
        self.stream = HostStream(self.server, self, None)
        self.task = self.server.loop.create_task(native(serve_connection(self.server.app, self.stream)))

    def data_received(self, data):
        self._data = self._data + data if self._data else data
        if len(self._data) > stream.SIZE:
            self.transport.pause_reading()
        self._wake()

    def eof_received(self):
        self._ended = True
        self._wake()
        return not self.transport.get_extra_info("sslcontext")  # what was asked is still answered; TLS cannot

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
        n = min(len(data), PIECE)
        self.transport.write(bytes(data[:n]))
        self._unsent = math.inf
        return n

    def setsockopt(self, level, option, value):
        pass  # asyncio has set what there is to set

    def write_eof(self):
        if self.transport.can_write_eof() and not self.transport.is_closing():
            self.transport.write_eof()

    def close(self):
        if not self.transport.is_closing():
            self.transport.close()  # what was written is still sent, for so long as the client takes it
            self._set_deadline(self.server.app.limits.write_ms)

    # The server's side

    async def wait(self, write, ms):
        """Wait, at most `ms` milliseconds, until it is worth trying again to write, or else to read.

        Returns how many of them are left. Raises TimeoutError when none are.
        """
        until = self._set_deadline(ms)
        if write:  # it has to take its part of what asyncio keeps for it, time and again: see `is_taken`
            self._set_deadline(min(ms, self.server.app.limits.write_ms))
            self._unsent = self.transport.get_write_buffer_size()
        self._waiter = self.server.loop.create_future()
        try:
            if self._paused and not self._lost if write else not self._data and not self._ended:
                await self._waiter
        finally:
            self._waiter = self.until = None
        return int((until - time.monotonic()) * 1000)

    def _set_deadline(self, ms):
        self.until = time.monotonic() + ms / 1000
        return self.until

    def is_idle(self):
        """Whether it waits for a request, and nothing of one has come."""
        return self._waiter and self.stream.buf is None and self.stream.head == b""

    def is_taken(self):
        """Whether the client has taken of what was written, since it was last asked, as much as it has to."""
        limits = self.server.app.limits
        before, self._unsent = self._unsent, self.transport.get_write_buffer_size()
        return 0 < self._unsent <= before - limits.rate * limits.write_ms / 1000

    def expire(self):
        """End the waiting: the deadline has passed, or the server goes."""
        if self._waiter:
            if not self._waiter.done():
                self._waiter.set_exception(TimeoutError(110, "the client took too long"))
        else:
            self.transport.abort()


class Server:
    """Accepts connections for an app, until it is closed and they are done."""

    def __init__(self, app, loop):
        self.app = app
        self.loop = loop
        self.streams = set()
        self.greeting = 0  # connections of which the handshake is not done
        self.tasks = ()
        self.until = None  # when the grace is over
        self.closing = loop.create_future()

    def idle(self, stream, ms):
        """What to wait for until the next request."""
        return stream.s.wait(False, ms)

    def wait(self, stream, write, ms):
        """Wait until a stream's client has sent something, or can take something (write: True)."""
        return stream.s.wait(write, ms)

    def start(self, host, port):
        self.s = _listeners(host, port)
        self.tasks = [self.loop.create_task(self._accept(each)) for each in self.s]
        self.timer = self.loop.create_task(self._reap())

    async def _accept(self, listener):
        while True:
            try:
                s, _ = await self.loop.sock_accept(listener)
            except OSError:  # no descriptor is left, or the client has gone
                if not self._make_room():
                    await asyncio.sleep(0.1)
                continue
            while len(self.streams) + self.greeting >= self.app.limits.connections and not self._make_room():
                await asyncio.sleep(0.02)
            greeting = self._greet(s)
            if self.app.ssl:
                self.loop.create_task(greeting)  # a handshake takes as long as the client does
            else:
                await greeting

    async def _greet(self, s):
        options = {"ssl": self.app.ssl}
        if self.app.ssl:
            options["ssl_handshake_timeout"] = self.app.limits.head_ms / 1000
        connection = Connection(self)
        self.greeting += 1
        try:
            with contextlib.suppress(OSError):
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await self.loop.connect_accepted_socket(lambda: connection, s, **options)
        except OSError as error:  # it went away, or speaks no TLS
            if self.app.log and self.app.ssl:
                self.app.log.info("no TLS: %r", error)
            s.close()
        finally:
            self.greeting -= 1

    def _make_room(self):
        # End the idle connection that has waited longest for its client. Returns whether there was one.
        # A client that has just connected, and never asked, is given a second to do so.
        old = time.monotonic() + self.app.limits.idle_ms / 1000 - 1
        idle = [
            each for each in self.streams
            if each.is_idle() and (each.stream.keep or each.until < old) and not each.transport.get_write_buffer_size()]
        if not idle:
            return False
        longest = min(idle, key=lambda each: each.until)
        longest.transport.abort()  # with TLS, a farewell would have to be waited for
        self.streams.discard(longest)
        return True

    async def _reap(self):
        # One timer for all connections.
        while self.s or self.streams:
            await asyncio.wait([self.closing], timeout=0.5)
            if not self.s:
                self._settle()
                await asyncio.sleep(0.02)
            self._expire()

    def _expire(self):
        now = time.monotonic()
        for connection in list(self.streams):
            if connection.until and connection.until < now:
                if connection.is_taken():  # an answer is still on the way
                    connection.until = now + self.app.limits.write_ms / 1000
                else:
                    connection.expire()

    def close(self, grace):
        """Accept no more. Connections have `grace` seconds to be done."""
        self.until = time.monotonic() + grace
        for each in self.s or ():
            self.loop.call_soon_threadsafe(each.close)
        self.s = None
        for task in self.tasks:
            task.cancel()
        self.tasks = ()
        if not self.closing.done():
            self.closing.set_result(None)
        self._settle()

    def _settle(self):
        # End what is idle, and all of it after the grace.
        over = time.monotonic() >= self.until
        for connection in list(self.streams):
            if connection.is_idle():
                connection.expire()
            elif over and connection.task.done():
                connection.transport.abort()  # its handler has left it to others, or its client takes no leave
            elif over and connection.task is not _current_task():
                connection.task.cancel()

    async def wait_closed(self):
        """Wait until `close()`, and for the connections that it ends."""
        try:
            await asyncio.shield(self.timer)
        finally:
            if not self.timer.done():
                self.close(0)  # it is cancelled


def _listeners(host, port):
    # Sockets that listen at all addresses of a host; "" or None: of this machine. Raises OSError, ValueError.
    if not isinstance(port, int) or not 0 <= port < 65536:
        raise ValueError("no port: %r" % port)
    found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    opened = []
    try:
        for family, _, _, _, address in dict.fromkeys(found):
            if family == socket.AF_INET6 and not socket.has_ipv6:
                continue
            s = socket.socket(family)
            opened.append(s)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            s.bind(address)
            s.listen(128)
            s.setblocking(False)
    except OSError as error:
        for s in opened:
            s.close()
        raise OSError(error.errno, "cannot listen at %s:%s: %s" % (host, port, error.strerror)) from None
    return opened


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
def start_server(app, host="127.0.0.1", port=8081, ssl=None):
    """Begin to accept connections, in the running loop. ssl: SSLContext. Raises OSError if the port is taken."""
    if ssl and ssl.wrap_socket:  # AttributeError for what is no SSLContext
        app.ssl = ssl
    server = Server(app, asyncio.get_running_loop())
    server.start(host, port)
    app.server = server
    if app.debug > 0:
        print("* Running on http%s://%s:%s/" % ("s" if app.ssl else "", host, port), flush=True)
    return
    yield


@coroutine
def serve_forever(app):
    """Wait until `shutdown()` or SIGTERM, and for the connections that it ends. `start_server()` goes before."""
    if app.server:
        with _terminable(app):
            yield from app.server.wait_closed()


@contextlib.contextmanager
def _terminable(app):
    # SIGTERM is a shutdown, where nobody has said otherwise.
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    loop = asyncio.get_running_loop()
    signal.signal(signal.SIGTERM, lambda number, frame: loop.call_soon_threadsafe(app.shutdown))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
