"""URL rules with variables, methods, and URLs made from the map."""

import re

import picoweb
from harness import make_app, raises, with_server
from picoweb.http.percent import quote
from picoweb.testing import TestClient


def shown(app):
    """A function that adds a rule which answers with the variables' values."""

    def add(url, **kwargs):
        @app.route(url, **kwargs)
        def show(req, resp, **values):
            return url + " " + " ".join("%s=%r" % (name, values[name]) for name in sorted(values))

    return add


def answer(rule, path):
    """What a rule makes of a path; the status if it does not match."""
    app = make_app(serve_static=False)
    shown(app)(rule)
    got = TestClient(app).get(path)
    return got.text[len(rule) + 1 :] if got.status_code == 200 else got.status_code


def test_variables():
    assert answer("/user/<name>", "/user/ann") == "name='ann'"
    assert answer("/user/<string:name>", "/user/a%20b%2B%C3%A4") == "name=%r" % "a b+\xe4"
    assert answer("/user/<int:id>/<name>", "/user/12/ann") == "id=12 name='ann'"
    assert answer("/<a>-<b>.txt", "/one-two.txt") == "a='one' b='two'"
    assert answer("/at/<float:x>", "/at/1.5") == "x=1.5"
    assert answer("/file/<path:name>", "/file/a/b/c.txt") == "name='a/b/c.txt'"
    assert answer("/file/<path:name>/edit", "/file/a/b/edit") == "name='a/b'"
    assert answer("/file/<path:name>/<int:n>", "/file/a/b/7") == "n=7 name='a/b'"
    assert answer("/<int:w>x<int:h>", "/12x34") == "h=34 w=12"
    assert answer("/<re('[a-c]+'):word>", "/abc") == "word='abc'"
    assert answer('/<re("<.>"):word>/x', "/%3Cb%3E/x") == "word='<b>'"


def test_several_variables_in_a_segment():
    for rule, path, values in (
            ("/<slug>-<int:n>", "/hello-world-3", "n=3 slug='hello-world'"), ("/<a>-<b>", "/x-y-z", "a='x-y' b='z'"),
            ("/<a>-<int:n>-<b>", "/item-7-a-long-name", "a='item' b='a-long-name' n=7"),
            ("/<a><int:n>", "/abc12", "a='abc1' n=2"), ("/<a>-<float:x>-<b>", "/x-1.5-2.5-y", "a='x-1.5' b='y' x=2.5"),
            ("/<a>-<re('[a-z]+'):b>/x", "/1-2-c/x", "a='1-2' b='c'"), ("/<a>-/<b>", "/x-y-/z", "a='x-y' b='z'"),
            ("/<path:a>/<path:b>", "/x/y/z", "a='x' b='y/z'"), ("/<path:a>/<b>-<int:n>", "/x/y-/z-1/u-v-2", "a='x/y-/z-1' b='u-v' n=2"),
            ("/<path:a>.<b>", "/x.y/z.txt", "a='x.y/z' b='txt'"), ("/<a>-<b>", "/\xe4-\xf6-\xfc", "a=%r b=%r" % ("\xe4-\xf6", "\xfc"))):
        assert answer(rule, quote(path)) == values, (rule, path)
    for rule, path in (("/<a>-<int:n>", "/a-b"), ("/<a>-<int:n>", "/-1"), ("/<a>-<b>", "/a/-b"), ("/<a>-<b>/x", "/a-b/y"),
                       ("/<a>-<int:n>-<b>", "/a-b-c-d"), ("/<a><b>", "/x"), ("/<path:a>-<b>/x", "/a-/x")):
        assert answer(rule, path) == 404, (rule, path)


