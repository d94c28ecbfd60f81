"""Connections that MicroPython's `asyncio.start_server` accepts, and hands out as a stream of its own.

Who accepts them is not known here; that each is served within its limits, and ends, is.
"""

from asyncio import core  # type: ignore[attr-defined]

from ...runtime import coroutine
from ..connection import send_unavailable
from ..shutdown import wind_down
from ..stream import Stream
from .asyncio_server import Server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Any

    from ...app import WebApp


class Elsewhere:
    """In place of a listener, as asyncio has it."""

    def close(self):
        """Nothing: who has opened the port closes it."""


class StreamsServer(Server):
    """Looks after connections that asyncio has accepted."""

    def __init__(self, app):
        self.app = app
        self.listener = Elsewhere()  # None once it was shut down
        self.streams = {}
        self.running = []
        self.queue = core._io_queue  # of the loop that its timer is in
        self.timer = core.create_task(self.end_who_are_late())

    def stop_accepting(self, listener):
        """End what is idle: connections that come later have another server."""
        wind_down(self)


@coroutine
def adopt(
    app: "WebApp", reader: "Any", writer: "Any", serve: "Callable[[WebApp, Stream], Any]"
) -> "Generator[Any, Any, None]":
    """Serve a connection of asyncio's, in the task that waits for this.

    reader, writer: its stream, twice. serve: what answers, called with the app and a stream of picoweb's.
    """
    socket = writer.s
    try:
        socket.setblocking(False)
        server = _server_of(app)
        body = serve(app, Stream(server, socket, writer.e.get("peername")))
        task = core.cur_task
        server.running.append(task)
    except Exception:  # it went away, or there is no memory for it
        send_unavailable(socket)
        socket.close()
        return
    try:
        if len(server.running) > app.limits.connections:
            server.make_room()
        yield from _giving_way(body)
    finally:
        server.running.remove(task)


def _server_of(app):
    """What looks after the connections of an app."""
    server = app.server
    if not isinstance(server, Server) or not server.listener or _is_of_another_loop(server):
        server = app.server = StreamsServer(app)
    return server


def _is_of_another_loop(server):
    """Whether the loop was replaced, and the server's timer with it."""
    return isinstance(server, StreamsServer) and server.queue is not core._io_queue


@coroutine
def _giving_way(coroutine):
    """Go on with a coroutine to its end. A bare `yield` in it only gives way, as in `asyncio_server.TaskBody`."""
    go_on = coroutine.send
    value = None
    while True:
        task = core.cur_task
        task.data = coroutine  # a mark: whatever makes the task wait puts something else here
        try:
            go_on(value)
        except StopIteration:
            task.data = None
            return
        if task.data is coroutine:
            core._task_queue.push(task)
        try:
            yield
            go_on = coroutine.send
            value = None
        except BaseException as error:
            go_on = coroutine.throw
            value = error
