"""The server on a computer, on CPython's asyncio; what a connection is there, `protocol.py` says.

The loop that accepts is its own: asyncio's takes all that come, and has no way to say that there is no room.
"""

import asyncio
import contextlib
import math
import socket
from time import monotonic

from ...http.hosts import host_of_url
from ...runtime import coroutine
from ...serving.starting import begin_tasks, end_tasks, set_debug
from ..computer import enlarge_limits
from .listening import listeners
from .protocol import Connection
from .ready import at_once, give_way
from .signals import terminable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from ssl import SSLContext
    from typing import Any

    from ...app import WebApp

# In seconds.
NO_DESCRIPTOR = 0.1  # to wait before another is tried, when none is left
NO_ROOM = 0.02  # to wait before it is asked again whether a connection may give way
WATCH = 0.5  # between two looks at what connections have their time for
CLOSING = 0.02  # the same, once it was shut down
TO_ASK = 1  # a client that has just connected has, before it may have to give way


class Server:
    """Accepts connections for an app, until it is closed and they are done.

    streams: set of Connection, those that are open. listener: what it listens on; None once it is closed.
    """

    others_ran = 0  # when a handler that writes for long has given way last, in ticks

    def __init__(self, app, loop):
        self.app = app
        self.loop = loop
        self.streams: "set[Connection]" = set()
        self.listener: "list[socket.socket] | None" = None
        # The tasks of connections that asyncio has not made yet, as with TLS that takes a handshake, by their sockets.
        self.greeting: "dict[socket.socket, asyncio.Task[None]]" = {}
        self.tasks: "list[asyncio.Task[None]]" = []  # that accept
        self.until = math.inf  # when the grace is over, by time.monotonic(); it has not begun
        self.closing = loop.create_future()

    # For streams

    def idle(self, stream, ms):
        """What to wait for until the next request, at most `ms` milliseconds.

        It does what `Ready.wait` does, in place, and leaves out what is left of the time: all requests come by here.
        """
        stream.buf = None
        connection = stream.socket
        if connection.received or connection.ended:
            return at_once(ms)
        ready = connection.readable
        ready.until = monotonic() + ms / 1000
        ready._asyncio_future_blocking = True
        return connection.at_rest

    def wait(self, stream, write, ms):
        """Wait until a stream's client has sent something, or can take something (write: True)."""
        return stream.socket.wait(write, ms)

    give_way = staticmethod(give_way)

    # Accepting

    def start(self, host, port):
        """Begin to accept connections. Raises OSError if the port is taken."""
        self.listener = listeners(host, port)
        self.tasks = [self.loop.create_task(self._accept(each)) for each in self.listener]
        self.timer = self.loop.create_task(self._watch())

    async def _accept(self, listener):
        """Accept those who come to a socket that listens."""
        with contextlib.closing(listener):
            while True:
                accepted = await self._next_client(listener)
                if accepted:
                    await self._room()
                    # It has a task of its own, as a handshake takes as long as the client does.
                    self.greeting[accepted] = self.loop.create_task(self._greet(accepted))

    async def _next_client(self, listener):
        """The socket of the next client; None if it has gone, or no descriptor is left for it."""
        try:
            accepted, _ = await self.loop.sock_accept(listener)
            return accepted
        except OSError:
            if not self.make_room():
                await asyncio.sleep(NO_DESCRIPTOR)

    async def _room(self):
        """Wait until there is room for one more connection."""
        while len(self.streams) + len(self.greeting) >= self.app.limits.connections and not self.make_room():
            await asyncio.sleep(NO_ROOM)

    async def _greet(self, accepted):
        """Have asyncio make a connection of a socket."""
        options = {"ssl": self.app.ssl}
        if self.app.ssl:
            options["ssl_handshake_timeout"] = self.app.limits.head_ms / 1000
        connection = Connection(self)
        try:
            with contextlib.suppress(OSError):
                accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await self.loop.connect_accepted_socket(lambda: connection, accepted, **options)
        except OSError as error:  # it went away, or speaks no TLS
            if self.app.log and self.app.ssl:
                self.app._log_text("info", "no TLS: %r" % error)
            accepted.close()
        finally:
            self.greeting.pop(accepted, None)

    def make_room(self):
        """End the idle connection that has waited longest for its client. Returns whether there was one."""
        new_since = monotonic() + self.app.limits.idle_ms / 1000 - TO_ASK
        idle = [each for each in self.streams if each.may_give_way(new_since)]
        if not idle:
            return False
        longest = min(idle, key=lambda each: each.readable.until or 0)
        longest.transport.abort()  # with TLS, a farewell would have to be waited for
        self.streams.discard(longest)
        return True

    def look_after(self, stream):
        """Have the answer that a stream holds back leave as soon as its handler waits for something."""
        self.loop.call_soon(_leave, stream)

    # Ending

    async def _watch(self):
        """End what clients have had their time for: one timer for all connections."""
        while self.listener or self.streams or self.greeting:
            await self._look()

    async def _look(self):
        """Wait a while, and end whose time is over then."""
        await asyncio.wait([self.closing], timeout=WATCH)
        if not self.listener:
            self._settle()
            await asyncio.sleep(CLOSING)
        now = monotonic()
        for connection in list(self.streams):
            connection.expire(now)

    def close(self, grace):
        """Accept no more. Connections have `grace` seconds to be done."""
        self.until = monotonic() + grace
        self._stop_accepting()
        if not self.closing.done():
            self.closing.set_result(None)
        self._settle()

    def _stop_accepting(self):
        """End the tasks that accept, and those that wait for a client's handshake."""
        # asyncio's own loop would hand a client that has just come to a task that is cancelled.
        if isinstance(self.loop, asyncio.SelectorEventLoop):
            for listener in self.listener or ():
                with contextlib.suppress(ValueError):  # it is closed already
                    self.loop.remove_reader(listener)
        self.listener = None
        for task in self.tasks:
            task.cancel()
        self.tasks = []
        for accepted, task in self.greeting.items() if self.app.ssl else ():
            task.cancel()
            task.add_done_callback(lambda _, accepted=accepted: self.greeting.pop(accepted, None))

    def _settle(self):
        """End what is idle, and all of it after the grace."""
        is_over = monotonic() >= self.until
        for connection in list(self.streams):
            if connection.is_idle():
                connection.readable.expire()
            elif is_over and connection.task.done():
                connection.transport.abort()  # its handler has left it to others, or its client takes no leave
            elif is_over and connection.task is not _current_task():
                connection.task.cancel()

    async def wait_closed(self):
        """Wait until `close()`, and for the connections that it ends."""
        try:
            await asyncio.shield(self.timer)
        finally:
            if not self.timer.done():
                self.close(0)  # it is cancelled


