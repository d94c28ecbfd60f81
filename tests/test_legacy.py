"""What apps for picoweb 1.8.2 do with the server: they give `app._handle` to asyncio, or override it."""

import asyncio

import picoweb
from harness import MICROPYTHON, Net, _port, make_app, nothing_left, with_server

GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def listen_by_asyncio(handle):
    """Have asyncio accept connections. Returns its server, and the port."""
    while True:
        _port[0] += 7
        port = _port[0] + (id(_port) >> 4) % 9000
        try:
            return await asyncio.start_server(handle, "127.0.0.1", port), port
        except OSError as error:
            if error.args[0] not in (98, 48):  # EADDRINUSE
                raise


def with_asyncio(app, scenario, handle=None, seconds=20):
    """As `with_server`, where asyncio.start_server(app._handle) accepts the connections."""

    async def main():
        server, port = await listen_by_asyncio(handle or app._handle)
        try:
            await asyncio.wait_for(scenario(Net(app, port)), seconds)
            if app.server:
                await nothing_left(app)
        finally:
            server.close()
            app.shutdown()
        await asyncio.wait_for(app.serve_forever(), 5)

    app.run_coroutine(main())


def hello(req, resp):
    return "hello"


async def asked_twice(net):
    """Two requests on one connection."""
    c = await net.connect()
    for _ in range(2):
        await c.send(GET)
        head = await c.read_until(b"\r\n\r\n")
        assert b" 200 " in head and b"close" not in head, head
        await c.read_until(b"hello")
    await c.close()


def test_asyncio_accepts_for_the_app():
    seen = []

    def index(req, resp):
        seen.append((req.method, req.path, req.qs, req.headers[b"X-A"], bool(req.remote_addr), resp.get_extra_info("peername")[0]))
        yield from picoweb.start_response(resp)
        yield from resp.awrite("<h1>hi</h1>")

    async def scenario(net):
        answer = await net.get("/?a=1", "X-A: b\r\n")
        assert b" 200 OK\r\n" in answer and b"<h1>hi</h1>" in answer, answer
        assert b" 404 " in await net.get("/none")

    with_asyncio(make_app(routes=[("/", index)]), scenario)
    assert len(seen) == 1 and seen[0][:5] == ("GET", "/", "a=1", b"b", True)
    assert MICROPYTHON or seen[0][5] == "127.0.0.1"


def test_connections_stay_there_too():
    with_asyncio(make_app(routes=[("/", hello)]), asked_twice)


def test_requests_that_follow_each_other():
    async def scenario(net):
        answer = await net.ask(GET + GET + "GET / HTTP/1.0\r\n\r\n")
        assert answer.count(b"hello") == 3, answer

    with_asyncio(make_app(routes=[("/", hello)]), scenario)


def test_much_content_both_ways():
    def upload(req, resp):
        size = 0
        while True:
            piece = yield from req.reader.read(300)
            if not piece:
                break
            size += len(piece)
        yield from picoweb.start_response(resp, length=20 * 1000)
        for _ in range(20):
            yield from resp.awrite(b"x" * 1000)
        assert size == 10000

    async def scenario(net):
        c = await net.connect()
        await c.send("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 10000\r\n\r\n")
        await c.send(b"y" * 4000)
        await asyncio.sleep(0.05)
        await c.send(b"y" * 6000)
        count = 0
        piece = await c.read(1000)
        while piece:
            count += piece.count(b"x")
            piece = await c.read(1000)
        assert count == 20000 + len("x"), count  # one in a field of the head
        await c.close()

    app = make_app(routes=[("/", upload)])
    with_asyncio(app, scenario)
    assert not app.log.errors


def test_a_bare_yield_gives_way():
    def patient(req, resp):
        for _ in range(3):
            yield
        return "patient"

    async def scenario(net):
        assert (await net.get()).endswith(b"patient")

    with_asyncio(make_app(routes=[("/", patient)]), scenario)


def test_errors_are_answered():
    def fails(req, resp):
        raise ValueError("wrong")

    async def scenario(net):
        assert b" 500 " in await net.get("/")
        assert b" 400 " in await net.ask("GET / HTTP/1.1\r\n\r\n")
        assert b" 431 " in await net.get("/", "X: %s\r\n" % ("y" * 5000))

    app = make_app(routes=[("/", fails)])
    with_asyncio(app, scenario)
    assert [type(each) for each in app.log.errors] == [ValueError]


