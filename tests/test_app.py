"""`WebApp`: the map, the ways to write a handler, mounts, errors, as old apps and new ones use them."""

import re

import picoweb
from harness import Log, client_of, make_app, raises, with_server
from picoweb.testing import TestClient


def generator_handler(req, resp):
    yield from picoweb.start_response(resp)
    yield from resp.awrite("generator")


async def async_handler(req, resp):
    await picoweb.start_response(resp)
    await resp.awrite("async")


def test_every_kind_of_handler():
    app = make_app()

    @app.route("/generator")
    def index(req, resp):
        yield from generator_handler(req, resp)

    app.add_url_rule("/async", async_handler)
    app.add_url_rule("/lambda", lambda req, resp: generator_handler(req, resp))
    app.add_url_rule("/plain", lambda req, resp: async_handler(req, resp))
    app.add_url_rule("/value", lambda req, resp: "value")
    client = TestClient(app)
    for path, text in (("generator", "generator"), ("async", "async"), ("lambda", "generator"),
                       ("plain", "async"), ("value", "value")):
        answer = client.get("/" + path)
        assert (answer.status, answer.text, answer.complete) == ("200 OK", text, True), path


def test_what_a_handler_returns():
    values = [
        ("text", 200, b"text", "text/html; charset=utf-8"),
        (b"\x00\xff", 200, b"\x00\xff", "text/html; charset=utf-8"),
        ({"a": [1, None]}, 200, b'{"a": [1, null]}', "application/json"),
        ([], 200, b"[]", "application/json"),
        ("", 200, b"", "text/html; charset=utf-8"),
        (("made", 201), 201, b"made", "text/html; charset=utf-8"),
        (("x", 200, {"Content-Type": "text/plain"}), 200, b"x", "text/plain"),
        (("x", "404 Not Here"), 404, b"x", "text/html; charset=utf-8"),
        ("\u00fc\u20ac", 200, b"\xc3\xbc\xe2\x82\xac", "text/html; charset=utf-8"),
    ]
    for value, status, data, kind in values:
        answer = client_of(("/", lambda req, resp: value)).get("/")
        assert (answer.status_code, answer.data, answer.headers["Content-Type"]) == (status, data, kind)
        assert answer.headers["Content-Length"] == str(len(data))
    answer = client_of(("/", lambda req, resp: ("", 204))).get("/")
    assert answer.status == "204 No Content" and "Content-Length" not in answer.headers
    answer = client_of(("/", lambda req, resp: "x" * 9000)).get("/")
    assert answer.data == b"x" * 9000 and answer.complete


def test_headers_that_a_handler_returns():
    for headers in ({"X-A": "1"}, [("X-A", "1"), ("X-B", 2)], "X-A: 1\r\n", b"X-A: 1\r\n"):
        answer = client_of(("/", lambda req, resp: ("x", 200, headers))).get("/")
        assert answer.headers["X-A"] == "1" and answer.text == "x", headers


def test_a_header_cannot_be_ended_by_a_value():
    for value in ("a\r\nX: y", "a\nX: y", "a\0"):
        client = client_of(("/", lambda req, resp: ("x", 200, {"X-A": value})))
        answer = client.get("/")
        assert answer.status_code == 500 and b"X: y" not in answer.raw
        assert isinstance(client.app.log.errors[0], ValueError)


def test_nonsense_from_a_handler_is_a_500():
    for value in (object(), 7, 1.5, ("x",), None):
        client = client_of(("/", lambda req, resp: value))
        assert client.get("/").status_code == 500, value
        assert client.app.log.errors


def test_routes_are_used_in_place_and_in_order():
    routes = [("/", lambda req, resp: "first"), ("/", lambda req, resp: "second")]
    app = make_app(routes=routes)
    client = TestClient(app)
    assert app.url_map is routes
    assert client.get("/").text == "first"
    routes.insert(0, ("/", lambda req, resp: "before"))
    assert client.get("/").text == "before"
    routes[0] = ("/", lambda req, resp: "instead")
    assert client.get("/").text == "instead"
    del routes[:]
    assert client.get("/").status_code == 404


