"""Content behind `sendfile`, `jsonify` and `http_error`, which older apps write; and these alone."""

import asyncio
import os

import picoweb
from harness import make_app, with_server
from picoweb.testing import TestClient

FOLDER = __file__.rpartition("/")[0] or "."
PAGE = b"<h1>A page</h1>\n"
LONG = b"".join(b"<p>Line %d of a long page.\n" % n for n in range(400))


def write_file(name, content):
    with open(FOLDER + "/static/" + name, "wb") as file:
        file.write(content)
    return FOLDER + "/static/" + name


class Files:
    """Files of a test, which are removed after it."""

    def __init__(self, **contents):
        self.contents = {name.replace("_", "."): content for name, content in contents.items()}

    def __enter__(self):
        for name, content in self.contents.items():
            write_file("held-" + name, content)

    def __exit__(self, *error):
        for name in self.contents:
            try:
                os.remove(FOLDER + "/static/held-" + name)
            except OSError:
                pass  # a handler has done so


def site(*handlers):
    """A TestClient of an app that has its files beside this one; a handler's name is its path."""
    app = picoweb.WebApp("harness")
    app.log = make_app().log
    for handler in handlers:
        app.add_url_rule("/" + handler.__name__, handler)
    return TestClient(app)


def page_site():
    """A site whose page goes on behind a file."""

    def page(req, resp):
        yield from client.app.sendfile(resp, "static/held-page.html")
        yield from resp.awrite("<ol>")
        yield from resp.awrite("<li>one</ol>")

    client = site(page)
    return client


def test_content_behind_a_file():
    with Files(page_html=PAGE):
        client = page_site()
        for _ in range(2):
            answer = client.get("/page")
            assert answer.data == PAGE + b"<ol><li>one</ol>" and answer.complete and answer.status_code == 200
            assert answer.headers["Content-Type"].startswith("text/html")
            for name in ("ETag", "Last-Modified", "Content-Length", "Cache-Control"):
                assert name not in answer.headers, "it is not the file"
        conditional = {"If-None-Match": "*", "Range": "bytes=0-3"}
        assert client.get("/page", headers=conditional).data == PAGE + b"<ol><li>one</ol>"
        assert client.head("/page").data == b""


def test_content_behind_a_long_file():
    with Files(page_html=LONG):
        answer = page_site().get("/page")
        assert answer.data == LONG + b"<ol><li>one</ol>" and answer.complete


def test_content_behind_an_empty_file():
    with Files(page_html=b""):
        assert page_site().get("/page").data == b"<ol><li>one</ol>"


def test_content_behind_a_file_that_has_a_twin():
    with Files(page_html=PAGE, page_html_gz=b"as if compressed"):
        client = page_site()
        answer = client.get("/page", headers={"Accept-Encoding": "gzip"})
        assert answer.data == PAGE + b"<ol><li>one</ol>" and "Content-Encoding" not in answer.headers


def test_a_file_alone_is_as_ever():
    def alone(req, resp):
        yield from client.app.sendfile(resp, "static/held-page.html")

    with Files(page_html=LONG):
        client = site(alone)
        answer = client.get("/alone")
        assert answer.data == LONG and answer.headers["Content-Length"] == str(len(LONG))
        tag = {"If-None-Match": answer.headers["ETag"]}
        assert client.get("/alone", headers=tag).status_code == 304
        part = client.get("/alone", headers={"Range": "bytes=10-19"})
        assert (part.status_code, part.data) == (206, LONG[10:20])
        head = client.head("/alone")
        assert head.headers["Content-Length"] == str(len(LONG)) and head.data == b""
        assert client.get("/alone", headers={"Range": "bytes=999999-"}).status_code == 416


def test_a_file_that_its_handler_removes():
    def once(req, resp):
        yield from client.app.sendfile(resp, "static/held-page.html")
        os.remove(FOLDER + "/static/held-page.html")

    with Files(page_html=PAGE):
        client = site(once)
        assert client.get("/once").data == PAGE
        assert client.get("/once").status_code == 404


