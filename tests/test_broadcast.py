"""Events for all who listen, and those of them who are slow."""

import asyncio

import picoweb
from harness import make_app, with_server
from picoweb.live import broadcast

REQUEST = "GET /events HTTP/1.1\r\nHost: x\r\n\r\n"


def test_broadcast():
    app = make_app()
    news = picoweb.Broadcast()

    @app.route("/events")
    async def events(req, resp):
        await news.serve(req, resp)

    async def scenario(net):
        clients = []
        for _ in range(3):
            c = await net.connect()
            clients.append(c)
            await c.send(REQUEST)
            await c.read_until(b": \n\n\r\n")
        while len(news) < 3:
            await asyncio.sleep(0.01)
        await clients[0].close()
        for n in range(3):
            news.send("number %d" % n, id=n)
        for c in clients[1:]:
            for n in range(3):
                assert (await c.read_until(b"\n\n\r\n")).endswith(b"\r\nid: %d\ndata: number %d\n\n\r\n" % (n, n))
            await c.close()
        while len(news):
            await asyncio.sleep(0.05)

    with_server(app, scenario)


def slow_client(disconnect):
    """What a broadcast that keeps two events holds for a client that takes none, and whether it is cancelled."""

    class Task:
        cancelled = False

        def cancel(self):
            self.cancelled = True

    class Source:
        _task = Task()

    async def main():
        client = broadcast._Client(Source(), 2, disconnect)
        for n in range(5):
            client.put(str(n))
        return client._waiting, client.source._task.cancelled

    return make_app().run_coroutine(main())


def test_slow_readers_are_bounded():
    assert slow_client(False) == (["3", "4"], False)
    assert slow_client(True) == (["0", "1"], True)
