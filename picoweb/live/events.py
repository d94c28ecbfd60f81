"""Server-sent events (WHATWG HTML, 9.2) for one client. The app has to run on asyncio, which it loads.

    @app.get("/events")
    async def events(req, resp):
        source = picoweb.EventSource(req, resp)
        while True:
            await source.send({"celsius": read()})
            await asyncio.sleep(1)

One task looks after all clients: it ends the handlers of those that have gone, and keeps quiet lines open.

A stream keeps its connection for as long as its client stays. So no more than `limits.streams` of them are open, and the
others find a connection that is free.
"""

import asyncio
import time

from ..http.errors import HTTPError
from ..http.fields import field_text, field_values
from ..messages.answers import json_text
from ..messages.head import start_response
from ..runtime import coroutine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from ..messages.request import HTTPRequest
    from ..serving.stream import Stream

WATCH: float = 0.3  # seconds between two looks at whether clients are still there
LAST_EVENT_ID = b"last-event-id"
FIELDS = b"Cache-Control: no-store\r\nX-Accel-Buffering: no\r\n"
HEARTBEAT = b": \n\n"  # a comment
RETRY_AFTER = {"Retry-After": "5"}  # seconds
ECONNRESET = 104

_sources: "list[EventSource]" = []  # those that are looked after
_watched_server: "Any" = None  # the server whose task does it; None: there is no such task
_scrap = bytearray(64)  # for what a client says, which nobody reads


class EventSource:
    """The events for one client. When it has gone, the handler is cancelled.

    req, resp: what the handler got. heartbeat: number, seconds without an event after which
    a comment is sent, which tells proxies and clients that the line is open.
    last_event_id: str, of the event that a client which was here before has seen last, or None.
    """

    def __init__(self, req: "HTTPRequest", resp: "Stream", heartbeat: float = 15) -> None:
        seen = field_values(req.request_head.field_block or b"", (LAST_EVENT_ID,)).get(LAST_EVENT_ID)
        self.last_event_id: "str | None" = None if seen is None else field_text(seen)
        self._resp = resp
        self._heartbeat = heartbeat
        self._task: "Any" = None  # the handler's
        self._last_time = 0.0  # when something was sent, as of `time.time`

    @coroutine
    def start(self) -> "Generator[Any, Any, None]":
        """Begin the stream, as the first `send` does if this was not called. To be waited for.

        Raises HTTPError 503 where `limits.streams` are open, OSError if the client has gone, or wants the head alone (HEAD).
        """
        if self._task:
            return
        resp = self._resp
        if not _has_room(resp.server):
            raise HTTPError(503, "limits.streams", RETRY_AFTER)
        resp.keep = False  # it ends with the connection, and needs nothing of the request as long as it lasts
        resp.request_head = None
        resp.release()
        self._task = asyncio.current_task()
        resp.extra_fields += FIELDS
        self._last_time = time.time()
        look_after(self, resp.server)
        yield from start_response(resp, "text/event-stream")
        yield from self._write(HEARTBEAT)
        if resp.bodiless:
            self.close()
            raise OSError(ECONNRESET)  # nobody takes what would follow

    @coroutine
    def send(
        self, data: object, event: "str | None" = None, id: "str | int | None" = None, retry: "int | None" = None
    ) -> "Generator[Any, Any, None]":
        """Send an event. To be waited for.

        data: str or bytes, which may have several lines; anything else becomes JSON.
        event: str, its type. id: str, what the client will name as its last when it comes again. retry: int,
        milliseconds until it should, after the connection was lost. Raises ValueError for a line
        break in `event` or `id`, OSError if the client has gone.
        """
        yield from self.start()
        yield from self._write(event_text(data, event, id, retry))

    @coroutine
    def _write(self, text: "str | bytes") -> "Generator[Any, Any, None]":
        """Write text as it is."""
        try:
            yield from self._resp.awrite(text)
        except OSError:
            self.close()
            raise
        self._last_time = time.time()

    def close(self) -> None:
        """Look after the client no longer. The stream ends when the handler does."""
        if self in _sources:
            _sources.remove(self)

    def _look(self) -> None:
        """End the handler if nobody listens to it any more."""
        if self._task.done():
            self.close()
        elif not self._is_open():
            self.close()
            self._task.cancel()

    def _is_open(self) -> bool:
        """Whether the client is still there, and the server; a heartbeat if it is due. Nothing here waits."""
        server = self._resp.server.app.server
        if server and not server.listener:
            return False  # it was shut down, and these would never be done
        try:
            if self._resp.socket.readinto(_scrap) == 0:  # it has nothing more to say, but that it goes
                return False
            is_due = not (self._resp._line or self._resp._rest) and time.time() - self._last_time >= self._heartbeat
            return not is_due or self._beat()
        except OSError:
            return False

    def _beat(self) -> bool:
        """Send a heartbeat. Returns whether it left as a whole, or nothing of it did."""
        data = self._resp.frame(HEARTBEAT)
        sent = self._resp.socket.write(data)
        self._last_time = time.time()
        return sent is None or sent == len(data)


def _has_room(server):
    """Whether one more stream may begin. Those whose clients have gone make room at once."""
    most = server.app.limits.streams
    if most is None:
        most = getattr(server, "most_streams", max(server.app.limits.connections - 1, 1))
    if _count(server.app) >= most:
        for source in list(_sources):
            source._look()
    return _count(server.app) < most


def _count(app):
    """How many streams an app has open."""
    return sum(source._resp.server.app is app for source in _sources)


def look_after(source: EventSource, server: "Any") -> None:
    """Look after a client from now on. server: the one that serves it, in the running loop."""
    global _watched_server
    _sources.append(source)
    if _watched_server is not server:  # there is none yet, or it has ended with its task
        _watched_server = server
        asyncio.create_task(_watch(server))


async def _watch(server):
    """Look after all clients, until there are none, or another task does it."""
    global _watched_server
    while _sources and _watched_server is server:
        await asyncio.sleep(WATCH)
        for source in list(_sources):
            source._look()
    if _watched_server is server:
        _watched_server = None


def event_text(
    data: object, event: "str | None" = None, id: "str | int | None" = None, retry: "int | None" = None
) -> str:
    """An event as it is sent; arguments and errors as for `EventSource.send`."""
    text = _field("event", event) + _field("id", id)
    if retry is not None:
        text += "retry: %d\n" % retry
    for line in _data_text(data).replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        text += "data: %s\n" % line
    return text + "\n"


def _field(name, value) -> str:
    """A field of an event, as a line; "" for None. Raises ValueError for a line break in it."""
    if value is None:
        return ""
    text = str(value)
    if "\r" in text or "\n" in text or "\0" in text:
        raise ValueError("a line break in the %s of an event: %r" % (name, text))
    return "%s: %s\n" % (name, text)


def _data_text(data) -> str:
    """The data of an event as text."""
    if isinstance(data, str):
        return data
    if isinstance(data, (bytes, bytearray)):
        return bytes(data).decode()
    return json_text(data)