def test_patterns():
    class Upper:
        def match(self, path):
            return path[1:] if path.isupper() else None

    client = client_of(
        (re.compile("^/item/([^/]+)$"), lambda req, resp: "item " + req.url_match.group(1)),
        (Upper(), lambda req, resp: "upper " + req.url_match),
        ("/plain", lambda req, resp: "plain"),
    )
    assert client.get("/item/7").text == "item 7"
    assert client.get("/ABC").text == "upper ABC"
    assert client.get("/plain").text == "plain"
    assert client.get("/item/7/8").status_code == 404


def asked(client, path, host):
    return client.get(path, headers={"Host": host}).text


def test_what_an_app_changes_is_not_remembered():
    class Sites(picoweb.WebApp):
        def handle(self, req, resp):
            if req.headers["Host"] == "b":
                req.path = "/b" + req.path
            if "put" in req.qs:
                req.method = "PUT"
            return super().handle(req, resp)

    for hooked in (False, True):
        app = make_app() if hooked else Sites(None)
        app.add_url_rule("/", lambda req, resp: "first")
        app.add_url_rule("/b/", lambda req, resp: "second")
        app.add_url_rule("/<int:n>", lambda req, resp, n: "first %d" % n)
        app.add_url_rule("/b/<int:n>", lambda req, resp, n: "second %d" % n)
        app.put("/m")(lambda req, resp: "put")
        app.get("/m")(lambda req, resp: "got")
        sub = make_app()
        sub.add_url_rule("/x", lambda req, resp: "mounted")
        app.mount("/b/sub", sub)
        if hooked:
            @app.before_request
            def change(req, resp):
                if req.headers["Host"] == "b":
                    req.path = "/b" + req.path
                if "put" in req.qs:
                    req.method = "PUT"

        client = TestClient(app)
        for _ in range(3):
            for path, text in (("/", ""), ("/7", " 7")):
                for host in ("b", "a", "a", "b", "b"):
                    assert asked(client, path, host) == ("second" if host == "b" else "first") + text, (path, host)
            assert client.get("/sub/x").status_code == 404 and asked(client, "/sub/x", "b") == "mounted"
            assert client.get("/m").text == "got" and client.get("/m?put").text == "put"


def test_steps_that_are_overridden_are_asked_each_time():
    def by_host(req, name):
        return req.headers["Host"] == name

    class Special(picoweb.WebApp):
        def special(self, route, req):
            return super().special(route, req) and by_host(req, route[2]["endpoint"])

    class Search(picoweb.WebApp):
        def search(self, req):
            return self.url_map[2] if by_host(req, "b") else super().search(req)

    class Descend(picoweb.WebApp):
        def descend(self, req):
            return self.mounts[0] if by_host(req, "b") else super().descend(req)

    for kind in (Special, Search, Descend):
        app, sub = kind(None), make_app()
        app.get("/", endpoint="a")(lambda req, resp: "a")
        app.get("/", endpoint="b")(lambda req, resp: "b")
        sub.get("/")(lambda req, resp: "b")
        app.mount("/sub", sub)
        client = TestClient(app)
        for host in "abbaab":
            assert asked(client, "/", host) == host, kind


def test_the_map_is_seen_as_it_is():
    for count in (0, 20):
        app = make_app()
        urls = app.url_map
        client = TestClient(app)
        for n in range(count):
            app.add_url_rule("/page%d" % n, lambda req, resp: "page")
        app.add_url_rule("/x", lambda req, resp: "first")
        app.add_url_rule("/<n>/y", lambda req, resp, n: "rule")

        def text(path):
            texts = [client.get(path).text for _ in range(3)]
            assert texts[0] == texts[1] == texts[2]
            return texts[0]

        assert text("/x") == "first" and text("/1/y") == "rule"
        urls[0] = "/x", lambda req, resp: "in place"
        assert text("/x") == "in place"
        urls[0] = re.compile("^/[x1]"), lambda req, resp: "expression"
        assert text("/x") == text("/1/y") == "expression"
        del urls[0]
        assert text("/x") == "first" and text("/1/y") == "rule"
        urls.insert(0, ("/x", lambda req, resp: "before", {"methods": ["GET"]}))
        assert text("/x") == "before"
        urls[0] = "/other", lambda req, resp: "other"
        urls[1] = "/x", lambda req, resp: "second place"
        assert text("/x") == "second place"
        app.url_map = [("/x", lambda req, resp: "new map")]
        assert text("/x") == "new map" and client.get("/1/y").status_code == 404
        sub, inner = make_app(), make_app()
        for each in (sub, inner):
            each.add_url_rule("/", lambda req, resp, each=each: each.url)
        app.mount("/x", sub)
        assert text("/x") == "/x"
        app.add_url_rule("/x/y", lambda req, resp: "never")
        sub.mount("/y", inner)
        assert text("/x/y") == "/x/y" and text("/x") == "/x"


