"""Serving on a real socket: beside other tasks, and more than once."""

import asyncio
import time

import picoweb
from harness import MICROPYTHON, listen, make_app, raises, with_server


def hello(req, resp):
    return "hello"


def test_beside_other_tasks():
    ticks = []

    async def tick():
        while True:
            ticks.append(1)
            await asyncio.sleep(0.01)

    async def scenario(net):
        task = asyncio.create_task(tick())
        while len(ticks) < 5:
            assert (await net.get()).endswith(b"hello")
            await asyncio.sleep(0.01)
        task.cancel()

    with_server(make_app(routes=[("/", hello)]), scenario)


def test_a_port_that_is_taken():
    app = make_app(routes=[("/", hello)])

    async def scenario(net):
        try:
            await make_app().start_server("127.0.0.1", net.port)
        except OSError as error:
            assert "127.0.0.1" in str(error) and str(net.port) in str(error)
            return
        raise AssertionError("two servers on one port")

    with_server(app, scenario)


def test_a_second_run():
    app = make_app(routes=[("/", hello)])
    for _ in range(3):
        with_server(app, lambda net: answered(net))


async def answered(net):
    c = await net.connect()  # stays open over the end of the server
    await c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    await c.read_until(b"hello")
    net.app.shutdown()
    assert await c.read() == b""
    await c.close()


def test_run_blocks_until_shutdown():
    events = []

    class App(picoweb.WebApp):
        def init(self):
            super().init()
            events.append("init")

        def serve(self, loop, host, port):
            events.append("serve")

            async def main():
                await listen(self)
                asyncio.create_task(stop(self))
                await self.serve_forever()

            loop.run_until_complete(main())

    async def stop(app):
        await asyncio.sleep(0.01)
        events.append("stop")
        app.shutdown()

    app = App(None)
    sub, inner = App(None), App(None)
    app.mount("/sub", sub)
    sub.mount("/inner", inner)
    for _ in range(2):
        app.run(debug=-1)
    assert events == ["init", "init", "init", "serve", "stop", "serve", "stop"]
    assert app.debug == -1 and app.log is None


def test_lazy_init_and_log():
    class Given:
        def info(self, *args):
            pass

    class App(picoweb.WebApp):
        def serve(self, loop, host, port):
            pass

    app, log = App(None), Given()
    app.run(lazy_init=True, log=log)
    assert not app.inited and app.log is log and app.debug == 0


def test_what_is_no_ssl_context():
    raises(AttributeError, lambda: make_app().run(ssl="x"))


def test_tasks_made_before_run():
    seen = []

    class App(picoweb.WebApp):
        def serve(self, loop, host, port):
            async def main():
                while not seen:
                    await asyncio.sleep(0.01)

            loop.create_task(generator())
            loop.run_until_complete(main())

    def generator():
        yield from sleep(0)
        seen.append(1)

    @picoweb.coroutine
    def sleep(n):
        yield from asyncio.sleep(n)

    App(None).run(debug=-1)
    assert seen == [1]


def test_forty_connections_one_after_another_leave_nothing():
    async def scenario(net):
        for _ in range(40):
            assert (await net.get()).endswith(b"hello")
        assert not net.app.server.streams

    with_server(make_app(routes=[("/", hello)]), scenario)


