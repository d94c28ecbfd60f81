"""An app with types: `mypy --strict` has nothing to say about it, and every public name is in it.

It is also run, so that the types cannot promise what is not there.
"""

import re
import socket
from io import BytesIO
from ssl import SSLContext
from typing import Any, Dict, Generator, List, Optional, Tuple, Union

import picoweb
import picoweb.live.events
from picoweb import Headers, HTTPRequest, Limits, Loader, Rule, Safe, Stream
from picoweb.host.asgi import ASGI
from picoweb.host.shims import install
from picoweb.routing.rules import Match, converters
from picoweb.templates.markup import escape
from picoweb.testing import MemorySocket, TestClient, TestResponse
from picoweb.utils import html_escape, parse_form, unquote, unquote_plus
from typing_extensions import Literal, assert_type


class Request(HTTPRequest):
    """What this app hangs on its requests."""

    user: str


class Site(picoweb.WebApp):
    """An app that overrides its steps, each in another manner."""

    ready = False

    def init(self) -> None:
        super().init()
        self.ready = True

    def run(self, host: str = "0.0.0.0", port: int = 80, debug: Union[bool, int] = 0, lazy_init: bool = True,
            log: "Optional[picoweb.types.Logger]" = None, ssl: Optional[SSLContext] = None,
            mode: Optional[Literal["blocking"]] = None) -> None:
        super().run(host, port, debug, lazy_init, log or picoweb.Log(), ssl, mode)

    def serve(self, loop: Any, host: str, port: int) -> None:
        loop.run_until_complete(self.start_server(host, port))
        super().serve(loop, host, port)

    def find(self, req: HTTPRequest) -> Any:
        return super().find(req)

    def search(self, req: HTTPRequest) -> Any:
        return super().search(req)

    def descend(self, req: HTTPRequest) -> picoweb.WebApp:
        return super().descend(req)

    def special(self, route: Any, req: HTTPRequest) -> bool:
        return super().special(route, req)

    def not_found(self, urls: List[Any], req: HTTPRequest) -> picoweb.HTTPError:
        error = super().not_found(urls, req)
        return picoweb.HTTPError(error.status, "nothing at %s" % req.path, error.headers)

    def handle(self, req: HTTPRequest, resp: Stream) -> "picoweb.types.Outcome":
        return super().handle(req, resp)

    def answer(self, resp: Stream, value: "picoweb.types.Reply") -> Any:
        return super().answer(resp, value=value)

    async def handle_exc(self, req: Optional[HTTPRequest], resp: Stream, e: Exception) -> None:
        if resp.head is not None:
            await picoweb.start_response(resp, "text/plain", 500)
            await resp.awrite("%s at %s" % (type(e).__name__, req.path if req else "?"))
        await super().handle_exc(req, resp, e)

    def handle_error(self, resp: Stream, error: Exception, req: Optional[HTTPRequest] = None) -> Any:
        return super().handle_error(resp, error, req)

    def handle_static(self, req: HTTPRequest, resp: Stream) -> Generator[Any, Any, None]:
        yield from super().handle_static(req, resp)


class Old(picoweb.WebApp):
    """An app in the manner of picoweb 1: generators."""

    def handle_exc(self, req: Optional[HTTPRequest], resp: Stream, e: Exception) -> Generator[Any, Any, None]:
        yield from picoweb.http_error(resp, "500", "it was %r" % e)


def by_number(req: HTTPRequest, resp: Stream) -> Generator[Any, Any, None]:
    match = req.url_match
    yield from picoweb.start_response(writer=resp, content_type="text/plain", status="200", headers={b"X-Pot": 7})
    yield from resp.awrite("Pot " + match.group(1))


def by_itself(req: HTTPRequest, resp: Stream) -> Generator[Any, Any, None]:
    made = HTTPRequest()
    made.method, made.path, made.qs, made.reader = req.method, req.path, req.qs, req.reader
    made.headers = yield from app.parse_headers(req.reader)
    yield from picoweb.start_response(resp, "text/plain")
    yield from resp.awrite(made.headers.get("Host", "-"))


def raw_fields(req: HTTPRequest, resp: Stream) -> "picoweb.types.Answer":
    return "raw", "200 Fine", b"X-Raw: yes\r\n"