def _current_task():
    """The task that runs; None where no loop does."""
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None


@coroutine
def start_server(
    app: "WebApp",
    host: str = "127.0.0.1",
    port: int = 8081,
    ssl: "SSLContext | None" = None,
    debug: "bool | int | None" = None,
) -> "Generator[Any, Any, None]":
    """Begin to accept connections, in the running loop. Arguments and errors as for `WebApp.start_server`."""
    if debug is not None:
        set_debug(app, debug, app.log)
    if ssl and ssl.wrap_socket:  # type: ignore[truthy-function]  # AttributeError for what is no SSLContext
        app.ssl = ssl
    enlarge_limits(app)
    server = Server(app, asyncio.get_running_loop())
    server.start(host, port)
    app.server = server
    if app.debug > 0:
        print("* Running on http%s://%s:%s/" % ("s" if app.ssl else "", host_of_url(host or "0.0.0.0"), port), flush=True)
    begin_tasks(app)
    return
    yield


def serve(app, loop, host, port):
    """Open the port and run the loop until `shutdown()` or SIGTERM, which may come as soon as the port is open."""
    terminated = []

    def stop():
        terminated.append(True)
        loop.call_soon_threadsafe(app.shutdown)

    with terminable(stop):
        loop.run_until_complete(app.start_server(host, port))
        if terminated:  # maybe before there was a server
            app.shutdown()
        loop.run_until_complete(app.serve_forever())


@coroutine
def serve_forever(app: "WebApp") -> "Generator[Any, Any, None]":
    """Wait until `shutdown()` or SIGTERM, and for the connections that it ends. `start_server()` goes before."""
    if app.server:
        loop = asyncio.get_running_loop()
        with terminable(lambda: loop.call_soon_threadsafe(app.shutdown)):
            try:
                yield from app.server.wait_closed()
            finally:
                yield from end_tasks(app)


def _leave(stream):
    """Send the answer that a stream holds back, if its handler has not ended."""
    if stream._held:
        stream._leave_held()
