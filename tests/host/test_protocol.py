"""A connection on CPython: its handlers run in tasks like any others, on asyncio's loop and on uvloop's."""

import asyncio
import contextvars
import importlib.util

import httpx
import pytest

import picoweb
from harness import make_app, with_server
from need import skip_or_fail
from picoweb.host.server.protocol import Connection
from picoweb.host.server.ready import Ready
from picoweb.host.server.server import Server

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(params=["asyncio", "uvloop"], autouse=True)
def loop(request):
    """A loop of either kind, set for this thread."""
    if request.param == "asyncio":
        loop = asyncio.new_event_loop()
    elif importlib.util.find_spec("uvloop"):
        import uvloop

        loop = uvloop.new_event_loop()
    else:
        skip_or_fail("uvloop is missing: pip install -e .[test]")
    asyncio.set_event_loop(loop)
    yield loop
    loop.close()
    asyncio.set_event_loop(None)


class Transport:
    """What is written, instead of asyncio's transport."""

    def __init__(self):
        self.written = []

    def write(self, data):
        self.written.append(data)

    def is_closing(self):
        return False

    def get_extra_info(self, name, default=None):
        return default


class Acceptor:
    """What a connection needs of a server."""

    def __init__(self, app, loop):
        self.app = app
        self.loop = loop
        self.streams = set()

    idle = Server.idle
    wait = None


def test_an_answer_is_written_before_the_callback_returns(loop):
    async def hello(req, resp):
        return "Hello"

    def receive():
        connection.data_received(REQUEST)
        counts.append(len(transport.written))

    async def main():
        connection.connection_made(transport)
        await asyncio.sleep(0)
        for _ in range(3):
            loop.call_soon(receive)
            await asyncio.sleep(0.01)
        assert not connection.task.done()
        connection.task.cancel()

    counts = []
    transport = Transport()
    connection = Connection(Acceptor(make_app(routes=[("/", hello)]), loop))
    loop.run_until_complete(main())
    assert counts == [1, 2, 3]


def test_a_task_that_wakes_another_goes_on_first(loop):
    async def wait():
        seen.append(await ready.wait(1000) > 0)

    async def main():
        task = loop.create_task(wait())
        await asyncio.sleep(0)
        ready.wake()
        seen.append("first")
        await task

    seen = []
    ready = Ready(loop)
    loop.run_until_complete(main())
    assert seen == ["first", True]


def test_waiting_can_be_cancelled_and_begun_again(loop):
    async def wait():
        try:
            await ready.wait(1000)
        except asyncio.CancelledError:
            await ready.wait(1000)
            return "again"

    async def main():
        task = loop.create_task(wait())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0.01)
        assert ready.until
        ready.wake()
        return await task

    ready = Ready(loop)
    assert loop.run_until_complete(main()) == "again"
    assert not ready.until


def test_handlers_can_limit_the_time(loop):
    async def sleep(req, resp):
        assert asyncio.current_task()
        try:
            async with asyncio.timeout(0.05):
                await asyncio.sleep(10)
        except TimeoutError:
            return "late"

    async def read(req, resp):
        try:
            async with asyncio.timeout(0.05):
                await req.body()
        except TimeoutError:
            return "nothing came"

    async def scenario(net):
        assert (await net.get("/sleep")).endswith(b"late")
        answer = await net.ask(b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\n")
        assert answer.endswith(b"nothing came")

    with_server(make_app(routes=[("/sleep", sleep), ("/read", read)]), scenario)


def test_handlers_can_ask_other_servers(loop):
    async def front(req, resp):
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.get("http://127.0.0.1:%d/back" % port[0])).text

    async def scenario(net):
        port.append(net.port)
        assert (await net.get("/")).endswith(b"behind")

    port = []
    with_server(make_app(routes=[("/", front), ("/back", lambda req, resp: "behind")]), scenario)


def test_each_connection_has_a_context_of_its_own(loop):
    async def count(req, resp):
        seen.set(seen.get() + 1)
        return "seen %d" % seen.get()

    async def scenario(net):
        c = await net.connect()
        for n in (b"1", b"2"):
            await c.send(REQUEST)
            await c.read_until(b"seen " + n)
        assert (await net.get()).endswith(b"seen 1")
        await c.close()

    seen = contextvars.ContextVar("seen", default=0)
    with_server(make_app(routes=[("/", count)]), scenario)


def test_one_task_can_read_while_another_writes(loop):
    size = 8 << 20  # more than the system and asyncio keep for a client

    async def both(req, resp):
        await picoweb.start_response(resp, length=size)
        writing = asyncio.ensure_future(resp.awrite(bytes(size)))
        got.append(await req.reader.readexactly(5))
        await writing

    async def scenario(net):
        c = await net.connect()
        await c.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\n")
        await c.read_until(b"\r\n\r\n")
        await asyncio.sleep(0.1)
        await c.send("12345")
        for _ in range(100):
            if got:
                break
            await asyncio.sleep(0.02)
        assert got == [b"12345"], "who reads waits for who writes"
        assert len(await c.read()) == size
        await c.close()

    got = []
    with_server(make_app(routes=[("/", both)]), scenario)