routes = [("/raw", raw_fields), (re.compile("^/pots/([0-9]+)$"), by_number)]
old = Old(None, routes, serve_static=False)
app = Site("__main__", strict=True)
app.mount("/old", old)
limits = app.limits
assert_type(limits, Limits)
assert_type(limits.line + limits.head + limits.body + limits.drain, int)  # bytes
assert_type(limits.head_ms + limits.body_ms + limits.write_ms + limits.idle_ms + limits.grace_ms, int)  # milliseconds
assert_type(limits.rate, int)  # bytes a second
assert_type(limits.fields + limits.connections, int)
assert_type(limits.streams, Optional[int])
assert_type(app.ssl, Optional[SSLContext])
app.template_loader = Loader("", "templates")
app.template_loader.load("page.html")
app.headers_mode = "parse"
app.max_age = 3600
assets = picoweb.WebApp(None, static_folder="assets", static_url_path="/")


# Handlers of all kinds, and what they return


@app.get("/")
def index(req: HTTPRequest, resp: Stream) -> str:
    return "Hello from %s" % app.url


@app.route("/files/<path:name>")
async def files(req: HTTPRequest, resp: Stream, name: str) -> None:
    if not name.endswith(".py"):
        await picoweb.http_error(resp, 404)
        return
    await app.sendfile(resp, name, picoweb.get_mime_type(name), {"Cache-Control": "no-store"})


@app.get("/download")
async def download(req: HTTPRequest, resp: Stream) -> None:
    await app.sendfile(resp, "log.csv", max_age=60, download_name="log of May.csv")


app.converters["hex"] = lambda text: int(text, 16)


@app.get("/plants/<int:id>/<hex:color>", endpoint="plant")
async def read(req: HTTPRequest, resp: Stream, id: int, color: int) -> "picoweb.types.Answer":
    match: Match = req.url_match
    assert match.group("id") == match.values["id"] == id and match.group(0) == req.path
    if not id:
        return {"error": "no plant"}, 404
    return {"id": id, "color": color}, 200, [("X-Plant", id)]


@app.post("/plants")
async def add(req: HTTPRequest, resp: Stream) -> Tuple[Dict[str, Any], int, Dict[str, str]]:
    sent = await req.json()
    if not isinstance(sent, dict):
        picoweb.abort(400, "send an object", [("X-Why", "no dict")])
    return sent, 201, {"Location": app.url_for("plant", id=1, color="ff", page=2)}


@app.put("/plants")
async def body(req: HTTPRequest, resp: Stream) -> bytes:
    assert_type(await req.body(100), bytes)
    return b"put"


@app.patch("/plants")
def change(req: HTTPRequest, resp: Stream) -> Generator[Any, Any, bytes]:
    reader = req.reader
    left = reader.left
    data = yield from reader.readexactly(2)
    assert_type(data, bytes)
    data += yield from reader.readline()
    buf = bytearray(8)
    n = yield from reader.readinto(buf)
    assert_type(n, int)
    data += buf[:n] + (yield from reader.read())
    return b"%d: %s" % (left, data)


@app.delete("/plants")
def remove(req: HTTPRequest, resp: Stream) -> "picoweb.types.Step[None]":
    return picoweb.jsonify(resp, {"removed": True})


@app.route("/kept", methods=["GET"], headers="parse", endpoint="kept")
async def kept(req: HTTPRequest, resp: Stream) -> Literal[False]:
    await picoweb.start_response(resp, length=4)
    await resp.awrite(memoryview(b"__kept__"), 2, 4)
    await resp.aclose()
    return False


@app.route("/old-form", methods=["GET", "POST"])
def old_form(req: HTTPRequest, resp: Stream) -> Generator[Any, Any, None]:
    if req.method == "POST":
        yield from req.read_form_data()
    else:
        yield from req.parse_qs()
    yield from picoweb.start_response(resp)
    yield from resp.awriteiter("%s=%s;" % pair for pair in sorted(req.form.items()))