def test_slow_clients_are_ended():
    async def scenario(net):
        c = await net.connect()
        await c.send("GET / HT")
        assert b" 408 " in await c.read()
        await c.close()
        c = await net.connect()
        assert await c.read() == b""
        await c.close()

    app = make_app(routes=[("/", hello)])
    app.limits.head_ms = app.limits.idle_ms = 100
    with_asyncio(app, scenario)


def test_a_client_that_does_not_take_its_answer():
    def much(req, resp):
        yield from picoweb.start_response(resp)
        for _ in range(20000):
            yield from resp.awrite(b"x" * 1000)

    async def scenario(net):
        c = await net.connect()
        await c.send(GET)
        for _ in range(100):
            await asyncio.sleep(0.05)
            if app.log.lines:
                break
        await c.close()

    app = make_app(routes=[("/", much)])
    app.limits.write_ms = 200
    app.limits.rate = 1 << 29
    with_asyncio(app, scenario)
    assert app.log.lines and not app.log.errors


def test_clients_that_go():
    async def scenario(net):
        for text in "", "GET / HT", GET, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc":
            c = await net.connect()
            await c.send(text)
            await c.close()
        await asyncio.sleep(0.1)

    async def read(req, resp):
        return await req.body()

    app = make_app(routes=[("/", read)])
    with_asyncio(app, scenario)
    assert not app.log.errors


def test_a_stream_that_is_left_to_others():
    kept = []

    def keep(req, resp):
        yield from picoweb.start_response(resp)
        kept.append(resp)
        return False

    async def scenario(net):
        c = await net.connect()
        await c.send(GET)
        await c.read_until(b"\r\n\r\n")
        await asyncio.sleep(0.1)
        await kept[0].awrite("later")
        await kept[0].aclose()
        assert b"later" in await c.read()
        await c.close()

    with_asyncio(make_app(routes=[("/", keep)]), scenario)


def test_a_function_around_handle():
    seen = []
    app = make_app(routes=[("/", hello)])

    async def around(reader, writer):
        seen.append("before")
        await app._handle(reader, writer)
        await asyncio.sleep(0.01)
        seen.append("after")

    async def scenario(net):
        assert (await net.get()).endswith(b"hello")
        await asyncio.sleep(0.1)

    with_asyncio(app, scenario, around)
    assert seen == ["before", "after"]


def test_shutdown_ends_what_is_idle():
    async def scenario(net):
        c = await net.connect()
        await c.send(GET)
        await c.read_until(b"hello")
        net.app.shutdown()
        assert await c.read() == b""
        await c.close()
        assert (await net.get()).endswith(b"hello")  # asyncio's server goes on

    with_asyncio(make_app(routes=[("/", hello)]), scenario)


def test_a_loop_after_another():
    app = make_app(routes=[("/", hello)])
    for _ in range(2):
        with_asyncio(app, asked_twice)


def quiet(app):
    """An app as `make_app` has it."""
    given = make_app()
    app.log, app.limits = given.log, given.limits
    return app


def by_each_server(app, scenario):
    """Serve an app by its own server, and by asyncio's."""
    with_server(app, scenario)
    with_asyncio(app, scenario)
    assert not app.log.errors, app.log.errors


class Passes(picoweb.WebApp):
    """Does something before and after each request."""

    seen = 0
    ended = 0

    def _handle(self, reader, writer):
        self.seen += 1
        yield from super()._handle(reader, writer)
        self.ended += 1


def test_an_override_that_calls_what_it_overrides():
    class Below(Passes):
        pass

    for kind in Passes, Below:
        app = quiet(kind(None, routes=[("/", hello)]))
        by_each_server(app, asked_twice)
        assert (app.seen, app.ended) == (4, 4)


def test_an_override_as_a_coroutine():
    class App(picoweb.WebApp):
        async def _handle(self, reader, writer):
            await super()._handle(reader, writer)

    by_each_server(quiet(App(None, routes=[("/", hello)])), asked_twice)


def test_an_override_leaves_limits_and_errors_as_they_are():
    async def scenario(net):
        for text, status in (("GET / HT", b" 408 "), ("GET / HTTP/1.1\r\n\r\n", b" 400 ")):
            c = await net.connect()
            await c.send(text)
            assert status in await c.read()
            await c.close()
        c = await net.connect()
        assert await c.read() == b""
        await c.close()

    app = quiet(Passes(None, routes=[("/", hello)]))
    app.limits.head_ms = app.limits.idle_ms = 100
    by_each_server(app, scenario)