def test_rules_of_which_much_can_be_tried():
    tries = [0]

    def never(text):
        tries[0] += 1  # a list of all texts would take more memory than what is tested
        raise ValueError

    app = make_app(serve_static=False)
    app.converters = dict(app.converters, never=never)
    rules = "/<a>-<b>-<c>-<int:n>", "/<int:a>-<int:b>-<c>-<int:d>", "/<path:a>-<path:b>-<c>-<int:n>/x", "/<a>-<never:b>-<never:c>"
    for rule in rules:
        shown(app)(rule)
    client = TestClient(app)
    for path in ("-" * 900, "1-" * 450, "-/" * 450, "1-/" * 300, "-" * 900 + "/x"):
        answer = client.get("/" + path)
        assert answer.status_code == 404, (answer.status_code, answer.data[:40], app.log.lines[-1][1][:40])
    assert 400 < tries[0] <= 5000
    assert client.get("/" + "a-" * 400 + "7").text.endswith(" n=7")


def test_groups_in_the_order_of_the_rule():
    app = make_app()
    names = "zeta", "a", "mid", "b9", "id", "name", "kind", "year"
    rule = "".join(["/<%s>" % name for name in names])

    @app.route(rule)
    def show(req, resp, **values):
        match = req.url_match
        raises(IndexError, match.group, len(names) + 1)
        raises(IndexError, match.group, -1)
        raises(KeyError, match.group, "nix")
        assert [match.group(name) for name in names] == [match.group(n + 1) for n in range(len(names))]
        return [match.group(n) for n in range(len(names) + 1)]

    client = TestClient(app)
    for _ in range(4):
        assert client.get("/1/2/3/4/5/6/7/8").json() == ["/1/2/3/4/5/6/7/8", "1", "2", "3", "4", "5", "6", "7", "8"]


def test_paths_that_are_too_long_for_an_expression():
    app = make_app()
    app.route(re.compile("^/(a|b)*$"))(lambda req, resp: "many")
    app.route("/re/<re('(a|b)*'):x>")(lambda req, resp, x: "rule")
    app.post(re.compile("^/post/(a|b|/)*$"))(lambda req, resp: "post")
    client = TestClient(app)
    for path in ("/" + "ab" * 450, "/re/" + "ab" * 450, "/post/" + "ab" * 450, "/nix/" + "ab" * 450):
        assert client.get(path).status_code in (200, 404, 405, 414), path
    assert client.get("/abab").text == "many" and client.get("/re/ab").text == "rule" and not app.log.errors


def test_options_that_there_are_not():
    app = make_app()
    for add, options, said in (
            (app.route, {"strict_slashes": False}, "give the handler both"), (app.route, {"name": "x"}, "endpoint"),
            (app.get, {"nix": 1}, "methods=[...]"), (app.get, {"method": "POST"}, "method='POST'"),
            (app.route, {"methods": ["GET"], "method": "POST"}, "method='POST'")):
        why = str(raises(TypeError, lambda: add("/x", **options)))
        assert "/x" in why and said in why, why
    why = str(raises(TypeError, lambda: app.add_url_rule("/<x>", lambda req, resp, x: x, defaults={})))
    assert "/<x>" in why and "defaults" in why
    assert len(app.url_map) == 1, "the static folder"


def test_method_as_older_apps_spell_methods():
    app = make_app()
    app.route("/x", method="post")(lambda req, resp: "posted")
    app.route("/x", method=["GET", "PUT"], endpoint="x")(lambda req, resp: "got or put")
    app.route("/y/<n>", method="DELETE")(lambda req, resp, n: n)
    app.add_url_rule("/z", lambda req, resp: "z", method=None)
    client = TestClient(app)
    assert client.post("/x").text == "posted" and client.get("/x").text == client.put("/x").text == "got or put"
    assert client.delete("/x").status_code == 405 and client.get("/y/1").status_code == 405
    assert client.delete("/y/1").text == "1" and client.delete("/z").text == "z" and app.url_for("x") == "/x"


def test_an_option_of_older_apps_leaves_the_order_as_it_is():
    app = make_app()
    app.route(re.compile("^/a"))(lambda req, resp: "expression")
    app.route("/b", method="GET")(lambda req, resp: "b")
    app.route("/ab")(lambda req, resp: "path")
    assert TestClient(app).get("/ab").text == "expression"


