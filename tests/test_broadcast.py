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


def got_by(news, fields, last):
    """The events that who begins to listen gets, as bytes, up to one with `last` as its data."""
    app = make_app()
    got = []

    @app.route("/events")
    async def events(req, resp):
        await news.serve(req, resp)

    async def scenario(net):
        c = await net.connect()
        await c.send("GET /events HTTP/1.1\r\nHost: x\r\n%s\r\n" % fields)
        await c.read_until(b": \n\n\r\n")
        while not len(news):
            await asyncio.sleep(0.01)
        news.send(last)
        text = await c.read_until(b"data: %s\n\n\r\n" % last.encode())
        got.extend(int(line[6:]) for line in text.split(b"\n") if line.startswith(b"data: ") and line[6:].isdigit())
        await c.close()
        while len(news):
            await asyncio.sleep(0.05)

    with_server(app, scenario)
    return got


def sent(count, **options):
    """A Broadcast that has sent so many events, with ids."""
    news = picoweb.Broadcast(**options)
    for n in range(count):
        news.send(n, id=n)
    return news


def test_who_begins_to_listen_gets_the_last_event_if_the_app_wants_it():
    again = "Last-Event-ID: %d\r\n"
    assert got_by(sent(3), "", "end") == []
    assert got_by(sent(3), again % 0, "end") == []
    assert got_by(sent(0, latest=True), "", "end") == []
    assert got_by(sent(3, latest=True), "", "end") == [2]
    assert got_by(sent(3, latest=True), again % 2, "end") == []
    assert got_by(sent(3, latest=True), again % 1, "end") == [2]


def test_who_comes_again_gets_what_it_has_missed():
    again = "Last-Event-ID: %s\r\n"
    assert got_by(sent(20, replay=10), again % 16, "end") == [17, 18, 19]
    assert got_by(sent(20, replay=10), again % 19, "end") == []
    assert got_by(sent(20, replay=10), again % 3, "end") == list(range(10, 20))
    assert got_by(sent(20, replay=10), again % "of another run", "end") == list(range(10, 20))
    assert got_by(sent(20, replay=10), "", "end") == []
    assert got_by(sent(20, replay=10, latest=True), "", "end") == [19]
    assert len(sent(20, replay=10)._kept) == 10