@app.route("/lookup")
def lookup(req: Request, resp: Stream) -> "picoweb.types.Answer":
    assert_type(req.headers[b"Host"], bytes)
    assert_type(req.headers["Host"], str)
    assert_type(req.headers.get("X-None"), Optional[str])
    assert_type(req.headers.get(b"X-None", b""), bytes)
    headers: Headers = req.headers
    fields = [name + value for name, value in headers.items()] + list(headers.keys()) + list(headers.values())
    assert len(fields) == 3 * len(headers) and "host" in headers
    value = req.args.get("x", "")
    assert_type(value, Union[str, Literal[True], List[Union[str, Literal[True]]]])
    text = value if isinstance(value, str) else "none, or several"
    assert_type(req.cookies, Dict[str, str])
    assert_type(req.remote_addr, Optional[str])
    resp.set_header("X-Frame-Options", "DENY")
    resp.add_header("Age", 1)
    resp.set_cookie("seen", "yes", max_age=60, path="/", domain=None, secure=False, httponly=True, samesite="Lax")
    resp.delete_cookie("old")
    return {"user": req.user, "x": text, "qs": req.qs, "old": req.cookies.get("old"), "from": req.remote_addr}


@app.route("/away")
def away(req: HTTPRequest, resp: Stream) -> "picoweb.types.Answer":
    return picoweb.redirect(app.url_for("index"), 303)


@app.route("/away-by-stream")
async def away_by_stream(req: HTTPRequest, resp: Stream) -> None:
    await picoweb.redirect(resp, "/", 307)


@app.route("/stream")
async def from_stream(req: HTTPRequest, resp: Stream) -> None:
    await picoweb.start_response(resp, "text/plain")
    resp.keep = False
    resp.write("one ")
    await resp.drain()
    await resp.awritestr("two ")
    await picoweb.sendstream(resp, BytesIO(b"three"))


@app.route("/page")
async def page(req: HTTPRequest, resp: Stream) -> None:
    await picoweb.start_response(resp)
    await app.render_template(resp, "page.html", ("<title>",))


@app.route("/page-as-text")
def page_as_text(req: HTTPRequest, resp: Stream) -> str:
    assert "".join(app._load_template("page.html")("<title>")) == app.render_str("page.html", ["<title>"])
    return app.render_str("page.html", (Safe("<b>"),))


@app.route("/page-by-name")
async def page_by_name(req: HTTPRequest, resp: Stream) -> None:
    await picoweb.start_response(resp)
    await app.render_template(resp, "page.html", title="<a>")
    await app.render_template(resp, "page.html", {"title": app.render_str("page.html", title=1)})


class Handlers:
    @picoweb.coroutine
    def waits(self, seconds: float) -> Generator[Any, Any, float]:
        yield from picoweb.DONE
        return seconds

    async def handler(self, req: HTTPRequest, resp: Stream) -> str:
        return "%.1f s" % (await self.waits(0.5))


app.add_url_rule("/method", Handlers().handler, methods="GET", headers="skip", endpoint="method")
app.add_url_rule("/lambda", lambda req, resp: "from a lambda")
read_again: "picoweb.types.Handler" = read  # the decorator returns the function it was given


# Hooks


@app.before_request
def user_of(req: Request, resp: Stream) -> None:
    req.user = "gardener"


@app.after_request
async def no_store(req: HTTPRequest, answer: "Optional[picoweb.types.FullAnswer]") -> "Optional[picoweb.types.Reply]":
    if answer:
        answer[2]["X-Hook"] = "seen"
    return answer


@app.errorhandler(KeyError)
def missing(req: HTTPRequest, error: KeyError) -> "picoweb.types.Reply":
    return {"missing": error.args[0]}, 404


@app.errorhandler(418)
async def teapot(req: HTTPRequest, error: picoweb.HTTPError) -> "picoweb.types.Reply":
    return "%d %s %r" % (error.status, error.reason, error.headers)


@app.teardown
def over(req: HTTPRequest, error: Optional[BaseException]) -> None:
    ended.append((req.path, error))


app.teardown_request(lambda req, error: ended.append((req.path, error)))
ended: List[Tuple[str, Optional[BaseException]]] = []


@app.route("/missing")
def fails(req: HTTPRequest, resp: Stream) -> str:
    raise KeyError("basil")


@app.route("/teapot")
def refuses(req: HTTPRequest, resp: Stream) -> str:
    raise picoweb.HTTPError(418, "there is tea", {"X-Tea": "green"})


# Server-sent events

broadcast = picoweb.Broadcast(limit=4, disconnect=True)


@app.route("/events")
async def events(req: HTTPRequest, resp: Stream) -> None:
    source = picoweb.EventSource(req, resp, heartbeat=picoweb.live.events.WATCH)
    await source.start()
    await source.send({"last": source.last_event_id}, event="first", id=1, retry=1000)
    source.close()


@app.route("/broadcast")
async def listen(req: HTTPRequest, resp: Stream) -> None:
    await broadcast.serve(req, resp, 10)


