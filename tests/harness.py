"""What portable tests share. Runs on MicroPython and CPython alike."""

import asyncio
import gc
import sys

import picoweb
from picoweb.testing import TestClient

MICROPYTHON = sys.implementation.name == "micropython"


def raises(error, function, *args):
    """Call a function that is to raise `error`. Returns the exception."""
    try:
        function(*args)
    except error as caught:
        return caught
    raise AssertionError("%s was not raised" % error.__name__)


def without_dates(raw):
    """The bytes of answers without their Date fields, which differ from second to second."""
    return b"\r\n".join([line for line in raw.split(b"\r\n") if not line.startswith(b"Date: ")])


def heap_kept_by(function, *args):
    """Call a function. Returns how many bytes it has left behind in the heap; 0 where the runtime does not say."""
    if not hasattr(gc, "mem_alloc"):
        function(*args)
        return 0
    gc.collect()
    before = gc.mem_alloc()
    function(*args)
    gc.collect()
    return gc.mem_alloc() - before


class Log:
    """A log that tests can look at: `lines` of (level, text), `errors` of exceptions."""

    def __init__(self):
        self.lines = []
        self.errors = []

    def info(self, message, *args):
        self.lines.append(("info", message % args if args else message))

    def error(self, message, *args):
        self.lines.append(("error", message % args if args else message))

    def debug(self, message, *args):
        self.lines.append(("debug", message % args if args else message))

    def exc(self, error, message, *args):
        self.errors.append(error)
        self.lines.append(("exc", message % args if args else message))


def make_app(**kwargs):
    """An app with a log that tests can look at, and a board's limits on every interpreter, but for the connections."""
    app = picoweb.WebApp(None, **kwargs)
    limits = app.limits
    limits.line, limits.head, limits.fields, limits.body, limits.drain = 1024, 4096, 64, 16384, 16384
    limits.idle_ms, limits.connections = 5000, 50
    app.log = Log()
    return app


def client_of(*routes):
    """A TestClient for an app with these routes."""
    app = make_app(routes=list(routes))
    return TestClient(app)


class Connection:
    """A client's end of a real socket."""

    def __init__(self, reader, writer):
        self.reader = reader
        self.writer = writer

    async def send(self, data):
        self.writer.write(data if isinstance(data, bytes) else data.encode())
        await self.writer.drain()

    async def read(self, n=-1):
        """Up to `n` bytes, or all until the server closes."""
        return await self.reader.read(n)

    async def read_until(self, mark):
        """All that comes, up to the first that ends in `mark`."""
        data = b""
        while not data.endswith(mark):
            more = await self.reader.read(1)
            if not more:
                raise AssertionError("the connection ended after %r" % data)
            data += more
        return data

    async def close(self):
        self.writer.close()
        try:
            await self.writer.wait_closed()
        except OSError:
            pass  # reset by the server, as some tests want


class Net:
    """A server that runs, for a client's scenario."""

    def __init__(self, app, port):
        self.app = app
        self.port = port

    async def connect(self):
        return Connection(*await asyncio.open_connection("127.0.0.1", self.port))

    async def get(self, path="/", fields=""):
        """One GET on a connection of its own. Returns all the bytes of the answer."""
        return await self.ask("GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n" % (path, fields))

    async def ask(self, data):
        """Send bytes on a connection of its own. Returns all that comes until the server closes."""
        c = await self.connect()
        await c.send(data)
        answer = await c.read()
        await c.close()
        return answer


_port = [20000]


async def listen(app, host="127.0.0.1"):
    """Start the app's server on a port that is free. Returns the port."""
    while True:
        _port[0] += 7
        try:
            await app.start_server(host, _port[0] + (id(_port) >> 4) % 9000)
            return _port[0] + (id(_port) >> 4) % 9000
        except OSError as error:
            if error.args[0] not in (98, 48):  # EADDRINUSE
                raise


async def nothing_left(app):
    """Wait, for two seconds at most, until no connection is open."""
    for _ in range(100):
        if not app.server.streams:
            break
        await asyncio.sleep(0.02)
    assert not app.server.streams, "connections are left behind"


def with_server(app, scenario, seconds=20, host="127.0.0.1"):
    """Serve `app` on a real socket of `host` while `scenario(net)`, a coroutine function, runs.

    Afterwards nothing may be left: neither a connection nor the server's tasks.
    """

    async def main():
        port = await listen(app, host)
        try:
            await asyncio.wait_for(scenario(Net(app, port)), seconds)
            await nothing_left(app)
        finally:
            app.shutdown()
        await asyncio.wait_for(app.serve_forever(), 5)

    app.run_coroutine(main())
