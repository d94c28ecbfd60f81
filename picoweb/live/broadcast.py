"""Events for all who listen, and what is kept for each of them."""

import asyncio

from ..runtime import coroutine
from .events import EventSource, event_text


class Broadcast:
    """Events for all who listen. A handler serves one of them by `await broadcast.serve(req, resp)`.

    limit: int, events kept for a client that is slow to take them. When there are more, the oldest
    are dropped, or with `disconnect` the client is, which will then connect again.
    """

    def __init__(self, limit=8, disconnect=False):
        self._limit = limit
        self._disconnect = disconnect
        self._clients = []

    def __len__(self):
        """How many listen."""
        return len(self._clients)

    def send(self, data, event=None, id=None, retry=None):
        """Send an event to all; arguments and errors as for `EventSource.send`. It does not wait."""
        text = event_text(data, event, id, retry)
        for client in list(self._clients):
            client.put(text)

    @coroutine
    def serve(self, req, resp, heartbeat=15):
        """Send a client all events from now on, until it goes. heartbeat: as for `EventSource`."""
        client = _Client(EventSource(req, resp, heartbeat), self._limit, self._disconnect)
        yield from client.source.start()
        self._clients.append(client)
        try:
            yield from client.serve()
        finally:
            self._clients.remove(client)
            client.source.close()


class _Client:
    def __init__(self, source, limit, disconnect):
        self.source = source
        self._limit = limit
        self._disconnect = disconnect
        self._waiting = []
        self._some = asyncio.Event()

    def put(self, text):
        if len(self._waiting) >= self._limit:
            if self._disconnect:
                self.source._task.cancel()
                return
            self._waiting.pop(0)
        self._waiting.append(text)
        self._some.set()

    @coroutine
    def serve(self):
        while True:
            yield from self._some.wait()
            self._some.clear()
            while self._waiting:
                yield from self.source._write(self._waiting.pop(0))