def push() -> int:
    broadcast.send(b"all", "news", "2", 1000)
    return len(broadcast)


# Serving a step at a time


async def nap(req: HTTPRequest, resp: Stream) -> None:
    began = picoweb.clock.ticks_ms()
    assert_type(began, int)
    await picoweb.steps.sleep(0.5)
    assert_type(picoweb.clock.ticks_diff(picoweb.clock.ticks_add(began, 500), picoweb.clock.ticks_us()), int)


for _ in app.steps(host="127.0.0.1", port=0):
    app.shutdown()


app.start_thread("127.0.0.1", 0)
app.stop()
app.start_thread(host="127.0.0.1", port=0, stack_size=0)
app.stop(grace_ms=100)


def block() -> None:
    app.run(mode="blocking")


def step_by_step(s: socket.socket) -> None:
    for _ in app.steps(s):
        pass


# Serving beside other tasks


async def main() -> None:
    await app.start_server("127.0.0.1", 0, ssl=None, debug=True)
    app.create_task(sleeping())
    app.create_task(ticking())
    app.shutdown()
    app.shutdown(grace_ms=100)
    await app.serve_forever()
    await sleeping()


@app.on_startup
def starting() -> None:
    app.on_startup(ticking)
    app.on_startup(sleeping)


async def sleeping() -> None:
    await picoweb.asyncio.sleep(0)
    await picoweb.uasyncio.sleep(0)


def ticking() -> Generator[Any, Any, int]:
    yield from picoweb.DONE
    return 1


def run_loop() -> None:
    loop = app.get_event_loop()
    task = loop.create_task(ticking())
    assert_type(loop.run_until_complete(task), int)
    loop.call_soon(loop.stop)
    loop.run_forever()
    assert_type(app.run_coroutine(ticking()), int)
    app.run_coroutine(main())
    if app.server and app.inited and app.pkg is None and not app.debug and not app.strict and app.log:
        app.log.debug("%d routes, %d mounts", len(app.url_map), len(app.mounts))
        loop.close()


# The rest of the names


def loose() -> None:
    assert_type(picoweb.parse_qs("a=1&a=2"), Dict[str, List[str]])
    assert_type(parse_form(b"a=1"), Dict[str, Union[str, Literal[True], List[Union[str, Literal[True]]]]])
    assert picoweb.unquote_plus(picoweb.quote("a b")) == unquote("a%20b") == unquote_plus("a+b")
    assert picoweb.html_escape("<") == html_escape("<") == escape("<") and Safe(1).__html__() == "1"
    assert picoweb.ure.match("x", "xy") and picoweb.re.match("x", "xy")
    assert picoweb.uerrno.ENOENT == picoweb.errno.ENOENT
    assert picoweb.ujson.loads("1") == picoweb.json.loads("1")
    assert picoweb.utime.time() >= 0 and picoweb.time.time() >= 0
    assert isinstance(picoweb.__version__, str) and "int" in converters
    rule = Rule("/x/<name>", converters)
    match = rule.match("/x/y")
    assert match and match.group(1) == "y" and rule.url == "/x/<name>"
    loader = Loader("", "templates")
    assert loader.path("page.html") and not loader.find_compiled("page.html")
    log = picoweb.Log()
    log.info("%s", "x")
    log.error("x")
    log.debug("x")
    log.exc(ValueError("x"), "%s", "x")
    log.warning("%s", "x")
    log.critical("x")
    log.exception("x", exc_info=ValueError("x"))
    log.setLevel(20)
    assert_type(log.isEnabledFor(20), bool)
    fields = Headers(b"A: b\r\n\r\n")
    fields["A"] = 1
    assert_type(fields.setdefault("B", "c"), str)
    fields.copy().update({"A": b"b"})
    assert fields.pop(b"A") == b"1" and log.level == 20
    del fields["B"]
    picoweb.gc.collect()
    assert picoweb.sys.argv and picoweb.micropython.const(1) and picoweb.uio.BytesIO(b"x").read() and picoweb.SEND_BUFSZ
    assert all((picoweb.host, picoweb.live, picoweb.steps, picoweb.testing, picoweb.utils))
    assert picoweb.utils.quote is picoweb.quote and picoweb.utils.parse_qs is picoweb.utils.parse_form
    install()


# The names for annotations that are not above


