"""picoweb.host.asgi, called as a server calls it: which events there are, and what comes of those that servers send."""

import asyncio

import httpx
import picoweb
import pytest
from picoweb.host.asgi import ASGI


class Log:
    def __init__(self):
        self.errors = []

    def info(self, message, *args):
        pass

    error = debug = info

    def exc(self, error, message, *args):
        self.errors.append(error)


class Call:
    """One call of an app. The events of the client are put by `come`, those of the app are in `sent`."""

    def __init__(self, app, path="/", method="GET", headers=(), **scope):
        self.app = app
        self.sent = []
        self.events = asyncio.Queue()
        self.scope = {"type": "http", "http_version": "1.1", "method": method, "path": path, "query_string": b"",
                      "raw_path": path.encode(), "headers": [(b"host", b"x"), *headers], "client": ("1.2.3.4", 5)}
        self.scope.update(scope)

    async def send(self, event):
        self.sent.append(event)

    def come(self, body=b"", more=False):
        self.events.put_nowait({"type": "http.request", "body": body, "more_body": more})

    def leave(self):
        self.events.put_nowait({"type": "http.disconnect"})

    async def run(self):
        await asyncio.wait_for(self.app(self.scope, self.events.get, self.send), 20)
        assert len(asyncio.all_tasks()) == 1 or await quiet(), "tasks are left behind"
        return self

    @property
    def status(self):
        return self.sent[0]["status"]

    @property
    def headers(self):
        return dict(self.sent[0]["headers"])

    @property
    def body(self):
        return b"".join(event["body"] for event in self.sent[1:])


async def quiet():
    await asyncio.sleep(0.05)
    return not [task for task in asyncio.all_tasks() if "_read" in repr(task)]


def made(*routes):
    app = picoweb.WebApp(None, routes=list(routes))
    return ASGI(app, log=Log())


def call(handler, path="/", **kwargs):
    """Ask an app for what one handler answers. Returns the Call."""
    async def main():
        one = Call(made((path, handler)), path, **kwargs)
        one.come()
        return await one.run()

    return asyncio.run(main())


def test_an_answer_in_one_piece_is_two_events():
    assert call(lambda req, resp: ("made", 201, {"X-A": "1"})).sent == [
        {"type": "http.response.start", "status": 201, "headers": [
            (b"content-type", b"text/html; charset=utf-8"), (b"x-a", b"1"), (b"content-length", b"4")]},
        {"type": "http.response.body", "body": b"made", "more_body": False}]


def test_who_changes_the_headers_of_an_answer_changes_no_other():
    def handler(req, resp):
        return "same"

    call(handler).sent[0]["headers"].append((b"x-b", b"1"))
    assert b"x-b" not in call(handler).headers


def test_what_frames_content_on_a_connection_is_not_passed_on():
    async def handler(req, resp):
        resp.keep = False
        await picoweb.start_response(resp)
        await resp.awrite("a")
        await resp.awrite(bytearray(b"xbx"), 1, 1)
        await resp.awrite("")

    one = call(handler)
    assert one.headers == {b"content-type": b"text/html; charset=utf-8"}
    assert [(event["body"], event["more_body"]) for event in one.sent[1:]] == [(b"a", True), (b"b", True), (b"", False)]


@pytest.mark.parametrize("text, content", [
    ("HTTP/1.0 200 OK\r\nX-A: 1\r\n\r\nabc", b"abc"),
    ("HTTP/1.0 200\nX-A:1\n\nabc", b"abc"),
    ("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nX-A: 1\r\n\r\na\r\n\r\nb", b"a\r\n\r\nb"),
    ("HTTP/1.1 200 OK\r\nX-A: 1\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n1\r\nd\r\n0\r\n\r\n", b"abcd"),
    ("HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc", b"abc"),
])
@pytest.mark.parametrize("step", [1, 7, 1000])
def test_raw_answers_in_pieces_of_any_size(text, content, step):
    async def handler(req, resp):
        for start in range(0, len(text), step):
            await resp.awrite(text[start : start + step])

    one = call(handler)
    assert (one.status, one.body, one.sent[-1]["more_body"]) == (200, content, False)
    assert set(one.headers) <= {b"x-a", b"content-length"} and one.headers[b"x-a"] == b"1"
    assert call(handler, method="HEAD").body == b""


@pytest.mark.parametrize("text", ["hello", "HTTP/1.1 20x\r\n\r\n", "HTTP/1.1 101 Switching\r\n\r\n", "x" * 50000])
def test_a_raw_answer_that_is_none(text):
    async def handler(req, resp):
        await resp.awrite(text)

    with pytest.raises(ConnectionAbortedError):
        call(handler)


