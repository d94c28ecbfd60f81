"""Mistakes, one a line: a type checker has to report each line that is marked with the code of its error, and no other.

It is never run.
"""

import re
from typing import Any, AsyncIterator, Iterator, Optional

import picoweb
import picoweb.live.events
from picoweb import Headers, HTTPRequest, Stream
from picoweb.host.asgi import ASGI
from picoweb.testing import TestClient
from picoweb.nothing import Nothing  # error: import-not-found

app = picoweb.WebApp(None)


# Handlers


@app.route("/a")  # error: type-var
def answers_with_an_int(req: HTTPRequest, resp: Stream) -> int:
    return 1


@app.route("/b")  # error: type-var
async def answers_with_true(req: HTTPRequest, resp: Stream) -> bool:
    return True


@app.route("/c")  # error: type-var
def wants_nothing() -> str:
    return "no request, no stream"


@app.route("/d")  # error: type-var
def wants_only_the_request(req: HTTPRequest) -> str:
    return "no stream"


@app.route("/e")  # error: type-var
def is_a_body(req: HTTPRequest, resp: Stream) -> Iterator[str]:
    yield "a generator is a coroutine, never a body"


@app.route("/f")  # error: type-var
async def is_an_async_body(req: HTTPRequest, resp: Stream) -> AsyncIterator[str]:
    yield "nor this"


@app.get("/g/<int:id>")  # error: type-var
def has_them_the_wrong_way_round(resp: Stream, req: HTTPRequest, id: int) -> str:
    return "resp comes second"


@app.route("/h")
async def answers(req: HTTPRequest, resp: Stream) -> "picoweb.types.Answer":
    if req.qs:
        return 404  # error: return-value
    if req.args:
        return "a", "b", "c", "d"  # error: return-value
    if req.form:
        return None, 204  # error: return-value
    return True  # error: return-value


@app.get("/i/<int:id>")
def reads(req: HTTPRequest, resp: Stream, id: int) -> "picoweb.types.Answer":
    return str(id)


@app.route("/j", method=["GET"])  # error: call-arg
def by_a_misspelt_word(req: HTTPRequest, resp: Stream) -> str:
    return ""


@app.get("/k", methods=["POST"])  # error: call-arg
def by_two_methods(req: HTTPRequest, resp: Stream) -> str:
    return ""


@app.route("/l", headers="ignore")  # error: arg-type
def in_no_mode(req: HTTPRequest, resp: Stream) -> str:
    return ""


@app.route(7)  # error: arg-type
def at_no_url(req: HTTPRequest, resp: Stream) -> str:
    return ""


app.add_url_rule("/m", answers_with_an_int)  # error: type-var
app.add_url_rule(re.compile("^/n$"), reads, methods=1)  # error: arg-type


def calls(req: HTTPRequest, resp: Stream) -> None:
    reads(req, resp)  # error: call-arg
    reads(req, resp, "7")  # error: arg-type
    reads(req, resp, id=7)


# The request


async def asks(req: HTTPRequest, resp: Stream) -> None:
    req.mehtod  # error: attr-defined
    req.user = "somebody"  # error: attr-defined
    req.path.decode()  # error: attr-defined
    int(req.args["x"])  # error: arg-type
    req.args["x"].upper()  # error: union-attr
    req.headers["Host"] + b""  # error: operator
    req.headers[b"Host"] + ""  # error: operator
    req.headers.get("Host").lower()  # error: union-attr
    req.headers.get("Host", "").decode()  # error: attr-defined
    req.headers[1]  # error: type-var
    (await req.body()).encode()  # error: attr-defined
    req.body().decode()  # error: attr-defined
    await req.body("1024")  # error: arg-type
    req.cookies["a"] + 1  # error: operator
    req.remote_addr.split(".")  # error: union-attr
    req.read_form_data()  # error: unused-awaitable
    data: str = await req.reader.read(10)  # error: assignment
    await req.reader.readinto(data)  # error: arg-type
    await req.reader.readline(80)  # error: call-arg


# The answer


