"""What apps for picoweb 1.8.2 do besides, and got away with: the answers that they give."""

import asyncio

import picoweb
from harness import make_app, with_server
from picoweb.testing import TestClient

FOLDER = __file__.rpartition("/")[0] or "."
APP = picoweb.WebApp("harness")
GET = b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n"


def site(*handlers, debug=1):
    """A TestClient of an app with a log; a handler's name is its path."""
    app = make_app()
    app.debug = debug
    for handler in handlers:
        app.add_url_rule("/" + handler.__name__, handler)
    return TestClient(app)


def texts_of(client, word):
    """The lines of the log that have a word."""
    return [text for _, text in client.app.log.lines if word in text]


# A head behind content


def behind_content(req, resp):
    yield from picoweb.start_response(resp)
    yield from resp.awrite("a")
    yield from picoweb.start_response(resp, "text/plain", "404", {"X-A": "b"})
    yield from resp.awrite("b")


def behind_json(req, resp):
    yield from picoweb.jsonify(resp, 1)
    yield from picoweb.start_response(resp, content_type="text/plain")
    yield from resp.awrite("b")


def behind_an_error(req, resp):
    yield from picoweb.http_error(resp, "404")
    yield from picoweb.start_response(resp)
    yield from resp.awrite("b")
    yield from picoweb.start_response(resp)
    yield from picoweb.jsonify(resp, 2)


def with_a_dict(req, resp):
    yield from picoweb.start_response(resp)
    yield from resp.awrite("a")
    yield from picoweb.start_response(resp, "text/plain", {"X-A": "b"})
    yield from resp.awrite("b")


def behind_raw(req, resp):
    yield from resp.awrite("HTTP/1.0 201 NA\r\n\r\n")
    yield from resp.awrite("a")
    yield from picoweb.start_response(resp)
    yield from resp.awrite("b")


def redirects(req, resp):
    yield from picoweb.jsonify(resp, 1)
    yield from picoweb.redirect(resp, "/")
    yield from resp.awrite("b")


def with_other_files(req, resp):
    yield from picoweb.start_response(resp)
    yield from APP.sendfile(resp, "static/a.css")
    yield from resp.awrite("b")
    yield from APP.sendfile(resp, "static/a.css")


AGAIN = (behind_content, 200, b"ab"), (behind_json, 200, b"1b"), (behind_an_error, 404, b"404b2"), \
    (with_a_dict, 200, b"ab"), (behind_raw, 201, b"ab"), (redirects, 200, b"1b")


def test_a_head_behind_content_is_left_out():
    client = site(*[handler for handler, _, _ in AGAIN])
    for handler, status, content in AGAIN:
        del client.app.log.lines[:]
        answer = client.get("/" + handler.__name__)
        assert (answer.status_code, answer.data) == (status, content) and "X-A" not in answer.headers, answer.raw
        assert answer.complete or handler is behind_raw
        assert client.app.log.errors == [] and texts_of(client, "start_response() behind"), client.app.log.lines
        assert client.head("/" + handler.__name__).data == b"" or handler is behind_raw


def test_without_debugging_nothing_is_said_of_it():
    client = site(behind_content, debug=0)
    assert client.get("/behind_content").data == b"ab" and texts_of(client, "start_response() behind") == []


def test_what_an_app_sets_for_a_head_that_is_left_out_is_in_no_other():
    def answers(req, resp):
        resp.set_header("X-A", "1")
        yield from picoweb.jsonify(resp, 1)
        yield from picoweb.start_response(resp, headers={"X-B": "2", "Connection": "close"})
        yield from resp.awrite("b")

    def plain(req, resp):
        return "plain"

    client = site(answers, plain)
    raw = client.send(GET % b"/answers" + GET % b"/plain")
    assert raw.count(b"X-A: 1\r\n") == 1 and b"X-B" not in raw and raw.endswith(b"\r\n\r\nplain"), raw


def test_handle_exc_begins_an_answer_behind_content():
    class App(picoweb.WebApp):
        def handle_exc(self, req, resp, e):
            yield from picoweb.start_response(resp, status="500")
            yield from resp.awrite("sorry")

    def fails(req, resp):
        yield from picoweb.start_response(resp)
        yield from resp.awrite("a")
        raise ValueError

    def fails_at_once(req, resp):
        raise ValueError

    def fails_behind_json(req, resp):
        yield from picoweb.jsonify(resp, 1)
        raise ValueError

    app = App(None, routes=[("/c", fails), ("/o", fails_at_once), ("/j", fails_behind_json)])
    app.log = make_app().log
    client = TestClient(app)
    answer = client.get("/c")
    assert answer.status_code == 200 and b"sorry" in answer.raw
    answer = client.get("/o")
    assert (answer.status_code, answer.data) == (500, b"sorry")
    assert client.get("/j").status_code == 200 and client.get("/j").data.startswith(b"1")
    assert texts_of(client, "while answering") == []


def test_a_head_behind_content_on_a_kept_connection():
    async def scenario(net):
        c = await net.connect()
        for path, end in ((b"/behind_content", b"\r\n1\r\nb\r\n0\r\n\r\n"), (b"/behind_json", b"\r\n1\r\nb\r\n0\r\n\r\n")):
            for _ in range(2):
                await c.send(GET % path)
                await c.read_until(end)
        await c.close()
        assert (await net.ask("GET /behind_json HTTP/1.0\r\n\r\n")).endswith(b"\r\n\r\n1b")

    with_server(site(behind_content, behind_json).app, scenario)


