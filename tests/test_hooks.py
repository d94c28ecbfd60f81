"""What is done before and after requests, and for errors."""

import asyncio

import picoweb
from harness import make_app, raises, with_server
from picoweb.testing import TestClient


def test_before_and_after():
    app = make_app()
    seen = []

    @app.before_request
    def first(req, resp):
        seen.append("first " + req.path)

    @app.before_request
    async def second(req, resp):
        if req.path == "/stop":
            return "stopped", 403

    @app.before_request
    def third(req, resp):
        if req.path == "/written":
            yield from picoweb.start_response(resp)
            yield from resp.awrite("by hand")

    @app.after_request
    def fourth(req, answer):
        value, status, headers = answer
        headers["X-Seen"] = "yes"
        if value is None:
            seen.append("written")
        return value + "!" if isinstance(value, str) else value, status, headers

    @app.route("/")
    def index(req, resp):
        return "hello"

    @app.route("/made")
    async def made(req, resp):
        return "made", 201, [("X-A", "1")]

    @app.route("/hand")
    def hand(req, resp):
        yield from picoweb.start_response(resp)
        yield from resp.awrite("x")

    client = TestClient(app)
    answer = client.get("/")
    assert (answer.text, answer.headers["X-Seen"]) == ("hello!", "yes")
    answer = client.get("/made")
    assert (answer.status_code, answer.text, answer.headers["X-A"], answer.headers["X-Seen"]) == (201, "made!", "1", "yes")
    assert (client.get("/stop").status_code, client.get("/stop").text) == (403, "stopped!")
    assert client.get("/written").text == "by hand"
    assert seen == ["first /", "first /made", "first /stop", "first /stop", "first /written", "written"]
    assert client.get("/hand").text == "x" and seen[-1] == "written"
    assert client.get("/nix").status_code == 404


def test_error_handlers():
    class Odd(ValueError):
        pass

    app = make_app()

    @app.errorhandler(404)
    def missing(req, error):
        return {"missing": req.path}

    @app.errorhandler(LookupError)
    async def lookup(req, error):
        return "lookup"

    @app.errorhandler(Odd)
    def odd(req, error):
        return "odd", 422

    @app.errorhandler(Exception)
    def any_other(req, error):
        return "%s" % type(error).__name__

    @app.errorhandler(picoweb.HTTPError)
    def http(req, error):
        return error.reason

    @app.get("/raise/<what>")
    def fail(req, resp, what):
        raise {"odd": Odd, "key": KeyError, "value": ValueError, "type": TypeError}[what]

    @app.get("/abort/<int:status>")
    async def leave(req, resp, status):
        picoweb.abort(status, "because")

    client = TestClient(app)

    def get(path):
        answer = client.get(path)
        return answer.status_code, answer.text

    assert client.get("/nix").json() == {"missing": "/nix"} and client.get("/nix").status_code == 404
    assert get("/raise/odd") == (422, "odd") and get("/raise/key") == (500, "lookup")
    assert get("/raise/value") == (500, "ValueError") and get("/raise/nix") == (500, "lookup")
    assert get("/abort/409") == (409, "because")


def test_the_reason_of_errors_of_its_own():
    app = make_app()
    app.errorhandler(picoweb.HTTPError)(lambda req, error: "%s %s" % (error.status, error.reason))
    app.get("/get")(lambda req, resp: "x")
    app.get("/teapot")(lambda req, resp: picoweb.abort("418"))
    app.get("/mine")(lambda req, resp: picoweb.abort(404, "mine"))
    client = TestClient(app)
    assert client.get("/nix").text == "404 Not Found" and client.post("/get").text == "405 Method Not Allowed"
    assert client.get("/teapot").text == "418 I'm a Teapot" and client.get("/mine").text == "404 mine"
    assert client.open("/get", "OPTIONS").status_code == 204