async def writes(req: HTTPRequest, resp: Stream) -> None:
    picoweb.start_response(resp)  # error: unused-awaitable
    await picoweb.start_response(req)  # error: arg-type
    await picoweb.start_response(resp, status=None)  # error: arg-type
    await picoweb.start_response(resp, headers={1: "x"})  # error: arg-type
    await picoweb.start_response(resp, headers=[("a", "b", "c")])  # error: list-item
    await picoweb.start_response(resp, content_type=b"text/plain")  # error: arg-type
    await picoweb.start_response(resp, mimetype="text/plain")  # error: call-arg
    resp.awrite("x")  # error: unused-awaitable
    await resp.awrite(1)  # error: arg-type
    await resp.awrite("x", "y")  # error: arg-type
    await resp.awriteiter([1])  # error: list-item
    print(resp.write("x"))  # error: func-returns-value
    print(resp.close())  # error: func-returns-value
    resp.headers  # error: attr-defined
    resp.set_cookie("a", "b", samesite="lenient")  # error: arg-type
    resp.set_cookie("a", "b", max_age="60")  # error: arg-type
    await picoweb.jsonify({"a": 1})  # error: call-arg, arg-type
    await picoweb.redirect("/there")  # error: misc
    picoweb.redirect(resp)  # error: call-overload
    picoweb.abort("404")  # error: arg-type


def unreachable() -> str:
    raise picoweb.HTTPError("404")  # error: arg-type


async def sends(req: HTTPRequest, resp: Stream) -> None:
    app.sendfile(resp, "a.txt")  # error: unused-awaitable
    await app.sendfile("a.txt")  # error: call-arg, arg-type
    await app.render_str("a.html")  # error: misc
    await app.render_template(resp, "a.html", 1)  # error: arg-type
    await picoweb.sendstream(resp, open("a.txt"))  # error: arg-type
    source = picoweb.EventSource(resp, req)  # error: arg-type
    await source.send("x", evnt="y")  # error: call-arg
    await source.send("x", retry="1")  # error: arg-type
    print(picoweb.Broadcast().send("x"))  # error: func-returns-value
    picoweb.Broadcast().serve(req, resp)  # error: unused-awaitable


# The app


class Broken(picoweb.WebApp):
    def init(self, more: int) -> None:  # error: override
        pass

    def run(self, host: str) -> None:  # error: override
        pass

    def handle_exc(self, req: HTTPRequest, resp: Stream, e: Exception) -> None:  # error: override
        pass

    def serve(self, host: str, port: int) -> None:  # error: override
        pass

    async def handle(self, req: HTTPRequest, resp: Stream) -> int:  # error: override
        return 1


class Silent:
    def info(self, message: str, *args: Any) -> None:
        pass


@app.before_request  # error: type-var
def before(req: HTTPRequest, resp: Stream) -> int:
    return 1


@app.after_request  # error: type-var
def after(req: HTTPRequest, answer: str) -> str:
    return answer


@app.teardown  # error: type-var
async def over(req: HTTPRequest, error: Optional[BaseException]) -> None:
    pass


@app.errorhandler(404)  # error: arg-type
def is_called_with_another(req: HTTPRequest, error: KeyError) -> str:
    return ""


@app.errorhandler(KeyError)  # error: arg-type
def answers_nothing(req: HTTPRequest, error: KeyError) -> None:
    pass


picoweb.WebApp()  # error: call-arg
picoweb.WebApp(app)  # error: arg-type
picoweb.WebApp(None, (("/", reads),))  # error: arg-type
picoweb.WebApp(None, ["/", reads])  # error: type-var
app.mount(app, "/a")  # error: arg-type
app.url_for(reads)  # error: arg-type
app.run(port="80")  # error: arg-type
app.run(log=Silent())  # error: arg-type
app.run(ssl="cert.pem")  # error: arg-type
app.shutdown("now")  # error: arg-type
app.limits.lines = 10  # error: attr-defined
app.limits.head_ms = "1 s"  # error: assignment
app.headers_mode = "none"  # error: assignment
app.template_loader = Headers(b"")  # error: assignment
app.converters["hex"] = int("7", 16)  # error: assignment
app.start_server(80)  # error: arg-type, unused-awaitable
app.get_event_loop().run_until_complete(reads)  # error: arg-type
app.run_coroutine(1)  # error: arg-type


# The package


picoweb.WebAp  # error: attr-defined
picoweb.places  # error: attr-defined
picoweb.parse_qs("a=1")["a"].upper()  # error: attr-defined
picoweb.unquote_plus(1)  # error: arg-type
picoweb.quote(None)  # error: arg-type
picoweb.html_escape(b"<")  # error: arg-type
picoweb.get_mime_type(1)  # error: arg-type
picoweb.Log().exc("message")  # error: call-arg, arg-type
picoweb.coroutine(lambda: 1)  # error: arg-type, return-value
ASGI("app")  # error: arg-type
TestClient(app).get("/", params={"a": 1})  # error: call-arg
TestClient(app).post("/", data=1)  # error: arg-type
TestClient(app).get("/").text()  # error: operator
TestClient(app).get("/").body  # error: attr-defined