def test_a_pattern_that_changes_its_mind():
    class Sometimes:
        is_open = False

        def match(self, path):
            return self.is_open

    class User:
        names = []

        def __call__(self, text):
            if text not in self.names:
                raise ValueError
            return text

    door, user = Sometimes(), User()
    app = make_app(routes=[(door, lambda req, resp: "door")])
    app.converters = dict(app.converters, user=user)
    app.add_url_rule("/", lambda req, resp: "plain")
    app.add_url_rule("/is/<user:name>", lambda req, resp, name: name)
    app.url_map.append(("/is/ann", lambda req, resp: "nobody"))
    app.url_map.append((re.compile("^/is/"), lambda req, resp: "expression"))
    client = TestClient(app)
    for _ in range(3):
        door.is_open = False
        del user.names[:]
        for _ in range(3):
            assert client.get("/").text == "plain" and client.get("/is/ann").text == "nobody"
        user.names.append("ann")
        assert client.get("/is/ann").text == "ann" and client.get("/is/bob").text == "expression"
        door.is_open = True
        assert client.get("/").text == client.get("/is/ann").text == "door"


def test_what_says_the_same_is_remembered():
    app = make_app()
    app.route(re.compile("^/x"))(lambda req, resp: "x")
    app.add_static("static", "/files")
    app.route("/<int:n>")(lambda req, resp, n: "n")
    app.route("/")(lambda req, resp: "hello")
    sub = make_app()
    sub.route("/")(lambda req, resp: "sub")
    app.mount("/sub", sub)
    client = TestClient(app)
    for path in ("/", "/7", "/sub"):
        assert [client.get(path).status_code for _ in range(4)] == [200] * 4
        head = app.last_head
        assert head.request_line.known_route, path
        app.search = None  # which is not asked again
        assert client.get(path).status_code == 200
        del app.search


def test_a_route_that_is_found_twice():
    class Twice(picoweb.WebApp):
        def handle(self, req, resp):
            self.find(req)
            try:
                return super().handle(req, resp)
            except picoweb.HTTPError:
                req.path = "/sub/other"
                return super().handle(req, resp)

        def find(self, req):
            try:
                return super().find(req)
            except picoweb.HTTPError:
                req.path = "/sub/other"
                return super().find(req)

    app, sub = Twice(None), make_app()
    sub.add_url_rule("/x", lambda req, resp: "x " + req.path)
    sub.add_url_rule("/other", lambda req, resp: "other " + req.path)
    sub.add_url_rule("/<int:n>/y", lambda req, resp, n: "y " + req.path)
    app.mount("/sub", sub)
    client = TestClient(app)
    for _ in range(3):
        assert client.get("/sub/x").text == "x /x" and client.get("/sub/1/y").text == "y /1/y"
        assert client.get("/sub/nix").text == client.get("/nix").text == "other /other"


def test_a_pattern_that_fails_is_a_500():
    class Deep:
        def match(self, path):
            raise RuntimeError("maximum recursion depth exceeded")

    client = client_of(("/", lambda req, resp: "x"), (Deep(), lambda req, resp: "y"))
    assert client.get("/" + "x" * 900).status_code == 500 and client.get("/").text == "x"
    assert isinstance(client.app.log.errors[0], RuntimeError)