def test_a_handler_without_the_variables_of_its_rule():
    for hooked in (False, True):
        app = make_app()
        app.get("/user/<int:id>/<name>", endpoint="other")(lambda req, resp, name: "x")

        @app.get("/item/<int:id>/<name>")
        def item(req, resp, name):
            return name

        @app.get("/inside/<x>")
        def inside(req, resp, x):
            return int("1", 2, 3, 4)

        if hooked:
            app.errorhandler(500)(lambda req, error: "oh")
        client = TestClient(app)
        for path, remedy in (("/user/1/a", "for the rule /user/<int:id>/<name> write: def other(req, resp, id, name)"),
                             ("/item/1/a", "for the rule /item/<int:id>/<name> write: def item(req, resp, id, name)")):
            assert client.get(path).status_code == 500
            assert remedy in [line for level, line in app.log.lines if level == "exc"][-1], app.log.lines
        client.get("/inside/1")
        assert "write" not in [line for level, line in app.log.lines if level == "exc"][-1]
        assert [type(error) for error in app.log.errors] == [TypeError] * 3


def test_what_does_not_match():
    for rule, path in (
            ("/user/<name>", "/user/"), ("/user/<name>", "/user/a/b"), ("/user/<name>", "/user/a%2Fb"),
            ("/user/<name>", "/users/a"), ("/user/<name>/x", "/user/a/y"), ("/user/<name>/x", "/user/a/x/"),
            ("/<int:id>", "/-1"), ("/<int:id>", "/1x"), ("/<int:id>", "/%D9%A3"), ("/<int:id>", "/"), ("/<int:id>", "/1_0"),
            ("/<float:x>", "/1"), ("/<float:x>", "/1."), ("/<float:x>", "/.5"), ("/<float:x>", "/nan"), ("/<float:x>", "/1.5.1"),
            ("/<path:p>/x", "/x"), ("/<a>-<b>", "/a-"), ("/<a>-<b>", "/-b"), ("/<a>-<b>", "/ab"),
            ("/<re('[a-c]+'):word>", "/abd"), ("/<re('[a-c]+'):word>", "/abc/a"), ("/<re('a|b'):word>", "/ac")):
        assert answer(rule, path) == 404, (rule, path)


def test_long_paths():
    assert answer("/<path:p>", "/" + "a/" * 400 + "b") == "p='%sb'" % ("a/" * 400)
    assert answer("/<int:n>", "/" + "9" * 900) == "n=" + "9" * 900


def test_rules_that_cannot_be_read():
    app = make_app()
    assert str(raises(ValueError, app.route, "/<nix:x>")) == "no converter 'nix', in the rule '/<nix:x>'"
    raises(ValueError, app.route, "/<x>/<y")
    app.strict = True
    assert str(raises(ValueError, app.route, "/<x")) == "no '>' in the rule '/<x'"


def test_paths_that_cannot_be_right():
    app = make_app()
    strict = make_app(strict=True)
    for url in ("nope", "nope/<int:id>", "", "<name>"):
        assert url in str(raises(ValueError, strict.route, url))
    for url in ("/<>", "/<int:>", "/<int: id>", "/<1a>", "/<req>", "/<resp>", "/<a-b>", "/<re('['):x>", "/<re(a):x>"):
        assert url in str(raises(ValueError, app.route, url)), url
    assert "two variables 'id'" in str(raises(ValueError, app.route, "/<int:id>/<id>"))
    sub = make_app()
    app.mount("", sub)
    raises(ValueError, app.mount, "/again", sub)
    raises(ValueError, app.mount, "/itself", app)
    raises(ValueError, sub.mount, "/above", app)


def test_of_mounts_of_one_length_the_first_counts():
    app = make_app()
    subs = [make_app() for _ in range(6)]
    for n, sub in enumerate(subs):
        sub.add_url_rule("/index", lambda req, resp: "x", endpoint="index")
        app.mount("/s%d" % n, sub)
    long = make_app()
    app.mount("/longer", long)
    assert app.mounts == [long] + subs and app.url_for("index") == "/s0/index"