def test_answers_while_another_handler_waits():
    gate = []

    async def slow(req, resp):
        while not gate:
            await asyncio.sleep(0.01)
        return "slow"

    async def scenario(net):
        c = await net.connect()
        await c.send("GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        for _ in range(3):
            assert (await net.get()).endswith(b"hello")
        gate.append(1)
        assert (await c.read()).endswith(b"slow")
        await c.close()

    with_server(make_app(routes=[("/", hello), ("/slow", slow)]), scenario)


def test_one_client_that_does_not_read_is_dropped_and_the_others_go_on():
    piece = b"x" * 20000
    kept = []
    dropped = []

    async def events(req, resp):
        await picoweb.start_response(resp)
        kept.append(resp)
        return False

    async def push():
        while len(dropped) < 1 or len(kept) < 1:
            for resp in list(kept):
                try:
                    await resp.awrite(piece)
                except OSError:
                    kept.remove(resp)
                    dropped.append(resp)
                    resp.close()
            await asyncio.sleep(0)
        await kept[0].awrite(b"the end")
        await kept[0].aclose()

    async def scenario(net):
        stuck = await net.connect()
        reads = await net.connect()
        for c in (stuck, reads):
            await c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        while len(kept) < 2:
            await asyncio.sleep(0.01)
        task = asyncio.create_task(push())
        tail = b""
        while True:
            data = await reads.read(4096)
            if not data:
                break
            tail = (tail + data)[-30:]
        assert tail.endswith(b"the end\r\n0\r\n\r\n"), tail
        assert len(dropped) == 1
        await task
        await stuck.close()
        await reads.close()

    app = make_app(routes=[("/", events)])
    app.limits.write_ms = 300
    app.limits.rate = 1000000
    with_server(app, scenario)


def test_ipv6():
    async def scenario(net):
        reader, writer = await asyncio.open_connection("::1", net.port)
        writer.write(b"GET / HTTP/1.1\r\nHost: [::1]\r\nConnection: close\r\n\r\n")
        await writer.drain()
        answer = await reader.read(-1)
        assert answer.startswith(b"HTTP/1.1 200") and answer.endswith(b"from ::1"), answer
        writer.close()
        await writer.wait_closed()

    app = make_app()
    app.route("/")(lambda req, resp: "from %s" % req.remote_addr)
    with_server(app, scenario, host="::1")


def test_times_are_capped_at_what_ticks_can_add():
    async def read(req, resp):
        return "%d" % len(await req.body())

    async def scenario(net):
        c = await net.connect()
        await c.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\nConnection: close\r\n\r\n")
        for _ in range(4):
            await asyncio.sleep(0.05)
            await c.send("x" * 1000)
        answer = await c.read()
        assert answer.startswith(b"HTTP/1.1 200") and answer.endswith(b"4000"), answer
        await c.close()

    app = make_app()
    app.post("/")(read)
    for name in "head_ms", "body_ms", "write_ms", "idle_ms", "grace_ms":
        setattr(app.limits, name, 1 << 40)
    with_server(app, scenario)


def test_a_limit_that_there_is_not():
    app = make_app()
    if not MICROPYTHON:  # a board has no room to look
        error = raises(AttributeError, setattr, app.limits, "bodyy", 5)
        assert "bodyy" in str(error) and "body_ms" in str(error)
    app.limits.body = 5
    assert app.limits.body == 5 and make_app().limits.body == 16384


def test_a_cancelled_server_leaves_its_port():
    app = make_app(routes=[("/", hello)])

    async def main():
        port = await listen(app)
        task = asyncio.create_task(forever())
        await asyncio.sleep(0.01)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass
        await asyncio.sleep(0.01)
        other = make_app()
        await other.start_server("127.0.0.1", port)
        other.shutdown()
        await other.serve_forever()

    async def forever():
        await app.serve_forever()

    app.run_coroutine(main())


def test_shutdown_ends_handlers_that_sleep():
    ended = []

    async def slow(req, resp):
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(1)

    app = make_app(routes=[("/", slow)])

    async def scenario(net):
        clients = []
        for _ in range(3):
            c = await net.connect()
            await c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            clients.append(c)
        await asyncio.sleep(0.1)
        start = time.time()
        app.shutdown(500)
        for c in clients:
            assert await c.read() == b""
            await c.close()
        assert 0.3 < time.time() - start < 5

    with_server(app, scenario)
    assert len(ended) == 3


def test_shutdown_lets_requests_be_answered():
    async def slow(req, resp):
        await asyncio.sleep(0.3)
        return "slow"

    async def scenario(net):
        idle = await net.connect()
        begun = await net.connect()
        kept = await net.connect()
        await begun.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        await kept.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        await kept.read_until(b"hello")
        await asyncio.sleep(0.1)
        app.shutdown()
        assert await idle.read() == b"" and await kept.read() == b""
        assert (await begun.read()).endswith(b"slow")
        for c in (idle, begun, kept):
            await c.close()
        try:
            await net.get()
        except OSError:
            return
        raise AssertionError("a connection was accepted after shutdown")

    app = make_app(routes=[("/", hello), ("/slow", slow)])
    with_server(app, scenario)


def test_a_head_leaves_while_its_handler_waits_for_something_else():
    """As before a board is reset: `start_response`, then sleep. It is so for the first request and for later ones."""
    asked = []
    seen = []

    async def redirects(req, resp):
        await picoweb.start_response(resp, status="303", headers={"Location": "/"}, length=0)
        asked.append(True)
        while len(seen) < len(asked):
            await asyncio.sleep(0.02)

    async def scenario(net):
        c = await net.connect()
        for _ in range(3):
            await c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            head = await c.read_until(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 303 See Other\r\n") and head.endswith(b"\r\n\r\n"), head
            seen.append(True)
        await c.close()

    with_server(make_app(routes=[("/", redirects)]), scenario)


def test_a_handler_that_shuts_down_is_answered():
    async def end(req, resp):
        app.shutdown()
        return "bye"

    async def scenario(net):
        c = await net.connect()
        await c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await c.read()).endswith(b"bye")
        await c.close()

    app = make_app(routes=[("/", end)])
    with_server(app, scenario)


def test_a_connection_that_a_handler_closed_is_nobody_elses():
    async def closes(req, resp):
        await picoweb.start_response(resp)
        await resp.awrite("bye")
        await resp.aclose()
        await asyncio.sleep(0.3)

    async def tolerates(req, resp):
        try:
            await req.body()
        except OSError:
            await asyncio.sleep(0.3)
        return "to nobody"

    async def slow(req, resp):
        await asyncio.sleep(0.5)
        return "slow"

    async def scenario(net):
        for head in ("GET /closes HTTP/1.1\r\nHost: x\r\n\r\n",
                     "POST /tolerates HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"):
            first = await net.connect()
            await first.send(head)
            await asyncio.sleep(0.05)
            await first.close()
            await asyncio.sleep(0.05)
            answer = await net.get("/slow")
            assert answer.startswith(b"HTTP/1.1 200 OK") and answer.endswith(b"\r\n\r\nslow"), answer

    with_server(make_app(routes=[("/closes", closes), ("/tolerates", tolerates), ("/slow", slow)]), scenario)


class Scarce:
    """A poller that has no memory to look at a socket, once."""

    def __init__(self, queue, s):
        self.queue = queue
        self.poller = queue.poller
        self.s = s
        queue.poller = self

    def register(self, s, flags):
        if s is self.s:
            self.queue.poller = self.poller
            raise MemoryError
        self.poller.register(s, flags)

    def __getattr__(self, name):
        return getattr(self.poller, name)


def test_no_memory_to_wait_for_clients_is_no_end():
    async def scenario(net):
        if MICROPYTHON:  # elsewhere, the loop is the computer's
            queue = asyncio.core._io_queue
            Scarce(queue, app.server.listener)
            assert (await net.get()).endswith(b"hello")
            await asyncio.sleep(0.1)
            assert not isinstance(queue.poller, Scarce)
        for _ in range(3):
            assert (await net.get()).endswith(b"hello")

    app = make_app(routes=[("/", hello)])
    with_server(app, scenario)