def test_after_an_error_that_no_function_answers():
    app, sub = make_app(), make_app()
    app.get("/get")(lambda req, resp: "x")
    app.get("/mine")(lambda req, resp: picoweb.abort(404, "mine", [("X-Mine", "1")]))
    app.get("/empty")(lambda req, resp: picoweb.abort(204))
    app.get("/broken")(lambda req, resp: 1 // 0)

    @app.after_request
    def allow(req, answer):
        answer[2]["Access-Control-Allow-Origin"] = "*"

    sub.get("/x")(lambda req, resp: picoweb.abort(410))
    app.mount("/sub", sub)
    client = TestClient(app)
    for answer, status, text in (
        (client.get("/nix"), "404 Not Found", "404 Not Found\n"), (client.get("/sub/x"), "410 Gone", "410 Gone\n"),
        (client.post("/get"), "405 Method Not Allowed", "405 Method Not Allowed\n"),
        (client.get("/mine"), "404 Not Found", "404 Not Found: mine\n"), (client.get("/empty"), "204 No Content", ""),
    ):
        assert answer.status == status and answer.text == text, answer.raw
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers.get("Content-Type") == (text and "text/plain; charset=utf-8" or None)
    assert client.get("/mine").headers["X-Mine"] == "1" and client.post("/get").headers["Allow"] == "GET, HEAD, OPTIONS"
    assert client.get("/broken").status_code == 500


def test_exceptions_are_an_error_500():
    app = make_app()
    app.get("/broken")(lambda req, resp: 1 // 0)
    app.get("/nothing")(lambda req, resp: None)
    app.get("/file")(lambda req, resp: open("/there/is/none"))
    app.get("/abort")(lambda req, resp: picoweb.abort(500))
    client = TestClient(app)
    seen = []

    @app.errorhandler(500)
    def broken(req, error):
        seen.append(getattr(error, "original", None))
        return "<h1>%s %s</h1>" % (error.status, error.reason)

    for path in ("/broken", "/nothing", "/abort", "/file"):
        answer = client.get(path)
        assert (answer.status_code, answer.text) == (500, "<h1>500 Internal Server Error</h1>")
    assert isinstance(seen[0], ZeroDivisionError) and isinstance(seen[1], TypeError) and seen[2] is None
    assert isinstance(seen[3], OSError) and len(app.log.errors) == 3 and app.log.errors[0] is seen[0]

    @app.errorhandler(ZeroDivisionError)
    def zero(req, error):
        return "zero"

    assert client.get("/broken").text == "zero" and len(seen) == 4


def test_fields_that_come_more_than_once():
    app = make_app()
    fields = [("Set-Cookie", "a=1"), ("X-A", "1"), ("Set-Cookie", "b=2"), ("Set-Cookie", "c=3")]
    app.get("/")(lambda req, resp: ("x", 200, fields))
    seen = []

    @app.after_request
    def look(req, answer):
        seen.append(dict(answer[2]))
        answer[2]["Link"] = ["<a>", "<b>"]

    head = TestClient(app).get("/").raw.split(b"\r\n\r\n")[0]
    assert seen == [{"Set-Cookie": ["a=1", "b=2", "c=3"], "X-A": "1"}]
    for line in (b"Set-Cookie: a=1", b"Set-Cookie: b=2", b"Set-Cookie: c=3", b"X-A: 1", b"Link: <a>", b"Link: <b>"):
        assert b"\r\n" + line in head, head


def test_teardown_that_would_have_to_wait():
    def later(req, error):
        yield

    app = make_app()
    app.get("/")(lambda req, resp: "x")
    app.teardown(later)
    TestClient(app).get("/")
    assert isinstance(app.log.errors[0], TypeError)


def test_an_error_handler_that_fails():
    app = make_app()

    @app.errorhandler(404)
    def missing(req, error):
        raise ValueError("again")

    assert TestClient(app).get("/").status_code == 500
    assert isinstance(app.log.errors[0], ValueError)


def test_without_a_handler_for_it():
    app = make_app()
    app.errorhandler(404)(lambda req, error: "x")
    app.route("/")(lambda req, resp: 1 // 0)
    assert TestClient(app).get("/").status_code == 500
    assert isinstance(app.log.errors[0], ZeroDivisionError)


def test_teardown():
    app = make_app()
    seen = []

    @app.teardown
    def note(req, error):
        seen.append((req.path, type(error).__name__ if error else None))

    @app.route("/")
    def index(req, resp):
        assert not seen
        return "x"

    @app.route("/broken")
    def broken(req, resp):
        yield from picoweb.start_response(resp)
        raise ValueError

    client = TestClient(app)
    assert client.get("/").text == "x" and seen == [("/", None)]
    client.get("/broken")
    client.get("/nix")
    assert seen[1:] == [("/broken", "ValueError"), ("/nix", "HTTPError")]


def hooked(name, seen):
    app = make_app()
    app.before_request(lambda req, resp: seen.append("before " + name))
    app.after_request(lambda req, answer: seen.append("after " + name))
    app.teardown(lambda req, error: seen.append("end " + name))
    return app


def test_mounted_apps_have_their_own():
    seen = []
    for inside_first in (True, False):
        app, sub, inner = hooked("app", seen), hooked("sub", seen), make_app()
        inner.errorhandler(404)(lambda req, error: "inner")
        sub.errorhandler(404)(lambda req, error: "sub")
        for each in (app, sub, inner):
            each.route("/")(lambda req, resp: "x")
        if inside_first:
            sub.mount("/inner", inner)
            app.mount("/sub", sub)
        else:
            app.mount("/sub", sub)
            sub.mount("/inner", inner)
        client = TestClient(app)
        del seen[:]
        client.get("/")
        assert seen == ["before app", "after app", "end app"]
        del seen[:]
        client.get("/sub/inner/")
        assert seen == ["before app", "before sub", "after sub", "after app", "end sub", "end app"]
        assert client.get("/sub/nix").text == "sub" and client.get("/sub/inner/nix").text == "inner"
        assert client.get("/nix").status_code == 404 and client.get("/nix").text != "sub"


def test_hooks_of_a_mounted_app_only():
    app, sub = make_app(), make_app()
    app.mount("/sub", sub)
    sub.route("/")(lambda req, resp: "x")
    sub.before_request(lambda req, resp: ("no", 403))
    client = TestClient(app)
    assert client.get("/sub/").status_code == 403 and client.get("/").status_code == 404


def test_before_a_request_each_app_sees_its_own_path():
    app, sub, inner = make_app(), make_app(), make_app()
    seen = []
    for name, each in (("app", app), ("sub", sub), ("inner", inner)):
        each.before_request(lambda req, resp, name=name: seen.append((name, req.path)))
        each.route("/<path:rest>")(lambda req, resp, rest, name=name: "%s %s" % (name, req.path))
    sub.mount("/inner", inner)
    app.mount("/sub", sub)
    client = TestClient(app)
    for _ in range(3):
        del seen[:]
        assert client.get("/sub/inner/a").text == "inner /a"
        assert seen == [("app", "/sub/inner/a"), ("sub", "/inner/a"), ("inner", "/a")]
        del seen[:]
        assert client.get("/sub/b").text == "sub /b" and seen == [("app", "/sub/b"), ("sub", "/b")]
        del seen[:]
        assert client.get("/sub").status_code == 404 and seen == [("app", "/sub"), ("sub", "/")]


def test_a_guard_of_a_mounted_app():
    app, sub = make_app(), make_app()
    app.route("/go/<path:rest>")(lambda req, resp, rest: "outer")
    sub.route("/admin")(lambda req, resp: "secret")
    sub.route("/open")(lambda req, resp: "open " + req.path)
    app.mount("/sub", sub)

    @sub.before_request
    async def guard(req, resp):
        if req.path.startswith("/admin"):
            return "no", 403

    @app.before_request
    def rewrite(req, resp):
        if req.path.startswith("/go/"):
            req.path = "/sub/" + req.path[4:]

    @sub.before_request
    def again(req, resp):
        if req.path == "/other":
            req.path = "/open"

    client = TestClient(app)
    for _ in range(3):
        assert client.get("/sub/admin").status_code == client.get("/go/admin").status_code == 403
        assert client.get("/sub/open").text == client.get("/go/open").text == "open /open"
        assert client.get("/sub/other").text == client.get("/go/other").text == "open /open"


def test_hooks_after_a_request_that_was_given_another_path():
    app, sub, other = make_app(), make_app(), make_app()
    for each in (sub, other):
        each.route("/returned")(lambda req, resp: "returned")

        @each.route("/written")
        def written(req, resp):
            yield from picoweb.start_response(resp)
            yield from resp.awrite("written")

        each.route("/broken")(lambda req, resp: 1 // 0)
    app.mount("/sub", sub)
    app.mount("/other", other)
    sub.after_request(lambda req, answer: answer[2].update({"X-Sub": "1"}))

    @app.before_request
    def rewrite(req, resp):
        for old, new in (("/go/", "/sub/"), ("/sub/away/", "/other/")):
            if req.path.startswith(old):
                req.path = new + req.path[len(old):]

    client = TestClient(app)
    for _ in range(2):
        for name, status in (("returned", 200), ("written", 200), ("broken", 500)):
            for start, seen in (("/go/", "1"), ("/sub/", "1"), ("/other/", None), ("/sub/away/", None)):
                answer = client.get(start + name)
                assert (answer.status_code, answer.headers.get("X-Sub")) == (status, seen), (start, name, answer.raw)


def test_a_hook_that_looks_at_the_route():
    app, sub = make_app(), make_app()
    found = []
    for each in (app, sub):
        each.route("/x")(lambda req, resp: "x")
        each.route("/<n>/y")(lambda req, resp, n: "y")
        each.before_request(lambda req, resp: found.append(app.find(req)[0]))
    app.mount("/sub", sub)
    client = TestClient(app)
    for _ in range(3):
        assert client.get("/sub/x").text == client.get("/x").text == "x"
        assert client.get("/sub/1/y").text == client.get("/1/y").text == "y"
    assert [str(each) for each in found] == ["/x", "/x", "/x", "/<n>/y", "/<n>/y", "/<n>/y"] * 3


def test_a_client_that_leaves():
    ended = []
    app = make_app()
    app.teardown(lambda req, error: ended.append((req.path, isinstance(error, OSError))))

    @app.route("/long")
    async def long(req, resp):
        await picoweb.start_response(resp)
        while True:
            await resp.awrite(b"x" * 10000)

    app.route("/")(lambda req, resp: "hello")

    async def scenario(net):
        assert (await net.get()).endswith(b"hello")
        c = await net.connect()
        await c.send("GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
        await c.read_until(b"xxx")
        await c.close()
        for _ in range(50):
            if ("/long", True) in ended:
                return
            await net.get("/")
        raise AssertionError(ended)

    with_server(app, scenario)


def test_what_is_neither_a_status_nor_a_class():
    app = make_app()
    for kind in ("404", ValueError("x"), None):
        raises(TypeError, app.errorhandler, kind)


def test_want_of_memory_is_a_503_also_for_error_handlers():
    def fail(req, resp):
        raise MemoryError("memory allocation failed, allocating 9999 bytes")

    for kind, shown in (
        (picoweb.HTTPError, "503 Service Unavailable"), (503, "503 Service Unavailable"), (500, None),
        (Exception, "503 Service Unavailable"),
    ):
        app = make_app()
        app.get("/")(fail)
        seen = []
        app.errorhandler(kind)(lambda req, error: seen.append(error) or "mine")
        answer = TestClient(app).get("/")
        assert answer.status == "503 Service Unavailable", (kind, answer.raw)
        assert (answer.text == "mine") is (shown is not None), (kind, answer.raw)
        assert len(app.log.errors) == (kind is not Exception)


def _written_in_all_ways(app):
    """Give an app a path for each way to answer. Returns them, each with its status."""

    @app.route("/returned")
    def returned(req, resp):
        return "text", 200, {"Vary": "Accept"}

    @app.route("/written")
    async def written(req, resp):
        await picoweb.start_response(resp, "text/plain", headers={"Vary": "Accept"})
        await resp.awrite("written")

    @app.route("/file")
    async def file(req, resp):
        await app.sendfile(resp, "static/a.css")

    @app.route("/json")
    async def json(req, resp):
        await picoweb.jsonify(resp, {"a": 1})

    @app.route("/empty")
    async def empty(req, resp):
        await picoweb.start_response(resp, "", 204)

    @app.route("/template")
    async def template(req, resp):
        await picoweb.start_response(resp)
        await app.render_template(resp, "squares.tpl", (2,))

    @app.route("/events")
    async def events(req, resp):
        await picoweb.EventSource(req, resp).send("x")

    app.route("/broken")(lambda req, resp: 1 // 0)
    app.route("/redirect")(lambda req, resp: picoweb.redirect("/there"))
    app.route("/gone")(lambda req, resp: picoweb.abort(410))
    return (("/returned", 200), ("/written", 200), ("/file", 200), ("/json", 200), ("/empty", 204), ("/template", 200),
            ("/events", 200), ("/broken", 500), ("/redirect", 302), ("/gone", 410), ("/nix", 404), ("/static/a.css", 200))


def test_fields_that_a_hook_adds_to_every_answer():
    app = picoweb.WebApp("harness")  # static/ and templates/ are beside it
    app.log = make_app().log
    paths = _written_in_all_ways(app)
    seen = []

    @app.after_request
    def plain(req, answer):
        assert len(answer) == 3
        seen.append((req.path, answer[1]))
        answer[2]["X-Plain"] = "1"

    @app.after_request
    async def waits(req, answer):
        await asyncio.sleep(0)
        answer[2]["X-Late"] = "2"

    @app.after_request
    def through_the_stream(req, answer):
        return answer[0], answer[1], dict(answer[2], Vary="Origin")

    client = TestClient(app)
    for path, status in paths:
        answer = client.get(path)
        headers = answer.headers
        assert answer.status_code == status and answer.complete, (path, answer.raw)
        assert [headers.get(name) for name in ("X-Plain", "X-Late", "Vary")] == ["1", "2", "Origin"], (path, answer.raw)
    assert seen == list(paths)
    tag = client.get("/static/a.css").headers.get("ETag")
    if tag:
        answer = client.get("/static/a.css", headers={"If-None-Match": tag})
        assert answer.status_code == 304 and answer.headers["X-Plain"] == "1" and not answer.data


def test_fields_that_are_set_before_every_answer():
    app = picoweb.WebApp("harness")  # static/ and templates/ are beside it
    app.log = make_app().log
    paths = _written_in_all_ways(app)

    @app.before_request
    def before(req, resp):
        resp.set_header("X-Frame-Options", "SAMEORIGIN")
        resp.set_header("X-Frame-Options", "DENY")
        resp.set_header("cache-control", "no-store")
        resp.add_header("Link", "</a>")
        resp.add_header("Link", "</b>")
        resp.set_cookie("a", "1")

    client = TestClient(app)
    for path, status in paths:
        answer = client.get(path)
        headers = answer.headers
        assert answer.status_code == status and answer.complete, (path, answer.raw)
        assert (headers["X-Frame-Options"], headers["Cache-Control"]) == ("DENY", "no-store"), (path, answer.raw)
        assert (headers["Link"], headers["Set-Cookie"]) == ("</a>, </b>", "a=1; Path=/"), (path, answer.raw)
        assert answer.raw.lower().count(b"cache-control") == 1, (path, answer.raw)


def test_hooks_that_fail_when_the_answer_is_there():
    app = make_app()

    @app.route("/written")
    async def written(req, resp):
        await picoweb.start_response(resp)
        await resp.awrite("whole")

    @app.route("/")
    def index(req, resp):
        return "hello"

    @app.after_request
    async def after(req, answer):
        raise ValueError("after")

    ended = []
    app.teardown(lambda req, error: ended.append(1))
    app.teardown(lambda req, error: 1 // 0)
    client = TestClient(app)
    answer = client.get("/")
    assert answer.status_code == 500
    app.errorhandler(500)(lambda req, error: "mine: %s" % error.original)
    assert (client.get("/").status_code, client.get("/").text) == (500, "mine: after") and len(ended) == 3
    assert client.get("/written").status_code == 500  # its head had not left

    app = make_app()
    app.get("/")(index)
    app.teardown(lambda req, error: ended.append(2))
    app.teardown(lambda req, error: 1 // 0)
    answer = TestClient(app).get("/")
    assert answer.text == "hello" and answer.status_code == 200 and ended[-1] == 2 and len(app.log.errors) == 1
