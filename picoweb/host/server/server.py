"""The server on a computer, on CPython's asyncio; what a connection is there, `protocol.py` says.

The loop that accepts is its own: asyncio's
takes all that come, and has no way to say that there is no room.
"""

import asyncio
import contextlib
import socket
import time
from types import coroutine

from . import bounds  # noqa: F401
from .protocol import Connection
from .signals import terminable


class Server:
    """Accepts connections for an app, until it is closed and they are done."""

    def __init__(self, app, loop):
        self.app = app
        self.loop = loop
        self.streams = set()
        self.greeting = 0  # connections that asyncio has not made yet, as with TLS that takes a handshake
        self.tasks = ()
        self.until = None  # when the grace is over
        self.closing = loop.create_future()

    def idle(self, stream, ms):
        """What to wait for until the next request."""
        stream.buf = None
        return stream.socket.rest(ms)

    def wait(self, stream, write, ms):
        """Wait until a stream's client has sent something, or can take something (write: True)."""
        return stream.socket.wait(write, ms)

    def start(self, host, port):
        self.listener = _listeners(host, port)
        self.tasks = [self.loop.create_task(self._accept(each)) for each in self.listener]
        self.timer = self.loop.create_task(self._reap())

    async def _accept(self, listener):
        with contextlib.closing(listener):
            await self._accept_from(listener)

    async def _accept_from(self, listener):
        while True:
            try:
                s, _ = await self.loop.sock_accept(listener)
            except OSError:  # no descriptor is left, or the client has gone
                if not self._make_room():
                    await asyncio.sleep(0.1)
                continue
            while len(self.streams) + self.greeting >= self.app.limits.connections and not self._make_room():
                await asyncio.sleep(0.02)
            self.greeting += 1
            self.loop.create_task(self._greet(s))  # a handshake takes as long as the client does

    async def _greet(self, s):
        options = {"ssl": self.app.ssl}
        if self.app.ssl:
            options["ssl_handshake_timeout"] = self.app.limits.head_ms / 1000
        connection = Connection(self)
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
            if each.is_idle() and (each.stream.keep or each.readable.until < old)
            and not each.transport.get_write_buffer_size()]
        if not idle:
            return False
        longest = min(idle, key=lambda each: each.readable.until)
        longest.transport.abort()  # with TLS, a farewell would have to be waited for
        self.streams.discard(longest)
        return True

    async def _reap(self):
        # One timer for all connections.
        while self.listener or self.streams:
            await asyncio.wait([self.closing], timeout=0.5)
            if not self.listener:
                self._settle()
                await asyncio.sleep(0.02)
            now = time.monotonic()
            for connection in list(self.streams):
                connection.expire(now)

    def close(self, grace):
        """Accept no more. Connections have `grace` seconds to be done."""
        self.until = time.monotonic() + grace
        self.listener = None
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
                connection.readable.expire()
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
        loop = asyncio.get_running_loop()
        with terminable(lambda: loop.call_soon_threadsafe(app.shutdown)):
            yield from app.server.wait_closed()