def test_files_behind_files():
    def three(req, resp):
        yield from client.app.sendfile(resp, "static/held-page.html")
        yield from client.app.sendfile(resp, "static/held-foot.html")
        yield from client.app.sendfile(resp, "static/held-none")

    with Files(page_html=PAGE, foot_html=b"the foot\n"):
        client = site(three)
        assert client.get("/three").data == PAGE + b"the foot\n404 Not Found\n"


def test_content_behind_json_and_errors():
    def values(req, resp):
        yield from picoweb.jsonify(resp, {"a": 1})
        yield from resp.awrite("\n")

    def missing(req, resp):
        yield from picoweb.http_error(resp, "404")
        yield from resp.awrite("<p>")
        yield from picoweb.jsonify(resp, [1])

    def nothing(req, resp):
        yield from client.app.sendfile(resp, "static/held-none")
        yield from resp.awrite("none")

    def long(req, resp):
        yield from picoweb.jsonify(resp, list(range(1000)))
        yield from resp.awrite(b"x" * 5000)

    client = site(values, missing, nothing, long)
    answer = client.get("/values")
    assert answer.data == b'{"a": 1}\n' and answer.headers["Content-Type"] == "application/json"
    answer = client.get("/missing")
    assert (answer.status_code, answer.data) == (404, b"404<p>[1]") and answer.complete
    answer = client.get("/nothing")
    assert (answer.status_code, answer.data) == (404, b"404 Not Found\nnone")
    answer = client.get("/long")
    assert answer.data.startswith(b"[0, 1, 2, ") and answer.data.endswith(b"999]" + b"x" * 5000) and answer.complete


def test_json_and_errors_alone_say_their_length():
    def values(req, resp):
        yield from picoweb.jsonify(resp, {"a": 1})

    def missing(req, resp):
        return picoweb.http_error(resp, 404)

    client = site(values, missing)
    assert client.get("/values").headers["Content-Length"] == "8"
    answer = client.get("/missing")
    assert (answer.status_code, answer.headers["Content-Length"]) == (404, "3")
    assert [line for _, line in client.app.log.lines] == ["- GET /values 200", "- GET /missing 404"]


def test_whole_answers_behind_content():
    def begun(req, resp):
        yield from picoweb.start_response(resp)
        yield from resp.awrite("<p>")
        yield from picoweb.jsonify(resp, {"a": 1})
        yield from picoweb.http_error(resp, "404", "none")
        yield from client.app.sendfile(resp, "static/held-page.html")

    with Files(page_html=PAGE):
        client = site(begun)
        answer = client.get("/begun")
        assert (answer.status_code, answer.data) == (200, b'<p>{"a": 1}none' + PAGE)


def test_every_way_to_write_more():
    def template(req, resp):
        yield from picoweb.jsonify(resp, 1)
        yield from resp.awritestr("s")
        yield from resp.awriteiter(["a", b"b"])

    def iterated(req, resp):
        yield from picoweb.jsonify(resp, 1)
        yield from resp.awriteiter(["a", b"b"])

    def part(req, resp):
        yield from picoweb.jsonify(resp, 1)
        yield from resp.awrite("abcdef", 1, 2)

    def written(req, resp):
        yield from client.app.sendfile(resp, "static/held-page.html")
        resp.write("a")
        resp.write(b"b")
        yield from resp.drain()

    with Files(page_html=PAGE):
        client = site(template, iterated, part, written)
        assert client.get("/template").data == b"1sab"
        assert client.get("/iterated").data == b"1ab"
        assert client.get("/part").data == b"1bc"
        assert client.get("/written").data == PAGE + b"ab"