def open_at(app: picoweb.WebApp, url: "picoweb.types.Pattern", mode: "picoweb.types.HeadersMode") -> None:
    app.route(url, headers=mode)(index)


def with_hooks(before: "picoweb.types.BeforeHook", after: "picoweb.types.AfterHook",
               over: "picoweb.types.TeardownHook", answer: "picoweb.types.ErrorHook[OSError]") -> picoweb.WebApp:
    app = picoweb.WebApp(None)
    app.before_request(before)
    app.after_request(after)
    app.teardown(over)
    decorator: "picoweb.types.ErrorDecorator[OSError]" = app.errorhandler(OSError)
    decorator(answer)
    return app


async def copied(f: "picoweb.types.BinaryFile", resp: Stream, data: "picoweb.types.Data") -> None:
    await resp.awrite(data)
    await picoweb.sendstream(resp, f)


def reply(body: "picoweb.types.Body", status: "picoweb.types.Status",
          headers: "picoweb.types.HeaderFields") -> "picoweb.types.Reply":
    return body, status, headers


def only(value: "picoweb.types.FormValue") -> str:
    return value if isinstance(value, str) else ""


def find_by(environment: "picoweb.types.TemplateEnvironment") -> Any:
    app.template_loader = environment
    return environment.get_template("page.html")


def rendered(loop: "picoweb.types.EventLoop", loader: "picoweb.types.TemplateLoader") -> str:
    app.template_loader = loader
    return "".join(loader.load("page.html")(loop.run_until_complete(ticking())))


def hang_up(resp: Stream) -> None:
    peer = resp.get_extra_info("peername", resp.addr)
    assert peer is resp.addr
    resp.close()
    app.run_coroutine(resp.wait_closed())


def check() -> None:
    client = TestClient(app)
    answer: TestResponse = client.open("/plants/7/ff", "GET", {"X-A": "1"}, None, None)
    assert answer.status_code == 200 and answer.status == "200 OK" and answer.json() == {"id": 7, "color": 255}
    assert answer.headers["X-Plant"] == "7" and answer.complete and answer.data in answer.raw
    assert client.get("/").headers["X-Hook"] == "seen" and client.head("/").data == b""
    assert client.post("/plants", json={"name": "basil"}).headers["Location"] == "/plants/1/ff?page=2"
    assert client.post("/plants", json=[]).status == "400 Bad Request"
    assert client.put("/plants", data="text").text == "put"
    assert client.patch("/plants", data=b"ab\ncd").data == b"5: ab\ncd"
    assert client.delete("/plants").json() == {"removed": True}
    assert client.get("/kept").text == "kept"
    assert client.get("/old-form?a=1&b").text == client.post("/old-form", data="a=1&b").text == "a=1;b=True;"
    looked_up = {"user": "gardener", "x": "1", "qs": "x=1", "old": "2", "from": None}
    assert client.get("/lookup?x=1", headers={"Cookie": "old=2"}).json() == looked_up
    assert client.get("/away").headers["Location"] == client.get("/away-by-stream").headers["Location"] == "/"
    assert client.get("/files/none").status_code == client.get("/files/none.py").status_code == 404
    assert client.get("/stream").text == "one two three"
    assert client.get("/page").text == "<h1>&lt;title&gt;</h1>\n"
    assert client.get("/page-as-text").text == "<h1><b></h1>\n"
    assert client.get("/page-by-name").text.count("&lt;") == 3
    assert client.get("/method").text == "0.5 s" and client.get("/lambda").text == "from a lambda"
    assert client.get("/old/raw").status == "200 Fine" and client.get("/old/pots/7").text == "Pot 7"
    assert client.get("/missing").json() == {"missing": "basil"} and client.get("/none").status_code == 404
    assert client.get("/teapot").text == "418 there is tea {'X-Tea': 'green'}"
    assert "data: " in client.get("/events").text and push() == 0
    assert client.send(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 200")
    kept = MemorySocket(app, b"GET /kept HTTP/1.1\r\nHost: x\r\n\r\n")
    assert client.serve(kept).endswith(b"kept") and kept.sent.startswith(b"HTTP/1.1 200 OK") and kept.closed
    assert client.app is app and ended and app.ready
    loose()
    run_loop()


def behind_another_server() -> picoweb.WebApp:
    asgi_app = ASGI(app, log=app.log)
    return ASGI(asgi_app.app).app


if __name__ == "__main__":
    check()
