"""Server-sent events, and who gets them."""

import asyncio

import picoweb
from harness import make_app, raises, with_server
from picoweb.live import events as sse
from picoweb.live.events import event_text

REQUEST = "GET /events HTTP/1.1\r\nHost: x\r\n%s\r\n"


def test_events_as_text():
    assert event_text("a") == "data: a\n\n"
    assert event_text("") == "data: \n\n"
    assert event_text("a\nb\r\nc\rd\n") == "data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n"
    assert event_text(b"\xc3\xbc") == "data: \xfc\n\n"
    assert event_text([1, None]) == "data: [1, null]\n\n"
    assert event_text("a", "tick", 7, 1500) == "event: tick\nid: 7\nretry: 1500\ndata: a\n\n"
    for bad in ("a\nb", "a\r", "\n", "\0"):
        raises(ValueError, event_text, "x", bad)
        raises(ValueError, event_text, "x", None, bad)


def content(data):
    """The content of chunks, whole ones only."""
    text = b""
    while b"\r\n" in data:
        size, _, data = data.partition(b"\r\n")
        text += data[: int(size, 16)]
        data = data[int(size, 16) + 2 :]
    return text


def test_events():
    app = make_app()

    @app.route("/events")
    async def events(req, resp):
        source = picoweb.EventSource(req, resp)
        await source.send("seen %s" % source.last_event_id, id=8)
        await source.send({"a": 1})

    async def scenario(net):
        c = await net.connect()
        await c.send(REQUEST % "Last-Event-ID: 7\r\n")
        head, _, data = (await c.read()).partition(b"\r\n\r\n")
        assert b"Content-Type: text/event-stream" in head and b"Cache-Control: no-store" in head
        assert content(data) == b': \n\nid: 8\ndata: seen 7\n\ndata: {"a": 1}\n\n'

    with_server(app, scenario)


def test_handlers_end_when_their_clients_leave():
    app = make_app()
    ended = []

    @app.route("/events")
    async def events(req, resp):
        try:
            await picoweb.EventSource(req, resp).send("hello")
            await asyncio.sleep(60)
        finally:
            ended.append(req)

    async def scenario(net):
        clients = []
        for n in range(30):
            c = await net.connect()
            await c.send(REQUEST % "")
            await c.read_until(b"data: hello\n\n")
            clients.append(c)
        while len(sse._sources) > 30:  # of a test before
            await asyncio.sleep(0.05)
        assert len(sse._sources) == 30 and not ended
        for c in clients:
            await c.close()
        for n in range(100):
            if len(ended) == 30:
                break
            await asyncio.sleep(0.05)
        assert (len(ended), sse._sources) == (30, [])

    with_server(app, scenario)


def test_heartbeat():
    app = make_app()

    @app.route("/events")
    async def events(req, resp):
        source = picoweb.EventSource(req, resp, heartbeat=1)
        await source.start()
        await asyncio.sleep(60)

    async def scenario(net):
        c = await net.connect()
        await c.send(REQUEST % "")
        await c.read_until(b"\r\n\r\n")
        for _ in range(3):
            assert await c.read_until(b": \n\n\r\n") == b"4\r\n: \n\n\r\n"
        await c.close()
        while sse._sources:
            await asyncio.sleep(0.05)

    with_server(app, scenario)


def test_streams_end_at_shutdown():
    import time

    app = make_app()
    app.limits.grace_ms = 15000

    @app.route("/events")
    async def events(req, resp):
        source = picoweb.EventSource(req, resp)
        await source.start()
        await asyncio.sleep(60)

    async def scenario(net):
        c = await net.connect()
        await c.send(REQUEST % "")
        await c.read_until(b": \n\n\r\n")
        start = time.time()
        app.shutdown()
        await c.read()
        await c.close()
        assert time.time() - start < 5

    with_server(app, scenario)