def test_methods():
    client = client_of(
        ("/", lambda req, resp: "got", {"methods": ["GET"]}),
        ("/", lambda req, resp: "put", {"methods": ["PUT", "POST"]}),
        ("/any", lambda req, resp: req.method),
    )
    assert client.get("/").text == "got" and client.put("/").text == "put"
    assert client.head("/").status_code == 200
    answer = client.delete("/")
    assert answer.status_code == 405 and answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST, PUT"
    for method in ("GET", "DELETE", "PROPFIND"):
        assert client.open("/any", method).text == method


def test_a_path_may_be_written_as_it_is_in_the_url():
    """As in picoweb 1, where no path is for the decoded one; its own spelling goes first."""
    app = picoweb.WebApp(None, [("/b%20c", lambda req, resp: "encoded"), ("/d e", lambda req, resp: "plain"),
                                ("/d%20e", lambda req, resp: "never"), ("/100%25", lambda req, resp: "percent")])
    app.get("/caf%c3%A9")(lambda req, resp: "got")
    sub = picoweb.WebApp(None, [("/x%2By", lambda req, resp: "below")])
    app.mount("/sub", sub)
    client = TestClient(app)
    for _ in range(3):
        for path, text in (("/b%20c", "encoded"), ("/d%20e", "plain"), ("/100%25", "percent"), ("/100%2525", "percent"),
                           ("/caf%C3%a9", "got"), ("/sub/x%2by", "below")):
            assert client.get(path).text == text, path
        assert client.get("/b+c").status_code == client.post("/caf%c3%a9").status_code == 404
        assert client.get("/b%20d").status_code == client.get("/sub/b%20c").status_code == 404


def test_the_path_is_decoded_and_the_query_is_not():
    client = client_of(("/a b/\u00fc", lambda req, resp: [req.path, req.qs]))
    assert client.get("/a%20b/%C3%BC?x=%20&y").json() == ["/a b/\u00fc", "x=%20&y"]
    assert client.get("http://host/a%20b/%c3%bc").json() == ["/a b/\u00fc", ""]


def test_mounts():
    def show(name):
        return lambda req, resp: name + " " + req.path

    app, one, two, deep = make_app(), picoweb.WebApp(None), picoweb.WebApp(None), picoweb.WebApp(None)
    app.add_url_rule("/", show("app"))
    one.add_url_rule("/", show("one"))
    one.add_url_rule("/x", show("one"))
    two.add_url_rule("/", show("two"))
    deep.add_url_rule("/y", show("deep"))
    app.mount("/app1", one)
    app.mount("/app1/two", two)
    two.mount("/deep", deep)
    client = TestClient(app)
    for path, text in (("/", "app /"), ("/app1", "one /"), ("/app1/", "one /"), ("/app1/x", "one /x"),
                       ("/app1/two", "two /"), ("/app1/two/deep/y", "deep /y")):
        for _ in range(2):  # the second time the way is known
            assert client.get(path).text == text
    for path in ("/app1zzz", "/app1/twox", "/app1/nix", "/deep/y"):
        assert client.get(path).status_code == 404, path
    assert one.url == "/app1"
    other = picoweb.WebApp(None)
    other.add_url_rule("/y", show("other"))
    two.mount("/deep/y", other)
    assert client.get("/app1/two/deep/y/y").text == "other /y"


def test_init():
    inits = []

    class App(picoweb.WebApp):
        def init(self):
            inits.append(self)  # without a call of the class's own

    app, sub = App(None), App(None)
    app.mount("/sub", sub)
    app.add_url_rule("/", lambda req, resp: "x")
    sub.add_url_rule("/", lambda req, resp: "y")
    client = TestClient(app)
    assert not app.inited
    client.get("/")
    client.get("/")
    assert inits == [app]
    client.get("/sub/")
    assert inits == [app, sub]