def pushed_later(kept):
    """A scenario: a client gets what is written to a stream that its handler has left to others. kept: list of such streams."""

    async def scenario(net):
        c = await net.connect()
        await c.send(GET)
        await c.read_until(b"\r\n\r\n")
        await asyncio.sleep(0.1)
        await kept[-1].awrite("later")
        await kept[-1].aclose()
        assert b"later" in await c.read()
        await c.close()

    return scenario


def test_an_override_and_a_stream_that_is_left_to_others():
    kept = []

    def keep(req, resp):
        kept.append(resp)
        yield from picoweb.start_response(resp)
        return False

    by_each_server(quiet(Passes(None, routes=[("/", keep)])), pushed_later(kept))


def test_an_override_and_content():
    async def read(req, resp):
        await req.read_form_data()
        return req.form["a"]

    async def scenario(net):
        for version in "1.1", "1.0":
            answer = await net.ask("POST / HTTP/%s\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\na=b" % version)
            assert answer.endswith(b"\r\n\r\nb"), answer

    by_each_server(quiet(Passes(None, routes=[("/", read)])), scenario)


class Reads(picoweb.WebApp):
    """Reads the head by itself."""

    def _handle(self, reader, writer):
        line = yield from reader.readline()
        req = picoweb.HTTPRequest()
        req.method, req.path, _ = line.decode().split()
        req.headers = yield from self.parse_headers(reader)
        req.reader = reader
        if req.path == "/fails":
            raise ValueError("wrong")
        if req.method == "POST":
            yield from req.read_form_data()
            yield from picoweb.jsonify(writer, req.form)
            return
        yield from picoweb.start_response(writer, status="201")
        yield from writer.awrite("own " + req.path + " " + req.headers[b"X-A"].decode())
        if req.path == "/close":
            yield from writer.aclose()


def test_an_override_that_reads_the_head_by_itself():
    async def scenario(net):
        for path in "/", "/close":
            answer = await net.ask("GET %s HTTP/1.1\r\nHost: x\r\nX-A: b\r\n\r\n" % path)
            assert b" 201 " in answer and answer.endswith(b"\r\n\r\nown %s b" % path.encode()), answer
        fields = "Host: x\r\nContent-Length: 3\r\n\r\n"
        answer = await net.ask("POST / HTTP/1.1\r\n" + fields + "a=b")
        assert answer.endswith(b'{"a": "b"}'), answer
        c = await net.connect()
        await c.close()

    by_each_server(quiet(Reads(None)), scenario)


def test_limits_and_errors_of_who_reads_the_head_by_himself():
    async def scenario(net):
        c = await net.connect()
        await c.send("GET / HT")
        assert b" 408 " in await c.read()
        await c.close()
        assert b" 413 " in await net.ask("GET /%s HTTP/1.1\r\n\r\n" % ("x" * 2000))
        fields = "".join("X-%d: %s\r\n" % (number, "y" * 500) for number in range(10))
        assert b" 431 " in await net.ask("GET / HTTP/1.1\r\n%s\r\n" % fields)
        assert b" 400 " in await net.ask("GET / HTTP/1.1\r\nno colon\r\n\r\n")
        assert b" 500 " in await net.ask("GET /fails HTTP/1.1\r\nX-A: b\r\n\r\n")

    for serve in with_server, with_asyncio:
        app = quiet(Reads(None))
        app.limits.body_ms = 100
        serve(app, scenario)
        assert [type(each) for each in app.log.errors] == [ValueError]


def test_an_override_that_raises():
    class Before(picoweb.WebApp):
        def _handle(self, reader, writer):
            raise ValueError("before")

    class Behind(picoweb.WebApp):
        def _handle(self, reader, writer):
            yield from super()._handle(reader, writer)
            raise ValueError("behind")

    async def answered(net):
        assert b" 500 " in await net.get()

    async def closed(net):
        c = await net.connect()
        await c.send(GET)
        assert (await c.read()).endswith(b"hello")
        await c.close()

    for kind, scenario in (Before, answered), (Behind, closed):
        for serve in with_server, with_asyncio:
            app = quiet(kind(None, routes=[("/", hello)]))
            serve(app, scenario)
            assert [type(each) for each in app.log.errors] == [ValueError]