def test_content_that_is_missing_is_seen():
    async def short(req, resp):
        await picoweb.start_response(resp, length=5)
        await resp.awrite("abc")

    async def chunks(req, resp):
        await resp.awrite("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")

    async def fails(req, resp):
        await picoweb.start_response(resp)
        await resp.awrite("abc")
        raise KeyError

    for handler in (short, chunks, fails):
        with pytest.raises(ConnectionAbortedError):
            call(handler)


@pytest.mark.parametrize("status", [204, 304])
def test_no_content(status):
    one = call(lambda req, resp: ("", status))
    assert one.headers == {} and one.body == b"" and not one.sent[-1]["more_body"]


def test_head_has_the_length_that_get_has():
    one = call(lambda req, resp: "hello", method="HEAD")
    assert one.headers[b"content-length"] == b"5" and one.body == b""


def test_the_request():
    def handler(req, resp):
        return [req.method, req.path, req.qs, req.headers["X-a"], req.remote_addr, len(req.headers)]

    one = call(handler, "/\u00fc b", method="PUT", raw_path=b"/%c3%bc%20b", query_string=b"a=%20", headers=[(b"x-a", b"1")])
    assert one.body == b'["PUT", "/\\u00fc b", "a=%20", "1", "1.2.3.4", 2]'
    one = call(lambda req, resp: [req.path, req.remote_addr], "/\u00fc", raw_path=None, client=None)
    assert one.body == b'["/\\u00fc", null]'


def test_below_a_prefix():
    async def main():
        app = made(("/user", lambda req, resp: app.app.url_for("user") + " " + req.path, {"endpoint": "user"}))
        answers = []
        for path, root in (("/pre/user", "/pre"), ("/user", "/pre"), ("/pre/user", "/pre/"), ("/user", ""), ("/preuser", "/pre")):
            one = Call(app, path, root_path=root)
            answers.append((await one.run()).body)
        return answers

    assert asyncio.run(main()) == [b"/pre/user /user", b"/pre/user /user", b"/pre/user /user", b"/user /user",
                                   b"404 Not Found\n"]


@pytest.mark.parametrize("status, scope", [
    (400, {"headers": [(b"host", b"y")]}),
    (400, {"raw_path": b"/\x01"}),
    (400, {"headers": [(b"content-length", b"+1")]}),
    (414, {"raw_path": b"/" + b"x" * 10000}),
    (417, {"headers": [(b"expect", b"tea")]}),
    (431, {"headers": [(b"x", b"x" * 40000)]}),
    (431, {"headers": [(b"x", b"x")] * 200}),
])
def test_what_is_refused(status, scope):
    assert call(lambda req, resp: "x", **scope).status == status


def test_content_is_bounded():
    async def handler(req, resp):
        return await req.body()

    async def main(headers, limit, come):
        app = made(("/", handler))
        app.app.limits.body, app.app.limits.body_ms = limit, 100
        one = Call(app, "/", "POST", headers)
        if come:
            one.come(b"abc", True)
            one.come(b"de")
        return (await one.run()).sent[:2]

    length, chunked = [(b"content-length", b"5")], [(b"transfer-encoding", b"chunked")]
    for headers in (length, chunked):
        for limit, come, status in ((5, True, 200), (4, True, 413), (5, False, 408)):
            sent = asyncio.run(main(headers, limit, come))
            assert sent[0]["status"] == status, (headers, limit, come)
            assert status != 200 or sent[1]["body"] == b"abcde"


def test_not_more_is_received_than_is_read():
    async def handler(req, resp):
        await req.reader.read(1)
        await asyncio.sleep(0.05)
        return str(one.events.qsize())

    async def main():
        nonlocal one
        one = Call(made(("/", handler)), "/", "POST", [(b"transfer-encoding", b"chunked")])
        for _ in range(20):
            one.come(b"x" * 50000, True)
        return (await one.run()).body

    one = None
    assert int(asyncio.run(main())) > 15


def test_headers_that_are_left_to_the_handler():
    async def handler(req, resp):
        return [(await req.reader.readline()).decode() for _ in range(3)] + [(await req.reader.read(2)).decode()]

    async def main():
        app = made()
        app.app.url_map.append(("/", handler, {"headers": "leave"}))
        one = Call(app, "/", "POST", [(b"content-length", b"2")])
        one.come(b"ab")
        return (await one.run()).body

    assert asyncio.run(main()) == b'["host: x\\r\\n", "content-length: 2\\r\\n", "\\r\\n", "ab"]'


