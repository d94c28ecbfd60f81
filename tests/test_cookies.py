"""Cookies, both ways."""

import picoweb
from harness import client_of, raises, with_server, make_app
from picoweb.http.cookies import format_cookie, parse_cookies
from picoweb.testing import TestClient, TestResponse


def cookies_of(field):
    seen = []

    def handler(req, resp):
        seen.append(req.cookies)
        return ""

    client_of(("/", handler)).get("/", headers={"Cookie": field} if field is not None else None)
    return seen[0]


def test_cookies_of_a_request():
    assert cookies_of(None) == {} and cookies_of("") == {}
    assert cookies_of("a=1; b=2") == {"a": "1", "b": "2"}
    assert cookies_of("a=1;b=2;;  c = 3 ") == {"a": "1", "b": "2", "c": "3"}
    assert cookies_of('a="x y"; b="; c=d=e') == {"a": "x y", "b": '"', "c": "d=e"}
    assert cookies_of("a=1; a=2; no") == {"a": "1"}
    assert cookies_of("a=") == {"a": ""}


def test_only_spaces_and_tabs_are_left_out():
    assert cookies_of(" \ta \t=\t 1\x1c;\x0bb=\xa02\x85") == {"a": "1\x1c", "\x0bb": "\xa02\x85"}


def test_a_field_by_itself():
    assert parse_cookies("") == {} and parse_cookies('a="1"; a=2; b=\t3, c=4') == {"a": "1", "b": "3, c=4"}
    assert format_cookie("a", 1, None, None, None, True, False, None) == b"Set-Cookie: a=1; Secure\r\n"


def setting(*args, **kwargs):
    """The Set-Cookie fields of an answer for which these arguments were given."""

    def handler(req, resp):
        resp.set_cookie(*args, **kwargs)
        return "ok"

    return fields_of(client_of(("/", handler)).send(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))


def fields_of(data):
    head = data.split(b"\r\n\r\n")[0].decode()
    return [line[12:] for line in head.split("\r\n") if line.startswith("Set-Cookie: ")]


def test_set_cookie():
    assert setting("a", "1") == ["a=1; Path=/"]
    assert setting("a", 7, max_age=60, path="/x", domain="example.org", secure=True, httponly=True, samesite="Lax") == [
        "a=7; Max-Age=60; Path=/x; Domain=example.org; SameSite=Lax; Secure; HttpOnly"]
    assert setting("a", picoweb.quote("x y"), path=None) == ["a=x%20y"]
    assert setting("a", "1", samesite="lax", max_age=0) == ["a=1; Max-Age=0; Path=/; SameSite=Lax"]


def test_what_no_cookie_can_hold():
    class Resp:
        extra_fields = head = b""

    from picoweb.messages.cookies import set_cookie

    for bad in ("\r", "\n", "\0", ";", "a\r\nSet-Cookie: x=1"):
        raises(ValueError, set_cookie, Resp(), "a", bad)
        raises(ValueError, set_cookie, Resp(), bad, "1")
        for key in ("path", "domain", "samesite"):
            raises(ValueError, lambda: set_cookie(Resp(), "a", "1", **{key: bad}))
    for bad in ("x y", "a,b", "\xe9", 'a"b', "a\\b", "\x7f"):
        raises(ValueError, set_cookie, Resp(), "a", bad)
    for bad in ("x", 1.5):
        raises(ValueError, lambda: set_cookie(Resp(), "a", "1", max_age=bad))
    for name in ("", "a b", "a=b", "a,b", "a\xe9", "(a)", "\x7f"):
        raises(ValueError, set_cookie, Resp(), name, "1")
    raises(ValueError, lambda: set_cookie(Resp(), "a", "1", samesite="Some"))
    assert Resp.extra_fields == b""


def test_too_late_for_a_cookie():
    async def late(req, resp):
        await picoweb.start_response(resp)
        resp.set_cookie("a", "1")

    client = client_of(("/", late))
    assert client.get("/").status_code == 500 and isinstance(client.app.log.errors[0], RuntimeError)


def test_many_and_none_left_over():
    app = make_app()

    @app.route("/two")
    async def two(req, resp):
        resp.set_cookie("a", "1")
        resp.delete_cookie("b", path="/x")
        await picoweb.start_response(resp, "text/plain", headers={"X-A": "1"})
        await resp.awrite("two")

    @app.route("/moved")
    def moved(req, resp):
        resp.set_cookie("c", "3")
        return picoweb.redirect("/two")

    @app.route("/none")
    def none(req, resp):
        return "none"

    @app.route("/error")
    def error(req, resp):
        resp.set_cookie("d", "4")
        picoweb.abort(404)

    request = b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n"
    data = TestClient(app).send(b"".join(request % path for path in (b"two", b"none", b"moved", b"error", b"none")))
    assert data.count(b"Set-Cookie") == 4 and b"X-A: 1" in data
    assert fields_of(data) == ["a=1; Path=/", "b=; Max-Age=0; Path=/x"]
    assert data.split(b"HTTP/1.1 ")[2].count(b"Set-Cookie") == data.split(b"HTTP/1.1 ")[5].count(b"Set-Cookie") == 0
    assert b"Location: /two\r\n" in data and b" 302 " in data


def test_on_a_socket():
    app = make_app()

    @app.route("/")
    def count(req, resp):
        resp.set_cookie("n", int(req.cookies.get("n", 0)) + 1)
        return req.remote_addr

    async def scenario(net):
        answer = await net.get("/", "Cookie: n=41\r\n")
        assert b"Set-Cookie: n=42; Path=/\r\n" in answer and answer.endswith(b"127.0.0.1")

    with_server(app, scenario)


def test_a_comma_is_part_of_a_value():
    def handler(req, resp):
        return req.cookies

    raw = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: a=Thu, 1 Jan; b=x, y=z\r\nCOOKIE: c=3\r\n\r\n"
    assert TestResponse(client_of(("/", handler)).send(raw)).json() == {"a": "Thu, 1 Jan", "b": "x, y=z", "c": "3"}
