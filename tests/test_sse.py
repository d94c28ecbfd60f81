"""Server-sent events, and who gets them."""

import asyncio

import picoweb
from harness import MICROPYTHON, make_app, raises, with_server
from picoweb.live import events as sse
from picoweb.live.events import event_text
from picoweb.testing import TestClient

REQUEST = "GET /events HTTP/1.1\r\nHost: x\r\n%s\r\n"


async def listening(net, path="/events"):
    """A connection on which a stream of events has begun."""
    c = await net.connect()
    await c.send("GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % path)
    await c.read_until(b": \n\n\r\n")
    return c


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
        c = await listening(net)
        start = time.time()
        app.shutdown()
        await c.read()
        await c.close()
        assert time.time() - start < 5

    with_server(app, scenario)


def read_events(app, request, wanted):
    """What a client of `app` reads up to the bytes `wanted`; b"": to the end."""
    got = []

    async def scenario(net):
        c = await net.connect()
        await c.send(request)
        got.append(await c.read_until(wanted) if wanted else await c.read())
        await c.close()
        while sse._sources:
            await asyncio.sleep(0.05)

    with_server(app, scenario)
    return got[0]


def test_head_ends_with_its_head():
    app = make_app()
    ended = []

    @app.route("/events")
    async def events(req, resp):
        try:
            source = picoweb.EventSource(req, resp)
            while True:
                await source.send("x")
                await asyncio.sleep(30)
        finally:
            ended.append(1)

    news = picoweb.Broadcast()

    @app.route("/news")
    async def listen(req, resp):
        await news.serve(req, resp)

    for path in ("/events", "/news"):
        answer = read_events(app, "HEAD %s HTTP/1.1\r\nHost: x\r\n\r\n" % path, b"")
        assert b"text/event-stream" in answer and answer.endswith(b"\r\n\r\n") and answer.count(b"\r\n\r\n") == 1
    assert ended == [1] and len(news) == 0 and not app.log.errors


def test_streams_leave_places_free():
    app = make_app()
    app.limits.streams = 2
    news = picoweb.Broadcast()

    @app.route("/events")
    async def events(req, resp):
        source = picoweb.EventSource(req, resp)
        await source.start()
        await asyncio.sleep(60)

    @app.route("/news")
    async def listen(req, resp):
        await news.serve(req, resp)

    @app.route("/login")
    def login(req, resp):
        return "login"

    async def scenario(net):
        clients = []
        for path in ("/events", "/news"):
            c = await listening(net, path)
            clients.append(c)
        for path in ("/events", "/news"):
            answer = await net.get(path)
            assert b" 503 " in answer and b"Retry-After: " in answer
            assert [text for level, text in app.log.lines if level == "error" and path + " 503" in text and "limits.streams" in text]
            answer = await net.get(path, "Accept: text/event-stream\r\n")
            head, _, content = answer.partition(b"\r\n\r\n")
            assert b" 200 " in head and b"text/event-stream" in head and content == b"retry: 5000\n\n"
        assert (await net.get("/login")).endswith(b"login")
        await clients[0].close()
        c = await listening(net)  # it finds the place at once, though nobody has looked for those that have gone
        await c.close()
        await clients[1].close()
        while sse._sources:
            await asyncio.sleep(0.05)

    with_server(app, scenario)


def test_one_place_is_left_by_default():
    app = make_app()
    app.limits.connections = 3

    @app.route("/events")
    async def events(req, resp):
        await picoweb.EventSource(req, resp).start()
        await asyncio.sleep(60)

    async def scenario(net):
        clients = []
        for _ in range(2):
            c = await listening(net)
            clients.append(c)
        assert b" 503 " in await net.get("/events")
        for c in clients:
            await c.close()
        while sse._sources:
            await asyncio.sleep(0.05)

    with_server(app, scenario)


def test_a_browser_comes_again_after_what_was_a_503():
    app = make_app()
    hooked = make_app()
    accept = {"Accept": "text/event-stream"}

    def no_memory(req, resp):
        raise MemoryError

    def busy(req, resp):
        picoweb.abort(503, "busy")

    def broken(req, resp):
        raise ValueError

    for each in (app, hooked):
        each.add_url_rule("/memory", no_memory)
        each.add_url_rule("/busy", busy)
        each.add_url_rule("/broken", broken)

    @hooked.errorhandler(picoweb.HTTPError)
    def sorry(req, error):
        return "sorry", error.status

    @hooked.errorhandler(Exception)
    def very_sorry(req, error):
        return "very sorry", 503

    for each in (app, hooked):
        client = TestClient(each)
        for path in ("/memory", "/busy"):
            answer = client.get(path, headers=accept)
            assert (answer.status_code, answer.data) == (200, b"retry: 5000\n\n"), (path, answer.raw)
            assert answer.headers["Content-Type"] == "text/event-stream"
            assert [text for _, text in each.log.lines if path + " 503" in text]
            for fields in ({}, {"Accept": "application/json, text/event-stream"}):
                assert client.get(path, headers=fields).status_code == 503
    assert TestClient(app).get("/broken", headers=accept).status_code == 500


def test_no_memory_for_any_answer_has_a_browser_come_again():
    app = make_app()

    def fail(*args):
        raise MemoryError

    app.add_url_rule("/", fail)
    app.handle_error = fail
    answer = TestClient(app).get("/", headers={"Accept": "text/event-stream"})
    assert (answer.status_code, answer.data) == (200, b"retry: 5000\n\n")
    assert TestClient(app).get("/").status_code == 503


async def first_bytes(c):
    """The first three bytes of what comes next; b"" at the end."""
    first = await c.read(1)
    return first and first + await c.reader.readexactly(2)


def test_a_source_that_a_handler_and_a_task_share():
    app = make_app()
    size = 3000 if MICROPYTHON else 300000

    @app.route("/events")
    async def events(req, resp):
        source = picoweb.EventSource(req, resp, heartbeat=0)
        socket = resp.get_extra_info("socket")
        if socket:
            socket.setsockopt(1, 7, 4096)  # SO_SNDBUF: it is full soon

        async def send(letter):
            for _ in range(20):
                await source.send(letter * size)

        await asyncio.gather(send("a"), send("b"))

    async def scenario(net):
        c = await net.connect()
        await c.send("GET /events HTTP/1.0\r\n\r\n")  # without chunks
        await asyncio.sleep(1)
        await c.read_until(b"\r\n\r\n")
        letters = {"a": 0, "b": 0}
        event = await first_bytes(c)
        while event:
            if event == b": \n":
                assert await c.read(1) == b"\n"
            else:
                event = (event + await c.reader.readexactly(6)).decode()
                letter = event[6]
                assert event == "data: " + letter * 3
                left = size - 3
                while left:
                    piece = await c.read(min(left, 1024))
                    assert piece == letter.encode() * len(piece) and piece
                    left -= len(piece)
                assert await c.reader.readexactly(2) == b"\n\n"
                letters[letter] += 1
            event = await first_bytes(c)
        assert letters == {"a": 20, "b": 20}
        await c.close()

    with_server(app, scenario)