def test_an_override_that_leaves_the_stream_to_others():
    kept = []

    class App(picoweb.WebApp):
        def _handle(self, reader, writer):
            yield from reader.readline()
            yield from picoweb.start_response(writer)
            kept.append(writer)
            return False

    by_each_server(quiet(App(None)), pushed_later(kept))


def test_serve_is_overridden_to_have_asyncio_accept():
    answers = []

    class App(Passes):
        def serve(self, loop, host, port):
            async def main():
                server, port = await listen_by_asyncio(self._handle)
                answers.append(await Net(self, port).get())
                server.close()

            loop.run_until_complete(main())

    app = App(None, routes=[("/", hello)])
    for turn in range(2):
        app.run(debug=-1)
        assert len(answers) == turn + 1 and answers[turn].endswith(b"hello")
    assert app.seen == 2


def test_a_handler_parses_the_fields():
    def leave(req, resp):
        headers = yield from app.parse_headers(req.reader)
        content = yield from req.reader.read(-1)
        return headers[b"X-A"] + b" " + content

    async def scenario(net):
        answer = await net.ask("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-A: b\r\nContent-Length: 3\r\n\r\nabc")
        assert answer.endswith(b"\r\n\r\nb abc"), answer
        answer = await net.get("/", "X-A: b\r\n")
        assert answer.endswith(b"\r\n\r\nb "), answer

    app = make_app(routes=[("/", leave, {"headers": "leave"})])
    with_server(app, scenario)
    assert not app.log.errors


def test_an_override_of_parse_headers():
    class Reads(picoweb.WebApp):
        def parse_headers(self, reader):
            headers = {}
            while True:
                line = yield from reader.readline()
                if line == b"\r\n":
                    break
                name, value = line.split(b":", 1)
                headers[name.upper()] = value.strip()
            return headers

    class Adds(picoweb.WebApp):
        async def parse_headers(self, reader):
            headers = await super().parse_headers(reader)
            return {b"X-A": headers[b"x-a"] + b"!"}

    def index(req, resp):
        content = yield from req.reader.read(-1)
        yield from picoweb.start_response(resp)
        yield from resp.awrite(req.headers[b"X-A"] + content + (req.json and b""))

    def returned(req, resp):
        return req.headers[b"X-A"]

    async def coroutine(req, resp):
        return req.headers[b"X-A"]

    def skips(req, resp):
        return str(hasattr(req, "headers"))

    def form(req, resp):
        yield from req.read_form_data()
        return req.form["a"]

    async def scenario(net):
        end = b"!" if isinstance(app, Adds) else b""
        c = await net.connect()
        for _ in range(2):
            await c.send("POST / HTTP/1.1\r\nHost: x\r\nx-a: b\r\nContent-Length: 3\r\n\r\nabc")
            await c.read_until(b"\r\nb" + end + b"abc\r\n0\r\n\r\n")
            await c.send("POST /form HTTP/1.1\r\nHost: x\r\nx-a: b\r\nContent-Length: 5\r\n\r\na=xyz")
            await c.read_until(b"\r\n\r\nxyz")
            for path in "/returned", "/coroutine":
                await c.send("GET %s HTTP/1.1\r\nHost: x\r\nx-a: b\r\n\r\n" % path)
                await c.read_until(b"\r\n\r\nb" + end)
        await c.close()
        assert (await net.get("/skips")).endswith(b"False") and b" 404 " in await net.get("/none")

    routes = [("/", index), ("/form", form), ("/returned", returned), ("/coroutine", coroutine), ("/skips", skips, {"headers": "skip"})]
    for kind in Reads, Adds:
        app = quiet(kind(None, routes=list(routes)))
        by_each_server(app, scenario)


def test_a_request_that_the_app_makes():
    req = picoweb.HTTPRequest()
    assert not hasattr(req, "headers") and not hasattr(req, "form")
    req.method, req.path, req.qs = "GET", "/x", "a=1&b"
    req.headers = {b"X": b"y"}
    req.parse_qs()
    assert (req.method, req.path, req.qs) == ("GET", "/x", "a=1&b")
    assert req.form == {"a": "1", "b": True} and req.args == req.form
