"""What apps for picoweb 1.8.2 do besides, and got away with: the answers that they give."""

import asyncio
import os
import re
import sys

import picoweb
from harness import MICROPYTHON, make_app, with_server
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


# Logs


class Printed:
    """Takes what a Log prints, in place of standard error."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += str(text)
        return len(text)

    def flush(self):
        pass


def printed_by(use):
    """The lines that a Log prints while it is used, without the time. None where standard error cannot be replaced."""
    saved = sys.stderr
    taken = Printed()
    try:
        sys.stderr = taken
    except AttributeError:
        return None
    try:
        use(picoweb.Log())
    finally:
        sys.stderr = saved
    return [line[9:] if line[2:3] == ":" else line for line in taken.text.split("\n")]


def test_a_log_has_what_logging_modules_have():
    def use(log):
        log.debug("d %d", 1)
        log.warning("w")
        log.critical("c %s", "x")
        assert log.isEnabledFor(10)
        log.setLevel(40)
        assert not log.isEnabledFor(30) and log.isEnabledFor(40)
        log.info("i")
        log.warning("w")
        log.exc(ValueError("bad"), "e")
        log.setLevel(50)
        log.exc(ValueError("bad"), "e")
        log.error("e")
        log.setLevel(0)
        log.exception("none")
        log.exception("given", exc_info=KeyError("k"))
        try:
            raise TypeError("present")
        except TypeError:
            log.exception("handled %d", 2)

    lines = printed_by(use)
    if lines is None:
        return
    shown = [line for line in lines if ":picoweb:" in line]
    assert shown == ["DEBUG:picoweb:d 1", "WARNING:picoweb:w", "CRITICAL:picoweb:c x", "ERROR:picoweb:e", "ERROR:picoweb:none",
                     "ERROR:picoweb:given", "ERROR:picoweb:handled 2"], lines
    assert [line for line in lines if "ValueError: bad" in line] and [line for line in lines if "KeyError" in line]
    assert MICROPYTHON or [line for line in lines if "TypeError: present" in line]


def test_a_handler_uses_the_log():
    def uses(req, resp):
        log = client.app.log
        log.setLevel(40)
        log.warning("not shown")
        log.debug("not shown")
        if log.isEnabledFor(10):
            raise ValueError
        return "used"

    client = site(uses)
    client.app.log = picoweb.Log()
    assert client.get("/uses").data == b"used"


# Names that 1.8.2 happened to have


def test_names_that_the_module_happened_to_have():
    import gc
    import io

    assert picoweb.gc is gc and picoweb.sys is sys and picoweb.asyncio is asyncio and picoweb.uio.BytesIO is io.BytesIO
    picoweb.gc.collect()
    assert picoweb.micropython.const(1) == 1
    assert picoweb.SEND_BUFSZ == 128
    picoweb.SEND_BUFSZ = 512
    for name in ("asyncio", "re", "uerrno", "utime", "gc", "sys", "uio", "micropython"):
        assert hasattr(picoweb, name), name
    assert not hasattr(picoweb, "ugc_nothing")


# What JSON has no word for


def test_json_of_bytes_and_of_names_that_are_no_text():
    values = ({"a": b"b"}, {"a": "b"}), ([b"\xc3\xbc", [b"x"]], ["\u00fc", ["x"]]), ({b"a": 1, "b": {b"c": 2}}, {"a": 1, "b": {"c": 2}}), \
        ({1: 2}, {"1": 2}), ({"a": bytearray(b"b")}, {"a": "b"}), (b"a", "a"), ({None: 1, True: 2}, {"null": 1, "true": 2})
    for value, shown in values:
        def answers(req, resp):
            yield from picoweb.jsonify(resp, value)

        def returns(req, resp):
            return {"all": value}

        client = site(answers, returns)
        assert client.get("/answers").json() == shown, value
        answer = client.get("/returns")
        assert answer.status_code == 200, client.app.log.errors


def test_json_of_a_tuple_as_name():
    def answers(req, resp):
        yield from picoweb.jsonify(resp, {(1, 2): 3})

    assert site(answers).get("/answers").json() in ({"(1, 2)": 3}, {"[1, 2]": 3})


def test_what_json_cannot_say_is_an_error_still():
    def answers(req, resp):
        yield from picoweb.jsonify(resp, {"a": float("nan")})

    client = site(answers)
    assert client.get("/answers").status_code == 500 and isinstance(client.app.log.errors[0], ValueError)


# Header fields as a dict


FIELDS = {"Host": "x", "X-A": "b", "Connection": "close"}


def test_header_fields_are_changed():
    def changes(req, resp):
        headers = req.headers
        seen = []
        for name in headers:
            seen.append((name, headers[name]))
        assert (b"X-A", b"b") in seen and len(seen) == len(headers) == 3
        headers[b"X-A"] = b"c"
        assert headers[b"X-A"] == b"c" and headers["x-a"] == "c" and len(headers) == 3
        headers["X-B"] = 1
        assert headers[b"X-B"] == b"1" and len(headers) == 4 and b"X-B" in list(headers)
        del headers[b"x-a"]
        assert b"X-A" not in headers and headers.get("X-A") is None and len(headers) == 3
        for missing in (b"X-A", "X-A"):
            try:
                del headers[missing]
            except KeyError as error:
                assert error.args[0] == missing
            else:
                raise AssertionError
        assert headers.pop("X-B") == "1" and headers.pop("X-B", 2) == 2 and "X-B" not in headers
        assert headers.setdefault("X-C", "d") == "d" and headers.setdefault(b"X-C", b"e") == b"d"
        copied = headers.copy()
        copied.update({"X-C": "f", b"X-D": b"g"})
        assert headers["X-C"] == "d" and copied["X-C"] == "f" and copied[b"X-D"] == b"g"
        assert sorted(dict(copied.items())) == [b"Connection", b"Host", b"X-C", b"X-D"]
        return "changed"

    def plain(req, resp):
        return req.headers["X-A"]

    client = site(changes, plain)
    for _ in range(2):
        assert client.get("/changes", headers=FIELDS).data == b"changed", client.app.log.errors
        assert client.get("/plain", headers=FIELDS).data == b"b"


def test_fields_that_came_more_than_once_are_changed():
    def changes(req, resp):
        req.headers["X-A"] = "one"
        before = req.headers["X-A"]
        del req.headers["X-A"]
        return before + str("X-A" in req.headers) + req.headers["X-AB"]

    raw = site(changes).send(b"GET /changes HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nX-AB: 3\r\nx-a: 2\r\n\r\n")
    assert raw.endswith(b"oneFalse3"), raw


def test_json_of_header_fields():
    def answers(req, resp):
        yield from picoweb.jsonify(resp, req.headers)

    def inside(req, resp):
        return {"fields": req.headers, "n": [1]}

    client = site(answers, inside)
    shown = client.get("/answers", headers=FIELDS).json()
    assert shown == FIELDS, shown
    assert client.get("/inside", headers=FIELDS).json() == {"fields": FIELDS, "n": [1]}


# Header fields as older apps write them


def test_header_fields_that_are_written_carelessly():
    def answers(req, resp):
        yield from picoweb.start_response(resp, "text/plain", "200", given)
        yield from resp.awrite("a")

    client = site(answers)
    for given in ("X-A: b\nX-C: d\n", b"X-A: b\nX-C: d", "X-A: b\r\nX-C: d\n\n", {"X-A:": "b", b"X-C: ": b"d"}, [("X-A:", "b"), ("X-C :", "d")]):
        answer = client.get("/answers")
        assert (answer.headers["X-A"], answer.headers["X-C"], answer.data) == ("b", "d", b"a"), (given, answer.raw)
        assert answer.complete and b"X-C: d\r\n" in answer.raw
    for given in ({"Content-Type:": "a/b", "Content-Length:": "1"}, "Content-Type: a/b\nContent-Length: 1\n"):
        answer = client.get("/answers")
        assert answer.raw.count(b"Content-Type: ") == 1 and answer.headers["Content-Type"] == "a/b"
        assert answer.raw.count(b"Content-Length: 1\r\n") == 1 and b"chunked" not in answer.raw
    for given in ("X-A: b\rX-C: d\r\n", {"X-A": "b\nX-C: d"}, {":": "b"}, {"X:A": "b"}, [("X-A", "b\r\nX-C: d")]):
        assert client.get("/answers").status_code == 500, given


# Routes that nothing goes to


def test_routes_that_nothing_goes_to():
    """1.8.2 took them, and found them never."""
    def handler(req, resp):
        return "found"

    app = make_app()
    for url in ("favicon.ico", "/<b", "", "api/<int:n>", "<"):
        del app.log.lines[:]
        assert app.route(url)(handler) is handler
        app.add_url_rule(url, handler, methods=["POST"])
        assert len(app.log.lines) == 2 and repr(url) in app.log.lines[0][1], (url, app.log.lines)
    sub = make_app()
    sub.add_url_rule("/x", handler)
    app.mount("api", sub)
    assert "'api'" in app.log.lines[-1][1] and not app.mounts
    app.add_url_rule("/x/<int:n>", lambda req, resp, n: "rule")
    app.add_url_rule("/x", handler)
    client = TestClient(app)
    for path in ("/favicon.ico", "/<b", "/", "/api/1", "/api/x"):
        assert client.get(path).status_code == 404, path
    assert client.get("/x").data == b"found" and client.get("/x/1").data == b"rule"
    app.mount("/api", sub)
    assert client.get("/api/x").data == b"found"


def test_before_there_is_a_log_it_is_said_on_standard_error():
    def use(log):
        picoweb.WebApp(None).route("favicon.ico")

    lines = printed_by(use)
    assert lines is None or "favicon.ico" in lines[0], lines


# Files of the app's own folder


def test_files_in_the_app_s_folder():
    """Of routes whose pattern gives `handle_static` a file beside the app, in a folder, and one that is none."""
    app = picoweb.WebApp("harness", serve_static=False)
    app.log = make_app().log
    app.url_map.append((re.compile("^/f/(.+)"), app.handle_static))
    client = TestClient(app)
    assert client.get("/f/harness.py").data.startswith(b'"""What portable tests share.')
    assert client.get("/f/static/a.css").status_code == 200
    assert client.get("/f/none.py").status_code == 404 and client.get("/f/none/a.css").status_code == 404
    assert client.get("/f/..%2fpyproject.toml").status_code == 403 and client.get("/f/static/../../x").status_code == 403


