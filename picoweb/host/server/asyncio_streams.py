"""Connections that CPython's `asyncio.start_server` accepts, and hands out as a reader and a writer.

The transport gets another protocol: from then on it is a connection as all others here, with the same limits.
"""

import asyncio

from ..computer import enlarge_limits
from .protocol import Connection
from .server import Server
from .stream import HostStream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ...app import WebApp
    from ...serving.stream import Stream


class StreamsServer(Server):
    """Looks after connections that asyncio has accepted."""

    def __init__(self, app, loop):
        super().__init__(app, loop)
        self.listener = ["asyncio's"]  # None once it was shut down
        self.timer = None

    def begin_to_watch(self):
        """See that clients keep to the limits, from the first connection on."""
        if not self.timer or self.timer.done():
            self.timer = self.loop.create_task(self._watch())

    async def _watch(self):
        """End what clients have had their time for, as long as there are any: no task is left behind them."""
        while self.streams:
            await self._look()

    async def wait_closed(self):
        """Wait until `close()`, and for the connections that it ends."""
        try:
            await asyncio.shield(self.closing)
        finally:
            if self.listener:
                self.close(0)  # it is cancelled
        if self.timer:
            await asyncio.shield(self.timer)


class StreamsConnection(Connection):
    """A connection that was a reader and a writer of asyncio's."""

    def __init__(self, server, reader, writer):
        super().__init__(server)
        self.writer = writer  # asyncio closes the connection of one that is dropped
        self.transport = writer.transport
        self.task = asyncio.current_task()
        self.stream = HostStream(server, self, None)
        self._before = self.transport.get_protocol()
        self._take_what_has_come(reader)

    def _take_what_has_come(self, reader):
        """Have what the reader has received, and all that comes after it."""
        self.received = bytes(reader._buffer)
        reader._buffer.clear()
        self.ended = reader._eof
        self.transport.set_protocol(self)
        if reader._paused:
            self.transport.resume_reading()
        self._pause_if_full()

    def connection_lost(self, exc):
        """Have the task, and who waits for the writer to be closed, see that the client has gone.

        The task gets the exception. asyncio gets none: where nobody waits for the writer it would complain of that.
        """
        super().connection_lost(exc)
        self._before.connection_lost(None)


async def adopt(app: "WebApp", reader: "Any", writer: "Any", serve: "Callable[[WebApp, Stream], Any]") -> None:
    """Serve a connection of asyncio's, in the task that waits for this.

    reader, writer: asyncio's, or both the stream that `uasyncio` has in place of them. serve: what answers, called with
    the app and a stream of picoweb's.
    """
    if writer.transport.is_closing():
        return  # the client has gone already
    server = _server_of(app)
    connection = StreamsConnection(server, getattr(reader, "_reader", reader), writer)
    server.streams.add(connection)
    if isinstance(server, StreamsServer):
        server.begin_to_watch()
    if len(server.streams) > app.limits.connections:
        server.make_room()
    await serve(app, connection.stream)


def _server_of(app):
    """What looks after the connections of an app, in this loop."""
    loop = asyncio.get_running_loop()
    server = app.server
    if not isinstance(server, Server) or not server.listener or server.loop is not loop:
        enlarge_limits(app)
        server = app.server = StreamsServer(app, loop)
    return server