def test_an_error_behind_a_whole_answer():
    """The answer arrives, as it would have if nothing were held back, and the log has the error."""

    def fails(req, resp):
        yield from picoweb.jsonify(resp, {"a": 1})
        raise ValueError("too late")

    def aborts(req, resp):
        yield from picoweb.jsonify(resp, {"a": 1})
        picoweb.abort(404)

    client = site(fails, aborts)
    for path in ("/fails", "/aborts"):
        answer = client.get(path)
        assert (answer.status_code, answer.data) == (200, b'{"a": 1}')
    assert client.app.log.lines == [("exc", "- GET /fails -"), ("exc", "- GET /aborts -")]


def test_what_is_drained_is_whole():
    def drained(req, resp):
        yield from picoweb.jsonify(resp, {"a": 1})
        yield from resp.drain()
        yield from resp.drain()

    def closed(req, resp):
        yield from picoweb.jsonify(resp, {"a": 1})
        yield from resp.aclose()

    client = site(drained, closed)
    for path in ("/drained", "/closed"):
        answer = client.get(path)
        assert answer.data == b'{"a": 1}' and answer.headers["Content-Length"] == "8"


def test_cookies_come_before():
    def baked(req, resp):
        resp.set_cookie("a", "b")
        yield from picoweb.jsonify(resp, 1)
        yield from resp.awrite("2")

    answer = site(baked).get("/baked")
    assert answer.headers["Set-Cookie"].startswith("a=b") and answer.data == b"12"


def test_fields_of_the_app():
    def named(req, resp):
        yield from client.app.sendfile(resp, "static/held-page.html", b"text/html", {"X-A": "1"}, download_name="a.txt")
        yield from resp.awrite("more")

    def sized(req, resp):
        yield from client.app.sendfile(resp, "static/held-page.html", headers={"Content-Length": str(len(PAGE) + 4)})
        yield from resp.awrite("more")

    with Files(page_html=PAGE):
        client = site(named, sized)
        answer = client.get("/named")
        assert answer.headers["X-A"] == "1" and 'filename="a.txt"' in answer.headers["Content-Disposition"]
        assert answer.headers["Content-Type"] == "text/html" and answer.data == PAGE + b"more"
        assert client.get("/sized").data == PAGE + b"more"