def test_methods_in_small_letters():
    app = make_app()
    app.route("/list", methods=["get", "Post"])(lambda req, resp: "list")
    app.route("/text", methods="put")(lambda req, resp: "text")
    client = TestClient(app)
    assert client.get("/list").text == client.post("/list").text == "list" and client.put("/text").text == "text"
    assert client.put("/list").headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert client.get("/text").status_code == 405


def test_own_converters():
    app = make_app()
    app.converters["hex"] = lambda text: int(text, 16)
    shown(app)("/color/<hex:value>")
    client = TestClient(app)
    assert client.get("/color/ff").text.endswith("value=255")
    assert client.get("/color/xyz").status_code == 404


def test_routes_without_variables_come_first():
    app = make_app()
    add = shown(app)
    add("/user/<name>")
    add("/user/me")
    add(re.compile("^/user/x"))
    add("/user/<int:id>")
    app.add_url_rule("/user/you", lambda req, resp: "you")
    client = TestClient(app)
    assert [client.get("/user/" + name).text for name in ("me", "you", "xy", "7")] == [
        "/user/me ", "you", "/user/<name> name='xy'", "/user/<name> name='7'"]


def test_they_do_so_when_a_thread_has_served():
    app = make_app()
    app.route = lambda url, **extra: picoweb.WebApp.route(app, url, **extra)  # as a thread has it while it serves
    shown(app)("/user/<name>")
    shown(app)("/user/you")
    del app.route
    shown(app)("/user/me")
    client = TestClient(app)
    assert client.get("/user/you").text == "/user/you " and client.get("/user/me").text == "/user/me "


def test_a_request_that_comes_again():
    app = make_app()
    calls = []

    def counted(text):
        calls.append(text)
        return len(calls)

    app.converters = dict(app.converters, counted=counted)

    @app.route("/x/<re('[a-z]+'):name>/<path:rest>")
    def changes_what_it_got(req, resp, name, rest):
        req.url_match.values["name"] += "!"
        req.args["new"] = req.qs
        return [name, rest, req.url_match.group("name"), sorted(req.args)]

    @app.route("/calls/<counted:n>")
    def count(req, resp, n):
        return [n]

    @app.route(re.compile("^/re/(.)$"))
    def expression(req, resp):
        return [req.url_match.group(1)]

    mounted = make_app()
    mounted.route("/<string:name>")(lambda req, resp, name: [req.path, name, req.args])
    app.mount("/sub", mounted)
    client = TestClient(app)
    for _ in range(4):
        assert client.get("/x/abc/d/e?b=1").json() == ["abc", "d/e", "abc!", ["b", "new"]]
    for n in range(1, 4):
        assert client.get("/calls/x").json() == [n], "an app's own converter is asked each time"
    for _ in range(4):
        assert client.get("/re/1").json() == ["1"]
    for _ in range(4):
        assert client.get("/sub/a?x=2&y").json() == ["/a", "a", {"x": "2", "y": True}]
    assert client.get("/x/abd/d?b=1").json()[0] == "abd"
    app.url_map.insert(0, ("/x/abd/d", lambda req, resp: "first"))
    assert client.get("/x/abd/d?b=1").text == "first"


def test_handlers_of_all_kinds():
    app = make_app()

    @app.get("/a/<x>")
    async def a(req, resp, x):
        return x

    @app.get("/b/<x>")
    def b(req, resp, x):
        yield from picoweb.start_response(resp)
        yield from resp.awrite(x)

    app.add_url_rule("/c/<x>", lambda req, resp, x: x + req.url_match.group(1) + req.url_match.group("x"))
    client = TestClient(app)
    assert [client.get("/%s/1" % each).text for each in "abc"] == ["1", "1", "111"]


