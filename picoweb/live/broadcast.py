"""Events for all who listen, and what is kept for each of them."""

import asyncio

from ..runtime import coroutine
from .events import EventSource, event_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from ..messages.request import HTTPRequest
    from ..serving.stream import Stream


class Broadcast:
    """Events for all who listen. A handler serves one of them by `await broadcast.serve(req, resp)`.

    limit: int, events kept for a client that is slow to take them. When there are more, the oldest
    are dropped, or with `disconnect` the client is, which will then connect again. latest: bool, whether who begins to
    listen gets the last event at once. replay: int, how many of the last events are kept for clients that come again: they
    get those that they have missed, if events have an `id`.
    """

    def __init__(self, limit: int = 8, disconnect: bool = False, latest: bool = False, replay: int = 0) -> None:
        self._limit = limit
        self._disconnect = disconnect
        self._latest = latest
        self._replay = replay
        self._kept: "list[tuple[str | None, str]]" = []  # the last events: their ids, and their texts
        self._clients: "list[_Client]" = []

    def __len__(self) -> int:
        """How many listen."""
        return len(self._clients)

    def send(
        self, data: object, event: "str | None" = None, id: "str | int | None" = None, retry: "int | None" = None
    ) -> None:
        """Send an event to all; arguments and errors as for `EventSource.send`. It does not wait."""
        text = event_text(data, event, id, retry)
        self._keep(None if id is None else str(id), text)
        for client in list(self._clients):
            client.put(text)

    def _keep(self, event_id, text):
        """Keep an event for those who come later, within the bound."""
        self._kept.append((event_id, text))
        if len(self._kept) > max(self._replay, int(self._latest)):
            self._kept.pop(0)

    def _missed(self, last_id):
        """The texts of the events that a client is to get first. last_id: str, of the event that it has seen last, or None.

        Where that is no longer known, they are all that are kept.
        """
        missed: "list[str]" = []
        is_known = False
        for event_id, text in self._kept:
            missed.append(text)
            if last_id is not None and event_id == last_id:
                missed.clear()
                is_known = True
        if is_known or last_id is not None and self._replay:
            return missed
        return missed[-1:] if self._latest else []

    @coroutine
    def serve(self, req: "HTTPRequest", resp: "Stream", heartbeat: float = 15) -> "Generator[Any, Any, None]":
        """Send a client all events from now on, until it goes. To be waited for. heartbeat: as for `EventSource`.

        Raises as `EventSource.start`.
        """
        client = _Client(EventSource(req, resp, heartbeat), self._limit, self._disconnect)
        yield from client.source.start()
        missed = self._missed(client.source.last_event_id)
        self._clients.append(client)
        try:
            for text in missed:
                yield from client.source._write(text)
            yield from client.serve()
        finally:
            self._clients.remove(client)
            client.source.close()


class _Client:
    """One who listens, and the events that it has not taken yet. limit, disconnect: as for `Broadcast`."""

    def __init__(self, source: "Any", limit: int, disconnect: bool) -> None:
        self.source = source
        self._limit = limit
        self._disconnect = disconnect
        self._waiting: "list[str]" = []
        self._has_some: "Any" = asyncio.Event()

    def put(self, text: str) -> None:
        """Keep an event until the client takes it."""
        if len(self._waiting) >= self._limit:
            if self._disconnect:
                self.source._task.cancel()
                return
            self._waiting.pop(0)
        self._waiting.append(text)
        self._has_some.set()

    @coroutine
    def serve(self) -> "Generator[Any, Any, None]":
        """Write events as they come, until the handler is cancelled."""
        while True:
            yield from self._has_some.wait()
            self._has_some.clear()
            while self._waiting:
                yield from self.source._write(self._waiting.pop(0))