def test_other_files_behind_a_head_and_content():
    client = site(with_other_files)
    with open(FOLDER + "/static/a.css", "rb") as file:
        style = file.read()
    for _ in range(2):
        answer = client.get("/with_other_files")
        assert (answer.status_code, answer.data) == (200, style + b"b" + style) and answer.complete, answer.raw
        assert answer.headers["Content-Type"].startswith("text/html")
    assert client.app.log.errors == [] and client.head("/with_other_files").data == b""


# Content behind a pause


async def json_and_more(req, resp):
    await picoweb.jsonify(resp, {"a": 1})
    await asyncio.sleep(0.05)
    await resp.awrite("b")
    await asyncio.sleep(0.01)
    await resp.awrite("c")


async def error_and_more(req, resp):
    await picoweb.http_error(resp, "404")
    await asyncio.sleep(0.05)
    await picoweb.start_response(resp)
    await resp.awrite("b")
    await picoweb.http_error(resp, "500")


async def json_and_json(req, resp):
    await picoweb.jsonify(resp, 1)
    await asyncio.sleep(0.05)
    await picoweb.jsonify(resp, 2)


async def json_and_pause(req, resp):
    await picoweb.jsonify(resp, {"a": 1})
    await asyncio.sleep(0.05)


def hello(req, resp):
    return "hello"


PAUSES = (json_and_more, b'{"a": 1}bc'), (error_and_more, b"404b500"), (json_and_json, b"12"), (json_and_pause, b'{"a": 1}')


def content_of(raw):
    """The content of one answer, out of its chunks if it came in such."""
    head, _, content = raw.partition(b"\r\n\r\n")
    if b"Transfer-Encoding: chunked" not in head:
        return content
    joined = b""
    while content:
        line, _, content = content.partition(b"\r\n")
        size = int(line, 16)
        joined += content[:size]
        content = content[size + 2 :]
    assert size == 0
    return joined


def test_content_behind_a_pause():
    async def scenario(net):
        for handler, content in PAUSES:
            for version in "1.1", "1.0":
                ask = "GET /%s HTTP/%s\r\nHost: x\r\nConnection: close\r\n\r\n" % (handler.__name__, version)
                answer = await net.ask(ask)
                assert content_of(answer) == content, answer
            answer = await net.ask("HEAD /%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % handler.__name__)
            assert answer.endswith(b"\r\n\r\n"), answer
            answer = await net.ask("GET /%s HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                                   % handler.__name__)
            assert content in answer or answer.count(b"\r\n\r\n"), answer

    client = site(hello, *[handler for handler, _ in PAUSES])
    with_server(client.app, scenario)
    assert client.app.log.errors == []


# A Content-Length that counts characters

TEXT = "<p>\u00fcml\u00e4ut</p>"
SIZE = len(TEXT.encode())


def in_one_piece(req, resp):
    yield from picoweb.start_response(resp, headers={"Content-Length": str(len(TEXT))})
    yield from resp.awrite(TEXT)


def in_two_pieces(req, resp):
    yield from picoweb.start_response(resp, headers="Content-Length: %d\r\n" % len(TEXT))
    yield from resp.awrite(TEXT)
    yield from resp.awrite(TEXT)


def long_text(req, resp):
    yield from picoweb.start_response(resp, headers={"Content-Length": str(3000)})
    yield from resp.awrite("\u00fc" * 3000)


def returned(req, resp):
    return TEXT, 200, {"Content-Length": str(len(TEXT)), "X-A": "b"}


def returned_with_too_much(req, resp):
    return TEXT, {"Content-Length": "99"}


LENGTHS = (in_one_piece, TEXT), (in_two_pieces, TEXT + TEXT), (long_text, "\u00fc" * 3000), (returned, TEXT), \
    (returned_with_too_much, TEXT)


def test_a_length_that_counts_characters():
    client = site(*[handler for handler, _ in LENGTHS])
    for handler, text in LENGTHS:
        path = "/" + handler.__name__
        del client.app.log.lines[:]
        answer = client.get(path)
        assert (answer.status_code, answer.text) == (200, text) and answer.complete, (path, answer.raw)
        assert client.app.log.errors == []
        is_returned = handler in (returned, returned_with_too_much)
        assert is_returned or texts_of(client, "Content-Length"), client.app.log.lines
        if is_returned:
            assert answer.headers["Content-Length"] == str(SIZE)
        raw = client.send(GET % path.encode() + GET % path.encode())
        assert raw.count(b"HTTP/1.1 200 OK\r\n") == 2, "the connection stays, and its framing is right"
        old = client.send(b"GET %s HTTP/1.0\r\n\r\n" % path.encode())
        assert old.endswith(b"\r\n\r\n" + text.encode()), old
        assert client.head(path).data == b""


def test_a_length_that_is_seen_to_be_wrong_when_the_head_has_left():
    """What it says is kept to: a client reads no more, and takes the rest for the next answer."""

    def late(req, resp):
        yield from picoweb.start_response(resp, headers={"Content-Length": str(len(TEXT))})
        yield from resp.awrite(TEXT[:3])
        yield from resp.awrite(TEXT[3:])
        yield from resp.awrite("more")
        done.append(True)

    done = []
    client = site(late)
    raw = client.send(GET % b"/late" + GET % b"/late")
    assert raw.count(TEXT.encode()[: len(TEXT)]) == 2 and raw.count(b"HTTP/1.1 200 OK\r\n") == 2, raw
    assert b"more" not in raw and len(done) == 2
    assert client.app.log.errors == [] and texts_of(client, "Content-Length")


def test_the_length_that_an_answer_to_head_says():
    def sized(req, resp):
        return "", 200, {"Content-Length": "1234"}

    assert site(sized).head("/sized").headers["Content-Length"] == "1234"
