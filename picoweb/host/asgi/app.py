"""The app behind another server: `asgi_app = ASGI(app)` is what uvicorn, hypercorn and granian serve.

That is how an app gets more than one process, or HTTP/2. A handler talks to a stream as ever; `exchange.py` makes
ASGI's events of that.
"""

import asyncio
import contextlib
from types import coroutine

from ...routing.mounts import set_url
from ...serving.log import Log
from ...serving.starting import begin_tasks, end_tasks, initialise
from ..computer import enlarge_limits
from .exchange import Exchange
from .request import request_of
from .server import Server
from .signals import shut_down_by_signals
from .stream import AsgiStream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping
    from typing import Any

    from ...app import WebApp
    from ...types import Logger


class ASGI:
    """An app as ASGI servers call it.

    app: WebApp. log: an object with `info error exc debug`; None: `app.log`, or else one that writes to standard error.
    """

    def __init__(self, app: "WebApp", log: "Logger | None" = None) -> None:
        self.app = app
        app.log = log or app.log or Log()
        enlarge_limits(app)
        self._root = ""  # the path at which the server has the app
        self._server: "Server | None" = None

    async def __call__(
        self,
        scope: "MutableMapping[str, Any]",
        receive: "Callable[[], Awaitable[MutableMapping[str, Any]]]",
        send: "Callable[[MutableMapping[str, Any]], Awaitable[None]]",
    ) -> None:
        """Serve what a scope is about: a request, or the life of the server. Raises ValueError for what is not known."""
        kind = scope["type"]
        if kind == "http":
            await self._exchange(scope, receive, send)
        elif kind == "lifespan":
            await self._live(receive, send)
        elif kind == "websocket":
            await receive()
            await send({"type": "websocket.close"})  # before it was accepted: a 403
        else:
            raise ValueError("nothing is known of %r" % kind)

    # The life of the server

    async def _live(self, receive, send):
        """Answer for the events of a server's life, until its end."""
        event = take_back = None
        while event != "lifespan.shutdown":
            event = (await receive())["type"]
            try:
                if event == "lifespan.startup":
                    self.start()
                    take_back = shut_down_by_signals(self.app)
                else:
                    await self._end(take_back)
            except Exception as error:
                if self.app.log:
                    self.app._log_text("error", event, error)
                await send({"type": event + ".failed", "message": repr(error)})
                return
            await send({"type": event + ".complete"})

    async def _end(self, take_back):
        """End what runs beside the server. take_back: a function that lets go of its signals."""
        if take_back:
            take_back()
        self.app.shutdown()
        await end_tasks(self.app)

    def start(self) -> None:
        """Prepare the app and those mounted in it, as `run` does, in the loop that will serve."""
        self._server = None  # of an earlier start, if there is one: it was shut down
        initialise(self.app)
        self._server_of_loop()

    def _server_of_loop(self):
        """The Server of the running loop."""
        loop = asyncio.get_running_loop()
        if not self._server or self._server.loop is not loop:
            self.app.server = self._server = Server(self.app, loop)
            begin_tasks(self.app)
        return self._server

    # A request

    async def _exchange(self, scope, receive, send):
        """Answer a request, in a task: handlers may ask for the current one."""
        if asyncio.current_task():
            await self._answer_events(scope, receive, send)
        else:
            await asyncio.get_running_loop().create_task(self._answer_events(scope, receive, send))

    async def _answer_events(self, scope, receive, send):
        """Answer a request. Raises ConnectionAbortedError for an answer that ends early."""
        server = self._server_of_loop()
        exchange = Exchange(server, scope, receive, send)
        resp = AsgiStream(server, exchange, _client_of(scope))
        server.streams.add(exchange)
        try:
            await self._answer_to_the_end(scope, resp)
        finally:
            server.streams.discard(exchange)
            exchange.end()
        if not resp.ended and not exchange.gone:
            raise ConnectionAbortedError("an answer ends early")  # the server cuts it off, and the client sees that

    async def _answer_to_the_end(self, scope, resp):
        """Answer, and end what has no end of its own. That the client has gone is no error."""
        try:
            await self._answer(scope, resp)
        except (OSError, asyncio.CancelledError):
            if not resp.socket.gone and not resp.endless:
                raise
        if resp.endless:
            with contextlib.suppress(OSError):
                await resp.finish(False)

    @coroutine
    def _answer(self, scope, resp):
        """As `serve_connection` does, for one request."""
        request = None
        handed_over = False
        try:
            request = self._request(scope, resp)
            answer: "Any" = self.app.handle(request, resp)
            if hasattr(answer, "send"):
                answer = yield from answer
            handed_over = answer is False
            if not handed_over and (answer is not None or resp.head == b""):
                yield from self.app.answer(resp, answer)
            if self.app.log:
                self.app.info(request)
        except Exception as error:
            resp.closes = not request
            yield from self.app.handle_error(resp, error, request)
        yield from resp.finish(handed_over)
        if handed_over:
            yield from resp.socket.over()

    def _request(self, scope, resp):
        """The HTTPRequest of a scope; URLs that the app makes begin with the scope's root."""
        root = scope.get("root_path", "").rstrip("/")
        if root != self._root:
            self._root = root
            set_url(self.app, root)
        return request_of(self.app, scope, root, resp)


def _client_of(scope):
    """The address and the port (int) of a scope's client; None where it has none: some servers leave them empty on a unix socket."""
    host, port = scope.get("client") or ("", 0)
    return (host, int(port or 0)) if host else None