def test_headers_modes():
    async def lines(req, resp):
        got = []
        while True:
            line = await req.reader.readline()
            if line == b"\r\n":
                break
            got.append(line.decode())
        size = int([line for line in got if line.startswith("Content-Length")][0].split(":")[1])
        got.append((await req.reader.readexactly(size)).decode())
        assert not hasattr(req, "headers")
        return got

    client = client_of(
        ("/parse", lambda req, resp: req.headers["HOST"]),
        ("/skip", lambda req, resp: [hasattr(req, "headers")], {"headers": "skip"}),
        ("/leave", lines, {"headers": "leave"}),
    )
    ask = b"POST %s HTTP/1.1\r\nHost: me\r\nContent-Length: 2\r\n\r\nab"
    raw = client.send(ask % b"/leave" + ask % b"/skip" + ask % b"/parse")
    assert b'["Host: me\\r\\n", "Content-Length: 2\\r\\n", "ab"]' in raw
    assert b"[false]" in raw and raw.endswith(b"\r\n\r\nme")
    client.app.headers_mode = "skip"
    client.app.last_line = type(client.app).last_line
    client.app.last_head = type(client.app).last_head
    assert client.get("/parse").status_code == 500


def test_a_lack_of_memory_is_a_503():
    def fail(req, resp):
        raise MemoryError("reason")

    client = client_of(("/", fail))
    answer = client.get("/")
    assert answer.status == "503 Service Unavailable" and "reason" not in answer.text
    assert isinstance(client.app.log.errors[0], MemoryError)


def test_an_exception_is_a_500_and_in_the_log():
    def fail(req, resp):
        raise KeyError("reason")

    async def fail_later(req, resp):
        await picoweb.start_response(resp)
        await resp.awrite("begun")
        raise KeyError("reason")

    async def fail_between(req, resp):
        await picoweb.start_response(resp, "image/png")
        raise KeyError("reason")

    client = client_of(("/", fail), ("/later", fail_later), ("/between", fail_between), ("/ok", lambda q, r: "ok"))
    answer = client.get("/")
    assert answer.status_code == 500 and "reason" not in answer.text
    assert isinstance(client.app.log.errors[0], KeyError)
    answer = client.get("/later")
    assert answer.data == b"begun" and not answer.complete
    answer = client.get("/between")
    assert answer.status_code == 500 and answer.headers["Content-Type"].startswith("text/plain")
    assert len(client.app.log.errors) == 3
    raw = client.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /ok HTTP/1.1\r\nHost: x\r\n\r\n")
    assert raw.startswith(b"HTTP/1.1 500") and raw.endswith(b"ok")


class OldLog:
    """A log as older apps have them: it takes one text."""

    def __init__(self, fails=False):
        self.said = []
        self.fails = fails

    def info(self, msg):
        self.said.append(msg)
        if self.fails:
            raise ValueError("the log is full")

    def error(self, msg):
        self.info(msg)

    def exc(self, e, msg):
        self.info("%s: %r" % (msg, e))


class Logging:
    """A log as the logging modules have them: without `exc`."""

    def __init__(self):
        self.said = []

    def info(self, msg, *args):
        self.said.append(msg % args if args else msg)

    error = info

    def exception(self, msg, *args, exc_info=True):
        self.said.append("%s: %r" % (msg, exc_info))


def app_that_fails(log):
    """A client of an app with a log, with pages for all that is logged."""

    def fail(req, resp):
        raise KeyError("reason")

    async def fail_later(req, resp):
        await picoweb.start_response(resp)
        await resp.awrite("begun")
        raise KeyError("reason")

    app = picoweb.WebApp(None)
    app.log = log
    app.add_url_rule("/ok", lambda req, resp: "100%s")
    app.add_url_rule("/fail", fail)
    app.add_url_rule("/later", fail_later)
    return TestClient(app)


def test_a_log_gets_finished_texts():
    """Those of older apps take nothing else, and those of the logging modules take it as well."""
    for log in OldLog(), Logging():
        client = app_that_fails(log)
        assert client.get("/ok?%25d%s").text == "100%s" and client.get("/none").status_code == 404
        assert client.get("/fail").status_code == 500 and not client.get("/later").complete
        assert client.send(b"GET x HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 400 ")
        why = repr(KeyError("reason"))
        assert log.said == ["- GET /ok 200", "- GET /none 404", "- GET /fail 500: " + why, "- GET /later -: " + why,
                            "- - 400: malformed target"], log.said


