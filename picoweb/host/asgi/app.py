"""The app behind another server: `asgi_app = ASGI(app)` is what uvicorn, hypercorn and granian serve.

That is how an app gets more than one process, or HTTP/2. A handler talks to a stream as ever; `exchange.py`
makes ASGI's events of that.
"""

import asyncio
import contextlib
import urllib.parse
from types import coroutine

from ...http.errors import HTTPError
from ...http.heads import Head, parse_fields, parse_request_line
from ...messages.request import HTTPRequest
from ...serving.log import Log
from ...serving.starting import initialise
from ..server import bounds  # noqa: F401  the limits are those of a computer
from .exchange import Exchange
from .stream import AsgiStream


class ASGI:
    """An app as ASGI servers call it.

    app: WebApp. log: an object with `info error exc debug`; None: `app.log`, or else one that writes to standard error.
    """

    def __init__(self, app, log=None):
        self.app = app
        app.log = log or app.log or Log()
        self._root = ""
        self._server = None

    async def __call__(self, scope, receive, send):
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

    async def _live(self, receive, send):
        while True:
            event = (await receive())["type"]
            try:
                if event == "lifespan.startup":
                    self.start()
                else:
                    self.app.shutdown()
            except Exception as error:
                if self.app.log:
                    self.app.log.exc(error, event)
                await send({"type": event + ".failed", "message": repr(error)})
                return
            await send({"type": event + ".complete"})
            if event == "lifespan.shutdown":
                return

    def start(self):
        """Prepare the app and those mounted in it, as `run` does, in the loop that will serve."""
        self._server = None  # of an earlier start, if there is one: it was shut down
        self._serve()
        initialise(self.app)

    def _serve(self):
        # The Server of the running loop.
        loop = asyncio.get_running_loop()
        if not self._server or self._server.loop is not loop:
            self.app.server = self._server = Server(self.app, loop)
        return self._server

    async def _exchange(self, scope, receive, send):
        if not asyncio.current_task():  # which a handler may ask for
            await asyncio.get_running_loop().create_task(self._exchange(scope, receive, send))
            return
        server = self._serve()
        s = Exchange(server, scope, receive, send)
        resp = AsgiStream(server, s, scope.get("client"))
        server.streams.add(s)
        try:
            try:
                await self._answer(scope, resp)
            except (OSError, asyncio.CancelledError):
                if not s.gone and not resp.endless:
                    raise
            if resp.endless:
                with contextlib.suppress(OSError):
                    await resp.finish(False)
        finally:
            server.streams.discard(s)
            s.end()
        if not resp.ended and not s.gone:
            raise ConnectionAbortedError("an answer ends early")  # the server cuts it off, and the client sees that

    @coroutine
    def _answer(self, scope, resp):
        # As `serve_connection` does, for one request.
        app = self.app
        req = None
        done = False
        try:
            req = self._request(scope, resp)
            value = app.handle(req, resp)
            if hasattr(value, "send"):
                value = yield from value
            done = value is False
            if not done and (value is not None or resp.head == b""):
                yield from app.answer(resp, value)
            if app.log:
                app.info(req)
        except Exception as error:
            yield from app.handle_error(resp, error, req)
        yield from resp.finish(done)
        if done:
            yield from resp.socket.over()

    def _request(self, scope, resp):
        # The HTTPRequest. Raises HTTPError as for what comes over a socket.
        app = self.app
        root = scope.get("root_path", "").rstrip("/")
        if root != self._root:
            app.url = self._root = root  # url_for puts it in front
        facts = self._facts(scope, root)
        resp.bodiless = facts.verb == "HEAD"
        block = b"".join([b"%b: %b\r\n" % (name, value) for name, value in scope["headers"]]) + b"\r\n"
        fields = app.last_fields
        if fields.field_bytes != block:
            fields = app.last_fields = parse_fields(block, app.limits.head, app.limits.fields)
        block, host, _, length, _ = fields
        version = scope["http_version"]
        if version == "1.1" and not host:
            raise HTTPError(400, "Host")
        if version[0] > "1" and not length and b"content-length:" not in block.lower():
            length = -1  # content needs no length there
        resp.left = length
        resp.socket.chunked = length < 0
        resp.request_head = Head(None, facts, block, None, None, 0)
        return HTTPRequest(resp, resp.request_head)

    def _facts(self, scope, root):
        # What a request line says, taken from where all transports take it.
        target = scope.get("raw_path") or urllib.parse.quote(scope["path"]).encode()
        if scope["query_string"]:
            target += b"?" + scope["query_string"]
        line = b"%b %b HTTP/1.1\r\n" % (scope["method"].encode(), target)
        key = (root, line) if root else line
        facts = self.app.last_line
        if facts.raw_line != key:
            facts = parse_request_line(line, self.app.limits.line)
            path = facts.url_path
            if root and path.startswith(root) and path[len(root) : len(root) + 1] in ("", "/"):
                facts.url_path = path[len(root) :] or "/"
            facts.raw_line = key
        return facts


class Server:
    """What streams have for a server: that of one loop."""

    def __init__(self, app, loop):
        self.app = app
        self.loop = loop
        self.streams = set()
        self.listener = self  # it serves

    def wait(self, stream, write, ms):
        """Wait until a stream's client has sent something."""
        return stream.socket.wait(ms)

    def close(self, grace):
        """End the streams that have no end of their own. The others are for the outer server to wait for."""
        self.listener = None
        for s in self.streams:
            s.wake()