def test_over_a_socket():
    """Kept connections, HTTP/1.0, and a file that a client is slow to take."""

    async def both(req, resp):
        await app.sendfile(resp, "static/held-page.html")
        await resp.awrite("more")

    async def alone(req, resp):
        await app.sendfile(resp, "static/held-page.html")

    async def scenario(net):
        c = await net.connect()
        for _ in range(2):
            for path in ("/both", "/alone"):
                await c.send("GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % path)
                if path == "/both":
                    assert b"\r\nTransfer-Encoding: chunked\r\n" in await c.read_until(b"\r\n\r\n")
                    assert (await c.read_until(b"\r\n0\r\n\r\n")).endswith(b"\r\n4\r\nmore\r\n0\r\n\r\n")
                else:
                    head = await c.read_until(b"\r\n\r\n")
                    assert b"\r\nContent-Length: %d\r\n" % len(LONG) in head
                    assert await c.read_until(LONG[-20:])
        await c.close()
        old = await net.ask("GET /both HTTP/1.0\r\n\r\n")
        assert old.endswith(b"\r\n\r\n" + LONG + b"more"), old[:200]
        assert b"Content-Length" not in old

    app = picoweb.WebApp("harness")
    app.log = make_app().log
    app.add_url_rule("/both", both)
    app.add_url_rule("/alone", alone)
    with Files(page_html=LONG):
        with_server(app, scenario)


def test_an_answer_leaves_while_its_handler_waits_for_something_else():
    """More may follow. The end of JSON is that of the connection, as boards are reset then."""
    asked, seen = [], []

    async def until_seen():
        asked.append(True)
        while len(seen) < len(asked):
            await asyncio.sleep(0.02)

    async def values(req, resp):
        await picoweb.jsonify(resp, {"a": 1})
        await until_seen()

    async def page(req, resp):
        await app.sendfile(resp, "static/held-page.html")
        await until_seen()
        await resp.awrite("more")

    async def scenario(net):
        c = await net.connect()
        for _ in range(2):
            json = await net.connect()
            await json.send("GET /values HTTP/1.1\r\nHost: x\r\n\r\n")
            head = await json.read_until(b'\r\n\r\n{"a": 1}')
            assert b"\r\nConnection: close\r\n" in head and b"chunked" not in head
            seen.append(True)
            assert await json.read() == b""
            await json.close()
            await c.send("GET /page HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b"\r\nTransfer-Encoding: chunked\r\n" in await c.read_until(LONG[-20:])
            seen.append(True)
            assert await c.read_until(b"\r\n0\r\n\r\n") == b"\r\n4\r\nmore\r\n0\r\n\r\n"
        await c.close()

    app = picoweb.WebApp("harness")
    app.log = make_app().log
    app.add_url_rule("/values", values)
    app.add_url_rule("/page", page)
    with Files(page_html=LONG):
        with_server(app, scenario)


async def content_of(c):
    """How many bytes of content come in chunks until the server closes, and the last ones."""
    await c.read_until(b"\r\n\r\n")
    length = 0
    content = b""
    data = await c.read(8192)
    while data:
        line, line_end, rest = data.partition(b"\r\n")
        size = int(line, 16) if line_end else 0
        if line_end and len(rest) >= size + 2:
            length += size
            content = rest[:size] or content
            data = rest[size + 2 :]
        else:
            more = await c.read(8192)
            assert more, data
            data += more
        if not data:
            data = await c.read(8192)
    assert size == 0
    return length, content


def test_what_a_client_does_not_take_at_once_comes_later():
    waiting = [True]
    copies = 500  # more than the buffers between here and there hold

    async def page(req, resp):
        await app.sendfile(resp, "static/held-page.html")
        while waiting:
            await asyncio.sleep(0.02)
        if req.qs:
            await resp.awrite("more")

    async def scenario(net):
        for query, end in ("", LONG[-4:]), ("?more", b"more"):
            waiting[:] = [True]
            c = await net.connect()
            await c.send("GET /page%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % query)
            await asyncio.sleep(0.5)
            waiting.pop()
            length, last = await content_of(c)
            assert length == copies * len(LONG) + (4 if query else 0) and last.endswith(end)
            await c.close()

    app = picoweb.WebApp("harness")
    app.log = make_app().log
    app.add_url_rule("/page", page)
    with Files(page_html=LONG):
        with open(FOLDER + "/static/held-page.html", "ab") as file:
            for _ in range(copies - 1):
                file.write(LONG)
        with_server(app, scenario)


def test_what_is_written_behind_content_begins_no_other_answer():
    """`write` takes it, and it leaves with what comes next; an error in between cuts the answer short."""

    def again(req, resp):
        yield from picoweb.start_response(resp)
        resp.write("a")
        yield from resp.drain()
        resp.write("c")
        resp.write("")
        resp.write("d")

    def empty(req, resp):
        yield from picoweb.start_response(resp)
        yield from resp.awrite("abc")
        resp.write("")

    def fails(req, resp):
        yield from picoweb.start_response(resp)
        yield from resp.awrite("abc")
        resp.write("d")
        raise ValueError

    def sized(req, resp):
        yield from picoweb.start_response(resp, headers={"Content-Length": "4"})
        yield from resp.awrite("ab")
        resp.write("c")
        yield from resp.awrite("d")

    client = site(again, empty, fails, sized)
    assert client.get("/again").data == b"acd" and client.head("/again").data == b""
    assert client.get("/empty").data == b"abc" and client.head("/empty").data == b""
    assert client.get("/sized").data == b"abcd" and client.head("/sized").data == b""
    assert not client.get("/fails").complete and client.head("/fails").status_code == 200


def test_written_behind_content_on_a_kept_connection():
    def again(req, resp):
        yield from picoweb.start_response(resp)
        resp.write("a")
        yield from resp.drain()
        resp.write("c")

    async def scenario(net):
        c = await net.connect()
        for _ in range(2):
            await c.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert (await c.read_until(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 OK\r\n")
            await c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            await c.read_until(b"\r\n\r\n")
            assert await c.read_until(b"\r\n0\r\n\r\n") == b"1\r\na\r\n1\r\nc\r\n0\r\n\r\n"
        await c.close()

    with_server(make_app(routes=[("/", again)]), scenario)


def test_whether_there_is_content_is_decided_when_the_head_leaves():
    def fails(req, resp):
        yield from picoweb.start_response(resp, status=204)
        raise ValueError

    def replaced(req, resp):
        yield from picoweb.start_response(resp, status=304)
        yield from picoweb.start_response(resp, status=200)
        yield from resp.awrite("a")

    client = site(fails, replaced)
    answer = client.get("/fails")
    assert answer.status_code == 500 and len(answer.data) == int(answer.headers["Content-Length"]) > 0
    assert client.get("/replaced").data == b"a" and client.head("/replaced").data == b""


def test_whole_answers_behind_a_head_that_waits():
    """Its status and fields stay; an error takes its place."""

    def begun(req, resp):
        yield from picoweb.start_response(resp, status="201", headers={"Set-Cookie": "sid=1"})
        yield from client.app.sendfile(resp, "static/held-page.html")

    def fails(req, resp):
        yield from picoweb.start_response(resp, status="201")
        yield from picoweb.http_error(resp, "404")

    with Files(page_html=PAGE):
        client = site(begun, fails)
        answer = client.get("/begun")
        assert (answer.status_code, answer.headers["Set-Cookie"], answer.data) == (201, "sid=1", PAGE)
        assert client.get("/fails").status_code == 404


def test_what_is_closed_is_whole():
    def closes(req, resp):
        yield from picoweb.jsonify(resp, {"a": 1})
        resp.close()
        yield from resp.wait_closed()

    def chunks(req, resp):
        yield from picoweb.start_response(resp)
        yield from resp.awrite("abc")
        resp.close()

    def page(req, resp):
        yield from client.app.sendfile(resp, "static/held-page.html")
        yield from resp.wait_closed()

    with Files(page_html=PAGE):
        client = site(closes, chunks, page)
        for path, content in ("/closes", b'{"a": 1}'), ("/chunks", b"abc"), ("/page", PAGE):
            answer = client.get(path)
            assert answer.data == content and answer.complete, path


def test_what_a_handler_returns_behind_its_answer_is_nothing():
    def returns(req, resp):
        yield from picoweb.start_response(resp)
        yield from resp.awrite("ok")
        return True

    def held(req, resp):
        yield from picoweb.jsonify(resp, 1)
        return "done"

    client = site(returns, held)
    for path, content in ("/returns", b"ok"), ("/held", b"1"):
        answer = client.get(path)
        assert answer.data == content and answer.complete


def test_other_files_leave_at_once():
    """They may be emptied then, as a log is once somebody has it."""

    def log(req, resp):
        yield from client.app.sendfile(resp, "static/held-log.csv")
        with open(FOLDER + "/static/held-log.csv", "w"):
            pass

    with Files(log_csv=LONG):
        client = site(log)
        answer = client.get("/log")
        assert answer.data == LONG and answer.headers["Content-Length"] == str(len(LONG))


def test_a_stream_that_is_left_to_others_behind_a_whole_answer():
    async def late(resp):
        await asyncio.sleep(0.05)
        await resp.awrite("late")
        await resp.aclose()

    async def page(req, resp):
        await app.sendfile(resp, "static/held-page.html")
        asyncio.create_task(late(resp))
        return False

    async def scenario(net):
        answer = await net.get()
        assert answer.endswith(b"\r\n4\r\nlate\r\n0\r\n\r\n") and PAGE in answer, answer

    app = picoweb.WebApp("harness")
    app.log = make_app().log
    app.add_url_rule("/", page)
    with Files(page_html=PAGE):
        with_server(app, scenario)