def test_a_log_that_fails_breaks_no_answer():
    client = app_that_fails(OldLog(fails=True))
    answer = client.get("/ok")
    assert answer.text == "100%s" and answer.complete
    assert client.get("/none").status_code == 404 and client.get("/fail").status_code == 500
    raw = client.send(b"GET /ok HTTP/1.1\r\nHost: x\r\n\r\nGET /ok HTTP/1.1\r\nHost: x\r\n\r\n")
    assert raw.count(b"100%s") == 2
    assert len(client.app.log.said) == 5


def test_handle_exc_can_be_overridden():
    class App(picoweb.WebApp):
        def handle_exc(self, req, resp, e):
            if req.path == "/twice":
                raise e
            if req.path == "/super":
                yield from super().handle_exc(req, resp, e)
                return
            yield from picoweb.start_response(resp, status="500")
            yield from resp.awrite("sorry: " + repr(e))

    app = App(None)
    app.log = Log()
    for path in ("/", "/twice", "/super"):
        app.add_url_rule(path, lambda req, resp: 1 // 0)
    client = TestClient(app)
    answer = client.get("/")
    assert answer.status == "500 Internal Server Error" and answer.text.startswith("sorry: ZeroDiv")
    assert client.get("/twice").raw == b"" and len(app.log.errors) == 3
    assert client.get("/super").status_code == 500


def test_http_error_is_an_answer():
    def teapot(req, resp):
        raise picoweb.HTTPError(418, "short and stout", [("X-A", "1")])

    client = client_of(("/", teapot))
    answer = client.get("/")
    assert answer.status == "418 I'm a Teapot" and "short and stout" in answer.text
    assert answer.headers["X-A"] == "1" and not client.app.log.errors


def test_return_false_keeps_the_stream():
    kept = []

    async def keep(req, resp):
        await picoweb.start_response(resp, "text/event-stream")
        kept.append(resp)
        return False

    async def scenario(net):
        c = await net.connect()
        await c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await c.read_until(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 OK")
        resp = kept[0]
        assert {resp: 1}[resp] == 1
        await resp.awrite("data: 1\n\n")
        assert await c.read_until(b"\n\n\r\n") == b"9\r\ndata: 1\n\n\r\n"
        await resp.awrite("data: 2\n\n")
        await resp.aclose()
        rest = await c.read()
        assert b"data: 2\n\n" in rest and rest.endswith(b"0\r\n\r\n")
        await c.close()
        try:
            await resp.awrite("x")
        except OSError:
            pass
        else:
            raise AssertionError("writing to a client that has gone")

    with_server(make_app(routes=[("/", keep)]), scenario)


def test_a_bare_yield_gives_way():
    async def asleep(req, resp):
        import asyncio

        for _ in range(3):
            await asyncio.sleep(0)
        return "slept"

    def gives_way(req, resp):
        yield
        yield from picoweb.start_response(resp)
        for word in ("a", "b", "c"):
            yield
            yield from resp.awrite(word)
            yield

    async def scenario(net):
        for _ in range(5):
            assert b"1\r\na\r\n1\r\nb\r\n1\r\nc\r\n0\r\n\r\n" in await net.get("/way")
            assert (await net.get("/sleep")).endswith(b"slept")

    with_server(make_app(routes=[("/way", gives_way), ("/sleep", asleep)]), scenario)


def test_subclasses_reach_everything_by_super():
    class App(picoweb.WebApp):
        def render_str(self, tmpl_name, args=()):
            return "<" + super().render_str(tmpl_name, args) + ">"

        def _load_template(self, name):
            return lambda *args: iter(("t", name))

        def run(self, *args, **kwargs):
            return super().run

    app = App(None)
    assert app.render_str("x.tpl") == "<tx.tpl>"
    assert callable(app.run())


def test_names_of_the_package():
    assert picoweb.asyncio and picoweb.re and picoweb.uerrno and picoweb.utils.unquote_plus("a+b") == "a b"
    raises(AttributeError, lambda: picoweb.nonsense)
    assert not hasattr(picoweb.WebApp(None), "nonsense")
    assert picoweb.parse_qs("a=1&a=2") == {"a": ["1", "2"]}


def test_pkg():
    for pkg, expected in ((None, None), ("__main__", None), ("a.b.c", "a"), ("a", "a")):
        assert picoweb.WebApp(pkg).pkg == expected


def test_handle_exc_of_a_mounted_app():
    class Sub(picoweb.WebApp):
        def handle_exc(self, req, resp, e):
            return picoweb.http_error(resp, 500, "of the sub-app")

    class App(picoweb.WebApp):
        def handle_exc(self, req, resp, e):
            return picoweb.http_error(resp, 500, "of the app")

    app, sub, plain = App(None), Sub(None), picoweb.WebApp(None)
    for each in (app, sub, plain):
        each.add_url_rule("/", lambda req, resp: 1 // 0)
    app.mount("/sub", sub)
    app.mount("/plain", plain)
    client = TestClient(app)
    assert client.get("/").text == "of the app"
    assert client.get("/sub/").text == "of the sub-app"
    assert client.get("/plain/").text == "of the app"


def test_the_log_shows_whole_paths():
    app, sub = make_app(), picoweb.WebApp(None)
    sub.add_url_rule("/x", lambda req, resp: req.path)
    app.mount("/sub", sub)
    assert TestClient(app).get("/sub/x").text == "/x"
    assert ("info", "- GET /sub/x 200") in app.log.lines


def test_logging():
    client = client_of(("/", lambda req, resp: "x"))
    client.get("/")
    client.get("/nix\x1b[2J".replace("\x1b", "%1b"))
    assert ("info", "- GET / 200") in client.app.log.lines
    assert any("404" in text for level, text in client.app.log.lines if level == "info")
    assert client.send(b"GET x HTTP/1.1\r\n\r\n").endswith(b"\r\n\r\n400 Bad Request: malformed target\n")
    assert ("info", "- - 400: malformed target") in client.app.log.lines


def test_the_log_has_the_status():
    def raw(req, resp):
        return resp.awrite(b"HTTP/1.0 404 Not Found\r\n\r\n")

    def broken(req, resp):
        raise ValueError("broken")

    def cut(req, resp):
        yield from picoweb.start_response(resp)
        yield from resp.awrite("a")
        raise lost

    def left(req, resp):
        yield from picoweb.start_response(resp, "text/plain", 201, length=3)
        resp.socket.close()
        yield from resp.awrite("abc")

    lost, gone = OSError(104), OSError(32)
    client = client_of(("/", lambda req, resp: "x"), ("/made", lambda req, resp: ("x", 201)), ("/raw", raw),
                       ("/broken", broken), ("/gone", cut), ("/left", left))
    client.app.errorhandler(405)(lambda req, error: "x")
    client.app.get("/get")(lambda req, resp: "x")
    get = b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n"
    client.send(b"".join(get % path for path in (b"/made", b"/", b"/nix", b"/", b"/broken", b"/", b"/raw")))
    client.send(b"POST /get HTTP/1.1\r\nHost: x\r\n\r\n" + get % b"/gone")
    client.get("/left")
    assert client.app.log.lines == [
        ("info", "- GET /made 201"), ("info", "- GET / 200"), ("info", "- GET /nix 404"), ("info", "- GET / 200"),
        ("exc", "- GET /broken 500"), ("info", "- GET / 200"), ("info", "- GET /raw -"), ("info", "- POST /get 405"),
        ("info", "- GET /gone 200, ended early: " + repr(lost)),
        ("info", "- GET /left 201, ended early: " + repr(gone)),
    ], client.app.log.lines


def test_a_log_that_nobody_takes():
    from picoweb.serving import log

    def full(*args, **kwargs):
        raise OSError(28)

    async def pieces(req, resp):
        await picoweb.start_response(resp)
        await resp.awrite("a")
        await resp.awrite("b")

    app = make_app(routes=[("/", pieces)])
    app.log = log.Log()
    client = TestClient(app)
    log.print = full
    try:
        assert client.get("/nix").status_code == 404
        answer = client.get("/")
        assert answer.complete and answer.text == "ab"
        raw = client.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 2)
        assert raw.count(b"0\r\n\r\n") == 2
    finally:
        del log.print
