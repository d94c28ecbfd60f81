"""Answers: heads, and the helpers that write them."""

import time
from collections import namedtuple

import picoweb
from harness import client_of, make_app, raises
from picoweb.http.conditions import parse_date
from picoweb.testing import TestClient


def answer_of(*args, **kwargs):
    """What comes of `start_response(resp, *args, **kwargs)` and a piece of content."""

    async def handler(req, resp):
        await picoweb.start_response(resp, *args, **kwargs)
        await resp.awrite("x")

    client = client_of(("/", handler))
    answer = client.get("/")
    answer.log = [text for level, text in client.app.log.lines if level != "info"]
    return answer


def test_start_response():
    assert answer_of().status == "200 OK"
    assert answer_of().headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer_of("text/plain", "404").status == "404 Not Found"
    assert answer_of(status=503).status == "503 Service Unavailable"
    assert answer_of(status="299").status_code == 299
    assert answer_of(status="200 Fine").status == "200 Fine"
    assert answer_of(content_type="image/png").headers["Content-Type"] == "image/png"
    for headers in ({"X-A": "1"}, [("X-A", "1")], (("X-A", 1),), "X-A: 1\r\n", b"X-A: 1\r\n", {b"X-A": b"1"}):
        answer = answer_of(headers=headers)
        assert answer.headers["X-A"] == "1" and answer.text == "x" and answer.complete, headers
    cookies = answer_of(headers=[("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    assert cookies.raw.count(b"Set-Cookie: ") == 2


def test_start_response_as_older_apps_call_it():
    for _ in range(2):
        assert answer_of(b"image/png").headers["Content-Type"] == "image/png"
        answer = answer_of("text/plain", {"X-A": "1"})
        assert (answer.status, answer.headers["X-A"], answer.headers["Content-Type"]) == ("200 OK", "1", "text/plain")
    answer = answer_of(b"text/plain\r\nX: y")
    assert answer.status_code == 500 and b"X: y" not in answer.raw


def test_start_response_by_keyword():
    async def handler(req, resp):
        await picoweb.start_response(writer=resp, content_type="text/plain", status="201", headers=None)
        await resp.awrite("x")

    assert client_of(("/", handler)).get("/").status == "201 Created"


def test_who_may_send_a_request_again_gets_another_connection():
    app = make_app()
    app.route("/raised")(lambda req, resp: picoweb.abort(int(req.qs)))
    app.route("/returned")(lambda req, resp: ("x", int(req.qs)))
    app.route("/begun")(lambda req, resp: picoweb.start_response(resp, status=req.qs, length=0))
    client = TestClient(app)
    for path in "/raised", "/returned", "/begun":
        for status, closes in ("408", True), ("421", True), ("404", False), ("429", False):
            request = "GET %s?%s HTTP/1.1\r\nHost: x\r\n\r\n" % (path, status)
            answers = client.send(2 * request.encode())
            assert (answers.count(b"HTTP/1.1 " + status.encode()), b"Connection: close" in answers) == (2 - closes, closes), path


def test_date():
    """RFC 9110, 6.6.1: a server with a clock says what time it is, in answers of every kind, and only once."""
    app = make_app()
    app.route("/")(lambda req, resp: picoweb.start_response(resp, length=0))
    app.route("/returned")(lambda req, resp: "text")
    app.route("/there")(lambda req, resp: picoweb.redirect("/"))
    app.route("/own")(lambda req, resp: ("x", 200, {"DATE": "Sun, 06 Nov 1994 08:49:37 GMT"}))
    client = TestClient(app)
    for path in "/", "/", "/returned", "/returned", "/there", "/not-there":
        before = time.gmtime()[:6]
        answer = client.get(path)
        assert before <= parse_date(answer.headers["Date"].encode()) <= time.gmtime()[:6], path
        assert answer.raw.count(b"\nDate: ") == 1
    for _ in range(2):
        assert client.get("/own").headers["Date"] == "Sun, 06 Nov 1994 08:49:37 GMT"
        assert client.get("/own").raw.lower().count(b"\ndate: ") == 1


def test_date_goes_on():
    client = client_of(("/", lambda req, resp: "x"))
    first = client.get("/").headers["Date"]
    while client.get("/").headers["Date"] == first:
        time.sleep(0.1)


def test_no_content():
    for status in ("204", 304, "204 No Content"):
        answer = answer_of(status=status)
        assert answer.data == b"" and b"chunked" not in answer.raw and "Content-Length" not in answer.headers


def test_a_content_type_among_the_header_fields_is_the_only_one():
    for headers in ({"Content-Type": "application/json"}, {b"content-type": b"application/json"},
                    [("CONTENT-TYPE", "application/json")], "Content-Type: application/json\r\n"):
        for answer in answer_of(headers=headers), answer_of("text/plain", "404", headers):
            assert answer.raw.lower().count(b"content-type:") == 1, answer.raw
            assert answer.headers["Content-Type"] == "application/json"


def test_a_wrong_status_is_200():
    """Older apps put all kinds of things in its place."""
    for status in ("x", 99, 600, "999", "", None, b"OK", {"sensor 1": 2}, [1], (2, 3), {"A": "b\r"}):
        answer = answer_of(status=status)
        assert answer.status == "200 OK" and "A" not in answer.headers, status
        assert len(answer.log) == 1 and "is no status" in answer.log[0], (status, answer.log)
    assert answer_of(status=b"404").status == "404 Not Found" and answer_of(status=b"404").log == []
    assert answer_of(status={"A": "b"}).headers["A"] == "b" and answer_of(status={"A": "b"}).log == []


def test_what_would_end_a_field_is_refused():
    for kwargs in ({"content_type": "a\r\nX: y"}, {"status": "200 OK\r\nX: y"}, {"headers": {"A\n": "b"}},
                   {"headers": [("A", "b\r")]}, {"headers": {"A": "b\0"}}, {"status": "404\n"}, {"status": 100},
                   {"headers": {"": "b"}}, {"headers": {"A:B": "b"}}, {"headers": {"A B": "b"}}, {"headers": {"\xe9": "b"}},
                   {"headers": {"Transfer-Encoding": "chunked"}}):
        answer = answer_of(**kwargs)
        assert answer.status_code == 500 and b"X: y" not in answer.raw, kwargs


def test_jsonify():
    async def handler(req, resp):
        await picoweb.jsonify(resp, {"a": [1, "\u00fc"]})

    answer = client_of(("/", handler)).get("/")
    assert answer.json() == {"a": [1, "\u00fc"]} and answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Length"] == str(len(answer.data))


def test_http_error():
    for args, status, text in ((("404",), "404 Not Found", "404"), ((500,), "500 Internal Server Error", "500"),
                               (("400", "no name"), "400 Bad Request", "no name")):
        def handler(req, resp):
            yield from picoweb.http_error(resp, *args)

        answer = client_of(("/", handler)).get("/")
        assert (answer.status, answer.text) == (status, text)


def test_redirect():
    async def handler(req, resp):
        await picoweb.redirect(resp, req.qs.replace("%0d%0a", "\r\n"))

    client = client_of(("/", handler))
    answer = client.get("/?/there")
    assert answer.status == "302 Found" and answer.headers["Location"] == "/there" and answer.complete
    answer = client.get("/?/there%0d%0aX:y")
    assert answer.status_code == 500 and b"X:y" not in answer.raw


def test_redirect_to_what_is_not_ascii():
    client = client_of(
        ("/", lambda req, resp: picoweb.redirect("/gr\xf6\xdfe/a%20b?q=\u20ac&r=[1]#\xe4", 303)),
        ("/old", lambda req, resp: picoweb.redirect(resp, "http://x/\xe4")),
        ("/by-name", lambda req, resp: picoweb.redirect(location="/\xe4")),
        ("/as-it-is", lambda req, resp: picoweb.redirect("/a|b?c={d}%zz")),
        ("/split", lambda req, resp: picoweb.redirect("/\xe4\r\nX: y")),
    )
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/gr%C3%B6%C3%9Fe/a%20b?q=%E2%82%AC&r=[1]#%C3%A4")
    assert client.get("/old").headers["Location"] == "http://x/%C3%A4"
    assert client.get("/as-it-is").headers["Location"] == "/a|b?c={d}%zz"
    assert client.get("/split").status_code == 500


def test_sendstream():
    class File:
        left = 5000

        def readinto(self, buf):
            n = min(len(buf), self.left)
            self.left -= n
            buf[:n] = b"s" * n
            return n

    async def handler(req, resp):
        await picoweb.start_response(resp)
        await picoweb.sendstream(resp, File())

    answer = client_of(("/", handler)).get("/")
    assert answer.data == b"s" * 5000 and answer.complete


def test_sendstream_of_text():
    path = (__file__.rpartition("/")[0] or ".") + "/static/text.txt"

    async def handler(req, resp):
        await picoweb.start_response(resp)
        with open(path) as f:
            await picoweb.sendstream(resp, f)

    with open(path, "rb") as f:
        assert client_of(("/", handler)).get("/").data == f.read()


def test_get_mime_type():
    for name, kind in (("a.html", "text/html; charset=utf-8"), ("a.b.css", "text/css; charset=utf-8"),
                       ("A.PNG", "image/png"), ("x.jpeg", "image/jpeg"), ("x.js", "text/javascript; charset=utf-8"),
                       ("x", "application/octet-stream"), ("x.", "application/octet-stream"),
                       ("x.text/css;", "application/octet-stream"), ("x.json", "application/json")):
        assert picoweb.get_mime_type(name) == kind, name


def test_helpers_and_head():
    async def handler(req, resp):
        await picoweb.jsonify(resp, [1, 2])

    app = make_app(routes=[("/", handler)])
    answer = TestClient(app).head("/")
    assert answer.data == b"" and answer.headers["Content-Length"] == "6"


def test_set_header():
    def handler(req, resp):
        resp.set_header("Content-Type", "image/svg+xml")
        resp.set_header("X-A", 1)
        resp.add_header("X-A", "2")
        resp.add_header("Vary", "Origin")
        resp.set_header("Set-Cookie", "a=1")
        resp.set_cookie("b", "2")
        for name, value in (("Content-Length", "3"), ("Transfer-Encoding", "chunked"), ("X A", "1"), ("X-A", "1\r\nX-B: 2")):
            raises(ValueError, resp.set_header, name, value)
            raises(ValueError, resp.add_header, name, value)
        return "x", 200, {"Vary": "Accept", "x-a": "3"}

    async def late(req, resp):
        await picoweb.start_response(resp)
        raises(RuntimeError, resp.set_header, "X-A", "1")
        await resp.awrite("x")
        raises(RuntimeError, resp.add_header, "X-A", "1")

    async def held(req, resp):
        await picoweb.jsonify(resp, {})
        resp.set_header("X-A", "1")

    async def fails(req, resp):
        resp.set_header("Content-Type", "application/pdf")
        resp.set_header("ETag", '"a"')
        resp.set_header("X-A", "1")
        raise picoweb.HTTPError(409)

    client = client_of(("/", handler), ("/late", late), ("/held", held), ("/fails", fails), ("/plain", lambda req, resp: "x"))
    for _ in range(2):
        headers = client.get("/").headers
        assert (headers["Content-Type"], headers["X-A"], headers["Vary"]) == ("image/svg+xml", "1, 2", "Origin, Accept")
        assert headers["Set-Cookie"] == "a=1, b=2; Path=/" and headers["Content-Length"] == "1"
        assert client.get("/plain").headers.get("X-A") is None
    assert client.get("/late").text == "x" and client.get("/held").headers["X-A"] == "1"
    headers = client.get("/fails").headers
    assert headers["Content-Type"].startswith("text/plain") and headers.get("ETag") is None and headers["X-A"] == "1"


def test_content_and_header_fields():
    client = client_of(
        ("/dict", lambda req, resp: ("a", {"X-A": "1", "Content-Type": "text/plain"})),
        ("/list", lambda req, resp: ({"a": 1}, [("X-A", "1"), ("X-A", "2")])),
    )
    answer = client.get("/dict")
    assert (answer.text, answer.headers["X-A"], answer.headers["Content-Type"]) == ("a", "1", "text/plain")
    answer = client.get("/list")
    assert answer.json() == {"a": 1} and answer.headers["X-A"] == "1, 2" and answer.status_code == 200


def test_control_characters_in_a_status_and_a_content_type():
    async def begin(req, resp):
        kind, status = {"/0": ("text/html", "200 O\0K"), "/1": ("text/html", "404 Not\tFound"), "/2": ("text/html", "200 \x7f"),
                        "/3": ("text/\x7fhtml", 200), "/4": ("text/\x01html", 200)}[req.path]
        error = raises(ValueError, picoweb.start_response, resp, kind, status)
        await picoweb.start_response(resp)
        await resp.awrite(type(error).__name__)

    client = client_of(*[("/%d" % n, begin) for n in range(5)])
    for n in range(5):
        answer = client.get("/%d" % n)
        assert (answer.status, answer.text) == ("200 OK", "ValueError"), (n, answer.raw)


def test_json_of_values_that_it_has_not():
    point = namedtuple("Point", ("x", "y"))
    values = {
        "/nan": {"a": [1, {"b": float("nan")}]}, "/inf": [float("-inf")], "/words": ["nan", "Infinity (NaN)", "inf", 1.5],
        "/point": {"p": point(1, "("), "q": [point(2, 3)]},
    }
    app = make_app()
    client = TestClient(app)
    for path in values:
        app.route(path)(lambda req, resp: values[req.path])
        app.route("/made" + path)(lambda req, resp: (yield from picoweb.jsonify(resp, values[req.path[5:]])))
    for made in ("", "/made"):
        assert client.get(made + "/words").json() == values["/words"]
        assert client.get(made + "/point").json() == {"p": [1, "("], "q": [[2, 3]]}
        assert client.get(made + "/nan").status_code == 500 and "['a'][1]['b']" in str(app.log.errors[-1])
        assert client.get(made + "/inf").status_code == 500 and "[0]" in str(app.log.errors[-1])


def test_redirect_by_name():
    client = client_of(
        ("/", lambda req, resp: picoweb.redirect(location="/there")),
        ("/other", lambda req, resp: picoweb.redirect(location="/there", status=303)),
    )
    assert (client.get("/").status_code, client.get("/").headers["Location"]) == (302, "/there")
    assert (client.get("/other").status_code, client.get("/other").headers["Location"]) == (303, "/there")