def test_who_writes_to_a_client_that_left_gets_an_oserror():
    raised = []

    async def handler(req, resp):
        await picoweb.start_response(resp)
        try:
            while True:
                await resp.awrite("x")
                await asyncio.sleep(0)
        except OSError as error:
            raised.append(error)
            raise

    async def main():
        one = Call(made(("/", handler)))
        one.come()
        one.leave()
        await one.run()
        assert not one.app.app.log.errors

    asyncio.run(main())
    assert len(raised) == 1


def test_a_client_that_takes_nothing():
    async def handler(req, resp):
        await picoweb.start_response(resp)
        await resp.awrite("x")

    async def main():
        app = made(("/", handler))
        app.app.limits.write_ms = 50
        one = Call(app)
        one.send = lambda event: asyncio.sleep(100)
        with pytest.raises(ConnectionAbortedError):  # to have the server close the connection
            await one.run()

    asyncio.run(main())


def test_behind_a_piece_that_was_lost_no_other_follows():
    async def handler(req, resp):
        await picoweb.start_response(resp)
        for text in ("a", "lost", "b"):
            try:
                await resp.awrite(text)
            except OSError:
                pass

    async def main():
        one = Call(made(("/", handler)))
        one.app.app.limits.write_ms = 50
        sent = one.sent

        async def send(event):
            if event.get("body") == b"lost":
                await asyncio.sleep(100)
            sent.append(event)

        one.send = send
        with pytest.raises(OSError):
            await one.run()
        assert one.body == b"a" and sent[-1]["more_body"]

    asyncio.run(main())


@pytest.mark.parametrize("how", ["aclose", "close", "leave", "shutdown"])
def test_a_stream_that_is_kept(how):
    kept = []

    async def handler(req, resp):
        await picoweb.start_response(resp, "text/event-stream")
        kept.append(resp)
        return False

    async def main():
        one = Call(made(("/", handler)))
        task = asyncio.create_task(one.run())
        while len(one.sent) < 1:
            await asyncio.sleep(0.01)
        resp = kept[0]
        await resp.awrite("data: 1\n\n")
        await asyncio.sleep(0.05)
        assert not task.done()
        if how == "aclose":
            await resp.aclose()
        elif how == "close":
            resp.close()
        elif how == "leave":
            one.leave()
        else:
            one.app.app.shutdown()
        try:
            await task
        except ConnectionAbortedError:
            assert how == "close"
        with pytest.raises(OSError):
            await resp.awrite("x")
        assert one.body == b"data: 1\n\n"
        assert one.sent[-1]["more_body"] == (how in ("close", "leave"))

    asyncio.run(main())


def test_lifespan():
    inits = []

    class App(picoweb.WebApp):
        def init(self):
            inits.append(self)
            if self.url == "/bad":
                raise KeyError("reason")

    async def main(app):
        events = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
        sent = []

        async def receive():
            return events.pop(0)

        async def send(event):
            sent.append(event)

        await ASGI(app, log=Log())({"type": "lifespan"}, receive, send)
        return sent

    app, sub, bad = App(None), App(None), App(None)
    app.mount("/sub", sub)
    assert asyncio.run(main(app)) == [{"type": "lifespan.startup.complete"}, {"type": "lifespan.shutdown.complete"}]
    assert inits == [app, sub]
    app.mount("/bad", bad)
    assert asyncio.run(main(app)) == [{"type": "lifespan.startup.failed", "message": "KeyError('reason')"}]


def test_streams_after_a_second_start():
    async def main():
        kept = []
        app = made(("/", lambda req, resp: kept.append(resp) or False))
        for _ in range(2):
            app.start()
            one = Call(app)
            task = asyncio.create_task(one.run())
            await asyncio.sleep(0.05)
            assert not task.done()
            one.leave()
            await task
            app.app.shutdown()

    asyncio.run(main())


def test_by_a_client_without_a_server():
    async def main():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(made(("/", echo))), base_url="http://x") as client:
            return await client.post("/", content=b"abc")

    async def echo(req, resp):
        return await req.body()

    answer = asyncio.run(main())
    assert (answer.status_code, answer.content) == (200, b"abc")


def test_other_scopes():
    async def main():
        one = Call(made(), type="websocket")
        one.events.put_nowait({"type": "websocket.connect"})
        assert (await one.run()).sent == [{"type": "websocket.close"}]
        with pytest.raises(ValueError):
            await Call(made(), type="nonsense").run()

    asyncio.run(main())