def test_files_in_the_current_directory():
    app = picoweb.WebApp(None, serve_static=False)
    app.log = make_app().log
    app.url_map.append((re.compile("^/f/(.+)"), app.handle_static))
    name = "old-apps-%d.txt" % id(app)
    try:
        with open(name, "w") as file:
            file.write("here")
        assert TestClient(app).get("/f/" + name).data == b"here"
    finally:
        os.remove(name)


def test_a_file_in_the_app_s_folder_that_is_a_link():
    if not hasattr(os, "symlink"):
        return
    app = picoweb.WebApp("harness", serve_static=False)
    app.log = make_app().log
    app.url_map.append((re.compile("^/f/(.+)"), app.handle_static))
    name = "old-apps-%d.txt" % id(app)
    os.symlink("/etc/hostname", FOLDER + "/" + name)
    try:
        assert TestClient(app).get("/f/" + name).status_code == 403
    finally:
        os.remove(FOLDER + "/" + name)


def test_files_that_browsers_are_to_show():
    """1.8.2 called all of them text/plain, what it did not know as well: that is downloaded now."""
    for name in ("boot.py", "a.conf", "A.CFG", "a.yaml", "a.yml", "a.toml", "a.txt"):
        assert picoweb.get_mime_type(name).startswith("text/plain"), name
    assert picoweb.get_mime_type("a.bin") == picoweb.get_mime_type("LICENSE") == "application/octet-stream"
