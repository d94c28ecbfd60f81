"""Server-sent events (WHATWG HTML, 9.2) for one client. The app has to run on asyncio, which it loads.

    @app.get("/events")
    async def events(req, resp):
        source = picoweb.EventSource(req, resp)
        while True:
            await source.send({"celsius": read()})
            await asyncio.sleep(1)

One task looks after all clients: it ends the handlers of those that have gone, and keeps quiet lines open.
"""

import asyncio
import time

from ..http.fields import field_text, field_values
from ..messages.head import start_response
from ..runtime import coroutine

WATCH = 0.3  # seconds between two looks at whether clients are still there

_sources = []  # those that are looked after
_watched = [None]  # the server of the task that does it
_scrap = bytearray(64)


class EventSource:
    """The events for one client. When it has gone, the handler is cancelled.

    req, resp: what the handler got. heartbeat: number, seconds without an event after which
    a comment is sent, which tells proxies and clients that the line is open.
    last_event_id: str, of the event that a client which was here before has seen last, or None.
    """

    def __init__(self, req, resp, heartbeat=15):
        value = field_values(req.request_head.field_block or b"", (b"last-event-id",)).get(b"last-event-id")
        self.last_event_id = None if value is None else field_text(value)
        self._resp = resp
        self._heartbeat = heartbeat
        self._task = None
        self._busy = False  # something is being sent

    @coroutine
    def start(self):
        """Begin the stream, as the first `send` does if this was not called."""
        if self._task:
            return
        resp = self._resp
        resp.keep = False  # it ends with the connection, and needs nothing of the request as long as it lasts
        resp.request_head = None
        resp.release()
        self._task = asyncio.current_task()
        resp.extra_fields += b"Cache-Control: no-store\r\nX-Accel-Buffering: no\r\n"  # as headers= they would take a module more
        yield from start_response(resp, "text/event-stream")
        yield from self._write(": \n\n")
        _sources.append(self)
        if _watched[0] is not resp.server:  # none yet, or one that has ended with its task
            _watched[0] = resp.server
            asyncio.create_task(_watch(resp.server))

    @coroutine
    def send(self, data, event=None, id=None, retry=None):
        """Send an event.

        data: str or bytes, which may have several lines; anything else becomes JSON.
        event: str, its type. id: str, what the client will name as its last when it comes again. retry: int,
        milliseconds until it should, after the connection was lost. Raises ValueError for a line
        break in `event` or `id`, OSError if the client has gone.
        """
        yield from self.start()
        yield from self._write(event_text(data, event, id, retry))

    @coroutine
    def _write(self, text):
        self._busy = True
        try:
            yield from self._resp.awrite(text)
        except OSError:
            self.close()
            raise
        self._busy = False
        self._last = time.time()

    def close(self):
        """Look after the client no longer. The stream ends when the handler does."""
        if self in _sources:
            _sources.remove(self)

    def _look(self):
        # Whether the client is still there, and the server; a heartbeat if it is due. Nothing here waits.
        server = self._resp.server.app.server
        if server and not server.listener:
            return False  # it was shut down, and these would never be done
        s = self._resp.socket
        try:
            n = s.readinto(_scrap)  # it has nothing more to say, but that it goes
            if n == 0:
                return False
            if not self._busy and time.time() - self._last >= self._heartbeat:
                data = self._resp.frame(b": \n\n")
                n = s.write(data)
                self._last = time.time()
                return n is None or n == len(data)
        except OSError:
            return False
        return True


async def _watch(server):
    while _sources and _watched[0] is server:
        await asyncio.sleep(WATCH)
        for source in list(_sources):
            done = source._task.done()
            if done or not source._look():
                source.close()
                if not done:
                    source._task.cancel()
    if _watched[0] is server:
        _watched[0] = None


def event_text(data, event=None, id=None, retry=None):
    """An event as it is sent; arguments and errors as for `EventSource.send`."""
    text = ""
    for name, value in (("event", event), ("id", id)):
        if value is not None:
            value = str(value)
            if "\r" in value or "\n" in value or "\0" in value:
                raise ValueError("a line break in the %s of an event: %r" % (name, value))
            text += "%s: %s\n" % (name, value)
    if retry is not None:
        text += "retry: %d\n" % retry
    if isinstance(data, (bytes, bytearray)):
        data = bytes(data).decode()
    elif not isinstance(data, str):
        import json

        data = json.dumps(data)
    for line in data.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        text += "data: %s\n" % line
    return text + "\n"