def test_methods():
    app = make_app()
    seen = []
    for method in ("get", "post", "put", "patch", "delete"):
        def handle(req, resp, id, method=method):
            seen.append((method, id))
            return method
        getattr(app, method)("/thing/<int:id>")(handle)
    client = TestClient(app)
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        assert client.open("/thing/1", method).text == method.lower()
    assert seen == [(method, 1) for method in ("get", "post", "put", "patch", "delete")]
    head = client.head("/thing/1")
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (200, b"", "3")


def test_options_and_405():
    app = make_app()
    shown(app)("/x", methods=["GET", "POST"])
    shown(app)("/y/<name>", methods=["PUT"])
    client = TestClient(app)
    wrong = client.delete("/x")
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    options = client.open("/x", "OPTIONS")
    assert (options.status_code, options.headers["Allow"], options.data) == (204, "GET, HEAD, OPTIONS, POST", b"")
    assert client.open("/y/a", "OPTIONS").headers["Allow"] == "OPTIONS, PUT"
    assert client.open("/nix", "OPTIONS").status_code == 404


def test_url_for():
    app, sub, inner = make_app(), make_app(), make_app()

    @app.route("/")
    def index(req, resp):
        pass

    @sub.get("/user/<int:id>/<path:rest>")
    def user(req, resp, id, rest):
        pass

    @inner.route("/x", endpoint="deep")
    def x(req, resp):
        pass

    sub.mount("/inner/", inner)
    app.mount("/api", sub)
    assert app.url_for("index") == "/"
    assert app.url_for("index", q="a b&c", n=1) in ("/?q=a%20b%26c&n=1", "/?n=1&q=a%20b%26c")
    for each in (app, sub):
        assert each.url_for("user", id=7, rest="a b/c?") == "/api/user/7/a%20b/c%3F"
        assert each.url_for("deep") == "/api/inner/x"
    assert inner.url_for("deep") == "/api/inner/x"
    assert app.url_for("static", filename="a b.css") == "/static/a%20b.css"
    assert str(raises(ValueError, app.url_for, "nix")) == "no route to 'nix'"
    assert str(raises(ValueError, app.url_for, "user")) == "/user/<int:id>/<path:rest> needs a value for 'id'"


def test_url_for_called_otherwise():
    app = make_app()
    app.add_url_rule("/user/<endpoint>", lambda req, resp, endpoint: endpoint, endpoint="user")
    assert app.url_for("user", endpoint="x") == "/user/x"
    for call, shown_call in ((lambda: app.url_for("x", "y"), "url_for('x', 'y')"), (lambda: app.url_for(endpoint="user"), "url_for(endpoint='user')"),
                             (lambda: app.url_for(), "url_for()"), (lambda: app.url_for("user", 7), "url_for('user', 7)")):
        why = str(raises(TypeError, call))
        assert shown_call in why and "id=7" in why, why


def test_urls_in_ascii():
    app, sub = make_app(), make_app()
    urls = "/gr\xf6\xdfe", "/a b", "/100%25", "/100%", "/c;d=1,2", "/what?", "/x/<n>", "/\xfc/<n>-\xe4"
    for n, url in enumerate(urls):
        app.add_url_rule(url, lambda req, resp, n=None: req.path, endpoint=str(n))
    sub.get("/\xe9", endpoint="in")(lambda req, resp: "in " + req.path)
    app.mount("/\xfcber", sub)
    client = TestClient(app)
    assert [app.url_for(str(n)) for n in range(6)] == ["/gr%C3%B6%C3%9Fe", "/a%20b", "/100%25", "/100%", "/c;d=1,2", "/what%3F"]
    assert app.url_for("6", n="\xe4/"[:1]) == "/x/%C3%A4" and app.url_for("7", n="1") == "/%C3%BC/1-%C3%A4"
    assert app.url_for("in") == sub.url_for("in") == "/%C3%BCber/%C3%A9" and client.get(app.url_for("in")).text == "in /\xe9"
    for n in (0, 1, 3, 4, 5):
        assert client.get(app.url_for(str(n))).text == urls[n]
    assert client.get(app.url_for("7", n="1")).text == "/\xfc/1-\xe4"


def test_where_apps_are_two_mounts_deep():
    for inside_first in (True, False):
        app, sub, inner = make_app(), make_app(), make_app()
        inner.get("/x", endpoint="deep")(lambda req, resp: inner.url + req.path)
        pairs = [(sub, "/inner/", inner), (app, "/sub", sub)]
        for outer, url, each in pairs if inside_first else reversed(pairs):
            outer.mount(url, each)
        assert [each.url for each in (app, sub, inner)] == ["", "/sub", "/sub/inner"]
        assert TestClient(app).get("/sub/inner/x").text == "/sub/inner/x"
        assert app.url_for("deep") == inner.url_for("deep") == "/sub/inner/x"
        around = make_app()
        around.mount("/all", app)
        assert inner.url == "/all/sub/inner" and TestClient(around).get("/all/sub/inner/x").text == "/all/sub/inner/x"


def test_url_for_makes_what_its_rule_matches():
    app = make_app()
    app.get("/f/<float:x>", endpoint="f")(lambda req, resp, x: "x")
    app.get("/i/<int:id>", endpoint="i")(lambda req, resp, id: "x")
    app.get("/s/<s>", endpoint="s")(lambda req, resp, s: "x")
    app.get("/r/<re('[ab]+'):s>", endpoint="r")(lambda req, resp, s: "x")
    assert app.url_for("f", x=1) == "/f/1.0" and app.url_for("f", x=2.5) == "/f/2.5"
    assert app.url_for("i", id=3, tag=["a", "b c"]) == "/i/3?tag=a&tag=b%20c"
    assert app.url_for("s", s="a b%") == "/s/a%20b%25" and app.url_for("r", s="ab") == "/r/ab"
    for name, values in (("f", {"x": -1.5}), ("i", {"id": "abc"}), ("i", {"id": -1}), ("s", {"s": ""}),
                         ("s", {"s": "a/b"}), ("r", {"s": "abc"})):
        raises(ValueError, lambda: app.url_for(name, **values))


def test_duplicates_are_refused_if_so_wished():
    app = make_app(strict=True)

    @app.get("/user/<name>")
    def first(req, resp, name):
        return "first"

    def second(req, resp, **values):
        return "second"

    app.post("/user/<name>")(second)
    for add in (app.get("/user/<other>"), app.route("/user/<name>"), app.route("/user/<x>", methods=["PUT", "GET"])):
        why = str(raises(ValueError, add, second))
        assert "first" in why and "second" in why and "/user/<" in why, why
    app.get("/user/<int:id>")(second)
    app.get("/x")(second)
    assert "GET /x goes to second, not to first as well" == str(raises(ValueError, app.get("/x"), first))
    assert TestClient(app).get("/user/a").text == "first"
    loose = make_app()
    for handler in (first, second):
        loose.get("/x")(handler)


def test_on_a_socket():
    app, sub = make_app(), make_app()
    shown(sub)("/item/<int:id>", methods=["GET"])
    app.mount("/api", sub)

    async def scenario(net):
        for n in (1, 22, 1):
            assert (await net.get("/api/item/%d" % n)).endswith(b" id=%d" % n)
        assert b" 404 " in await net.get("/api/item/x")

    with_server(app, scenario)


def test_variables_called_as_arguments_of_url_for_might_be():
    app = make_app()
    app.add_url_rule("/user/<name>/<app>", lambda req, resp, name, app: name + app, endpoint="user")
    assert app.url_for("user", name="ann", app="b") == "/user/ann/b"


def test_converters_of_a_subclass():
    class App(picoweb.WebApp):
        pass

    app = App(None)
    app.converters["hex"] = lambda text: int(text, 16)
    app.add_url_rule("/<hex:n>", lambda req, resp, n: str(n))
    assert TestClient(app).get("/ff").text == "255"


def test_options_of_the_server():
    client = TestClient(make_app())
    raw = client.send(b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert raw.startswith(b"HTTP/1.1 204 No Content\r\n")
