"""Files as answers, whole and in part. They are beside this file, in the folder static/."""

import asyncio
import os
import sys
import time

import picoweb
from harness import make_app, with_server
from picoweb import buffers
from picoweb.files import description, sendfile
from picoweb.files.description import Representation, described
from picoweb.http.media_types import get_mime_type
from picoweb.testing import TestClient

FOLDER = __file__.rpartition("/")[0] or "."


def site():
    app = picoweb.WebApp("harness")  # a module beside this one
    app.log = make_app().log

    @app.route("/file")
    async def file(req, resp):
        await app.sendfile(resp, req.qs)

    @app.route("/typed")
    async def typed(req, resp):
        await app.sendfile(resp, "static/a.css", "text/x-mine", {"X-A": "1"})

    return TestClient(app)


def test_sendfile():
    client = site()
    assert client.get("/file?static/a.css").data == b"body {}\n"
    assert client.get("/file?nix").status_code == 404
    answer = client.get("/typed")
    assert answer.headers["Content-Type"] == "text/x-mine" and answer.headers["X-A"] == "1"
    assert answer.data == b"body {}\n" and answer.complete


def test_a_missing_file_is_answered():
    """Older handlers go on after it; an app with hooks gets an HTTPError, for its error pages."""
    app = picoweb.WebApp("harness")
    done = []

    @app.route("/missing")
    async def missing(req, resp):
        await app.sendfile(resp, "nix")
        done.append(True)

    client = TestClient(app)
    assert client.get("/missing").text == "404 Not Found\n" and done == [True]
    assert client.head("/missing").status_code == 404 and client.get("/static/nix").status_code == 404

    @app.errorhandler(404)
    def page(req, error):
        return "nothing here"

    answer = client.get("/missing")
    assert (answer.status_code, answer.text) == (404, "nothing here") and len(done) == 2


def test_names_as_older_apps_give_them():
    """Bytes, and paths with a slash in front: the app's folder is the current one, as for a main program."""
    app = picoweb.WebApp(None)
    before = os.getcwd()
    os.chdir(FOLDER)
    try:
        client = TestClient(app)
        for number, name in enumerate((b"static/a.css", "/static/a.css", b"/static/a.css", os.getcwd() + "/static/a.css")):
            app.add_url_rule("/%d" % number, lambda req, resp, name=name: app.sendfile(resp, name))
            assert client.get("/%d" % number).data == b"body {}\n", name
    finally:
        os.chdir(before)


def test_a_folder_is_no_twin():
    path = FOLDER + "/static/beside.txt"
    with open(path, "w") as f:
        f.write("plain")
    os.mkdir(path + ".gz")
    try:
        assert site().get("/file?static/beside.txt", headers={"Accept-Encoding": "gzip"}).data == b"plain"
        assert site().get("/static/beside.txt").data == b"plain"
        os.remove(path)
        assert site().get("/file?static/beside.txt").status_code == 404
    finally:
        os.rmdir(path + ".gz")


def ask(path, **fields):
    """The answer to a GET of a file, with fields whose names have `_` for `-`."""
    return site().get("/file?" + path, headers={name.replace("_", "-"): fields[name] for name in fields})


def test_what_is_no_file():
    for name in ("static", "static/", "static/docs", "static/nix", "static/a.css/x", "x" * 300):
        assert ask(name).status_code == 404, name


def test_what_is_said_of_a_file():
    answer = ask("static/a.css")
    size = os.stat(FOLDER + "/static/a.css")[6]
    t = os.stat(FOLDER + "/static/a.css")[8]
    assert answer.headers["ETag"] == '"%x-%x"' % (t, size)
    assert answer.headers["Cache-Control"] == "no-cache" and answer.headers["Accept-Ranges"] == "bytes"
    assert len(answer.headers["Last-Modified"]) == 29 and "Vary" not in answer.headers


def test_dates():
    epoch = 946684800 if time.gmtime(0)[0] == 2000 else 0  # of some boards
    for t, text in ((784111777, b"Sun, 06 Nov 1994 08:49:37 GMT"), (1795870597, b"Sat, 28 Nov 2026 12:56:37 GMT")):
        fields = described(Representation("", 5, t - epoch, b"", b""), None)
        assert fields.startswith(b'ETag: "%x-5"\r\nLast-Modified: %s\r\n' % (t - epoch, text))
    assert described(Representation("", 0, 0, b"", b""), None) == b"Cache-Control: no-cache\r\nAccept-Ranges: bytes\r\n"


def test_a_client_that_has_the_file_already():
    tag = ask("static/a.css").headers["ETag"]
    for tags in (tag, "W/" + tag, '"x", ' + tag, tag + ',"x"', "*", '"x" , W/' + tag + " "):
        answer = ask("static/a.css", If_None_Match=tags)
        assert answer.status_code == 304 and not answer.data, tags
        assert answer.headers["ETag"] == tag and answer.headers["Cache-Control"] == "no-cache"
        assert "Content-Length" not in answer.headers and "Content-Type" not in answer.headers
    for tags in ('"x"', tag[:-2] + '"', tag.replace('"', ""), "W/" + tag[:-1], ""):
        assert ask("static/a.css", If_None_Match=tags).data == b"body {}\n", tags
    assert site().head("/file?static/a.css", headers={"If-None-Match": tag}).status_code == 304
    assert site().post("/file?static/a.css", headers={"If-None-Match": tag}).data == b"body {}\n"


def test_a_client_that_has_had_it_since():
    date = ask("static/a.css").headers["Last-Modified"]
    day, month, year, clock = date[5:7], date[8:11], date[12:16], date[17:25]
    rfc850 = "Sunday, %s-%s-%s %s GMT" % (day, month, year[2:], clock)
    asctime = "Sun %s %2d %s %s" % (month, int(day), clock, year)
    for since in (date, rfc850, asctime, date.replace(year, "2099")):
        assert ask("static/a.css", If_Modified_Since=since).status_code == 304, since
    for since in (date.replace(year, "1999"), date.replace(month, "Foo"), date.replace(month, "anF"), "", "yesterday",
                  date.replace(day, "+1"), date.replace(year, "1" * 5000), date[:20], "\u0663" * 29):
        assert ask("static/a.css", If_Modified_Since=since).status_code in (200, 431), since
    answer = ask("static/a.css", If_Modified_Since=date, If_None_Match='"x"')
    assert answer.status_code == 200  # the tag is what counts


def test_conditions_that_fail():
    answer = ask("static/a.css")
    tag, date = answer.headers["ETag"], answer.headers["Last-Modified"]
    assert ask("static/a.css", If_Match=tag).status_code == 200 == ask("static/a.css", If_Match="*").status_code
    assert ask("static/a.css", If_Match='"x"').status_code == 412 == ask("static/a.css", If_Match="W/" + tag).status_code
    assert ask("static/a.css", If_Unmodified_Since=date).status_code == 200
    assert ask("static/a.css", If_Unmodified_Since=date.replace(date[12:16], "1999")).status_code == 412
    assert "ETag" not in ask("static/a.css", If_Match='"x"').headers


def test_a_part():
    whole = open(FOLDER + "/static/text.txt", "rb").read()
    n = len(whole)
    for text, start, stop in (("0-0", 0, 1), ("0-", 0, n), ("5-9", 5, 10), ("1000-", 1000, n), ("-7", n - 7, n),
                              ("-99999", 0, n), ("10-99999", 10, n), ("%d-" % (n - 1), n - 1, n), (" 3 - 4 ", 3, 5)):
        answer = ask("static/text.txt", Range="bytes=" + text)
        assert answer.status_code == 206 and answer.data == whole[start:stop] and answer.complete, text
        assert answer.headers["Content-Range"] == "bytes %d-%d/%d" % (start, stop - 1, n)
    for text in ("%d-" % n, "%d-%d" % (n, n + 5), "-0", "99999999999-"):
        answer = ask("static/text.txt", Range="bytes=" + text)
        assert answer.status_code == 416 and answer.headers["Content-Range"] == "bytes */%d" % n, text
    for text in ("bytes=", "bytes=-", "bytes=5", "bytes=9-5", "bytes=a-b", "bytes=0-1,4-5", "lines=0-1", "bytes 0-1",
                 "bytes=--1", "bytes=+1-2", "bytes=1_0-20", "bytes=" + "1" * 500 + "-", "bytes=\u0663-", ""):
        answer = ask("static/text.txt", Range=text)
        assert answer.status_code == 200 and answer.data == whole, text
    head = site().head("/file?static/text.txt", headers={"Range": "bytes=0-1"})
    assert head.status_code == 200 and head.headers["Content-Length"] == str(n)
    assert site().post("/file?static/text.txt", headers={"Range": "bytes=0-1"}).status_code == 200


def test_a_part_of_what_is_still_the_same():
    answer = ask("static/text.txt")
    tag, date = answer.headers["ETag"], answer.headers["Last-Modified"]
    for validator in (tag, date):
        assert ask("static/text.txt", Range="bytes=0-1", If_Range=validator).status_code == 206
    for validator in ('"x"', "W/" + tag, date.replace(date[12:16], "2099"), "nonsense"):
        answer = ask("static/text.txt", Range="bytes=0-1", If_Range=validator)
        assert answer.status_code == 200 and answer.complete and len(answer.data) > 2, validator
    assert ask("static/text.txt", Range="bytes=0-1", If_None_Match=tag).status_code == 304


def test_a_twin_that_is_compressed():
    plain, twin = [open(FOLDER + "/static/text.txt" + end, "rb").read() for end in ("", ".gz")]
    for accepts in ("gzip", "gzip, deflate, br", "deflate, GZIP;q=0.5", "*", "br , x-gzip", "identity;q=0, *;q=0.1"):
        answer = ask("static/text.txt", Accept_Encoding=accepts)
        assert answer.data == twin and answer.headers["Content-Encoding"] == "gzip", accepts
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.headers["Vary"] == "Accept-Encoding" and "-gz" in answer.headers["ETag"]
    for accepts in ("", "br", "identity", "gzip;q=0", "gzip; q=0.000, *", "*;q=0", "notgzip"):
        answer = ask("static/text.txt", Accept_Encoding=accepts)
        assert answer.data == plain and "Content-Encoding" not in answer.headers, accepts
        assert answer.headers["Vary"] == "Accept-Encoding"
    assert ask("static/text.txt").data == plain
    tag = ask("static/text.txt", Accept_Encoding="gzip").headers["ETag"]
    answer = ask("static/text.txt", Accept_Encoding="gzip", If_None_Match=tag)
    assert answer.status_code == 304 and answer.headers["Vary"] == "Accept-Encoding"
    assert ask("static/text.txt", If_None_Match=tag).status_code == 200
    answer = ask("static/text.txt", Accept_Encoding="gzip", Range="bytes=0-1")
    assert answer.status_code == 206 and answer.data == twin[:2]
    assert ask("static/text.txt.gz").headers["Content-Type"] == "application/gzip"


def test_a_twin_without_the_other():
    answer = ask("static/only/page.html")
    assert answer.status_code == 200 and answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert ask("static/only/page.html", Accept_Encoding="gzip").data == answer.data
    answer = ask("static/only/page.html", Accept_Encoding="br")
    assert answer.status_code == 406 and answer.headers["Vary"] == "Accept-Encoding"


def send(path="static/a.css", *args, **kwargs):
    """The answer that `sendfile` gives with these arguments."""
    app = site().app

    @app.route("/send")
    def handler(req, resp):
        return app.sendfile(resp, path, *args, **kwargs)

    return TestClient(app).get("/send")


def test_how_long_it_may_be_kept():
    assert send(max_age=60).headers["Cache-Control"] == "max-age=60"
    assert send(max_age=0).headers["Cache-Control"] == "max-age=0"
    client = site()
    client.app.max_age = 3600
    assert client.get("/file?static/a.css").headers["Cache-Control"] == "max-age=3600"
    assert client.get("/static/a.css").headers["Cache-Control"] == "max-age=3600"


def test_a_name_to_be_saved_under():
    answer = send("static/text.txt", download_name="report.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="report.csv"'
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    answer = send(download_name='d\u00e9j\u00e0 "vu"\r\nX-Evil: 1.txt')
    field = answer.headers["Content-Disposition"]
    assert field.endswith("; filename*=UTF-8''d%C3%A9j%C3%A0%20%22vu%22%0D%0AX-Evil%3A%201.txt"), field
    assert field.count('"') == 2 and "X-Evil" not in answer.headers


def test_fields_of_the_apps_own_go_before():
    for headers in ({"Cache-Control": "no-store", "ETag": '"mine"'}, [("cache-control", "no-store"), ("etag", '"mine"')],
                    b'Cache-Control: no-store\r\nETag: "mine"\r\n'):
        answer = send("static/a.css", None, headers)
        assert answer.headers["Cache-Control"] == "no-store" and answer.headers["ETag"] == '"mine"', headers
        assert answer.raw.count(b"o-store") == 1 and "Last-Modified" in answer.headers


def test_a_length_that_the_app_gives_settles_what_is_sent():
    app = site().app

    @app.route("/send")
    def handler(req, resp):
        return app.sendfile(resp, "static/text.txt", headers={"Content-Length": os.stat(FOLDER + "/static/text.txt")[6]})

    answer = TestClient(app).get("/send", headers={"Range": "bytes=0-1"})
    assert answer.status_code == 200 and answer.complete


def test_media_types():
    kinds = 0
    for names in ("html htm", "css", "js mjs", "json", "svg", "png", "jpg jpeg", "gif", "webp", "avif", "ico", "txt", "csv",
                  "md", "xml", "pdf", "woff", "woff2", "ttf", "otf", "mp3", "wav", "ogg", "m4a", "mp4", "webm", "wasm",
                  "webmanifest", "zip", "gz", "vtt", "ics"):
        types = {get_mime_type("a/b.x." + name.upper()) for name in names.split()}
        assert len(types) == 1 and types != {"application/octet-stream"}, names
        found = types.pop()
        assert (found[:5] == "text/") == found.endswith("; charset=utf-8"), found
        kinds += 1
    assert kinds >= 30
    for name in ("a", "a.", "html", "a.nix", "a. html", "", "a.html htm"):
        assert get_mime_type(name) == "application/octet-stream", name


def test_a_large_file():
    path = "/tmp/picoweb-large-%d" % id(site)
    with open(path, "wb") as f:
        for n in range(1500):
            f.write(b"%15d\n" % n)
    app = picoweb.WebApp(None)
    app.log = make_app().log
    app.route("/")(lambda req, resp: app.sendfile(resp, path))
    whole = open(path, "rb").read()
    try:
        for _ in range(2):
            answer = TestClient(app).get("/")
            assert answer.data == whole and answer.complete
        answer = TestClient(app).get("/", headers={"Range": "bytes=4000-20000"})
        assert answer.data == whole[4000:20001] and answer.complete
        with open(path, "wb"):
            pass
        answer = TestClient(app).get("/")
        assert answer.data == b"" and answer.headers["Content-Length"] == "0" and answer.complete
        assert TestClient(app).get("/", headers={"Range": "bytes=0-"}).status_code == 416
    finally:
        os.remove(path)


def test_where_there_is_little_memory():
    """A buffer that cannot be had is no reason not to send the file."""
    before = buffers.file_size, buffers.file_buffers[:]
    buffers.file_buffers[:] = ()
    try:
        for size in (1 << 40 if sys.maxsize > 1 << 32 else 1 << 30, 300, 64):
            buffers.file_size = size
            assert ask("static/text.txt").complete
    finally:
        buffers.file_size, buffers.file_buffers[:] = before


def test_a_file_that_shrinks_while_it_is_sent():
    class Shrinking:
        """A file of which half is gone by the time that it is read."""

        def readinto(self, buf):
            self.readinto = lambda buf: 0
            buf[:5] = b"hello"
            return 5

    async def shrinking(req, resp):
        await picoweb.start_response(resp, "text/plain", length=10)
        await picoweb.sendstream(resp, Shrinking())

    client = site()
    client.app.route("/shrinking")(shrinking)
    get = b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n"
    raw = client.send(get % b"static/a.css" + get % b"shrinking" + get % b"static/a.css")
    assert raw.endswith(b"hello") and raw.count(b"HTTP/1.1 ") == 2  # nothing is taken for the rest of it


def test_names_that_are_no_module_mean_the_current_directory():
    from picoweb.package_folder import folder_of as root

    assert root(picoweb.WebApp(None)) == ""
    assert root(picoweb.WebApp("no_such_module_here")) == ""
    assert root(picoweb.WebApp("harness")).rstrip("/").split("/")[-1] in ("tests", "")
    assert root(picoweb.WebApp("picoweb.app")).rstrip("/").endswith("picoweb")
    found = os.listdir(root(picoweb.WebApp("picoweb")).rstrip("/") or ".")
    assert "app.py" in found or "app.mpy" in found


def test_templates():
    app = picoweb.WebApp("harness")
    app.template_loader = Loader()

    @app.route("/")
    async def page(req, resp):
        await picoweb.start_response(resp)
        await app.render_template(resp, "t.tpl", ("a", "b"))

    assert TestClient(app).get("/").text == "t.tpl: a b"
    assert app.render_str("t.tpl", ("c", "d")) == "t.tpl: c d"


class Loader:
    def load(self, name):
        def template(*args):
            yield name + ": "
            yield " ".join(args)

        return template


def test_conditions_count_for_the_tag_and_the_date_that_the_app_gives():
    client = site()
    whole = open(FOLDER + "/static/text.txt", "rb").read()
    date = "Sun, 06 Nov 1994 08:49:37 GMT"
    given = ('"a,b"', {"etag": 'W/"a"', "Last-Modified": date}, b'ETag: "mine"\r\n')

    @client.app.route("/own")
    async def own(req, resp):
        headers = given[int(req.qs)]
        await client.app.sendfile(resp, "static/text.txt", None, {"ETag": headers} if isinstance(headers, str) else headers)

    def status(query, **fields):
        answer = client.get("/own?%d" % query, headers={name.replace("_", "-"): fields[name] for name in fields})
        assert answer.complete and answer.status_code != 304 or answer.raw.lower().count(b"\r\netag:") == 1
        assert answer.status_code != 200 or answer.data == whole
        return answer.status_code

    file_tag = client.get("/file?static/text.txt").headers["ETag"]
    for query, tag, is_strong in ((0, '"a,b"', True), (1, 'W/"a"', False), (1, '"a"', False), (2, '"mine"', True)):
        assert status(query, If_None_Match=tag) == 304 == status(query, If_None_Match="W/" + tag.replace("W/", "")), tag
        assert status(query, If_None_Match='"x"') == 200 == status(query, If_None_Match=file_tag), tag
        assert status(query, If_Match=tag) == (200 if is_strong else 412), tag
        assert status(query, If_Match=file_tag) == 412 == status(query, If_Match='"x"'), tag
        assert status(query, If_Match="*") == 200
        assert status(query, Range="bytes=0-1", If_Range=tag) == (206 if is_strong else 200), tag
        assert status(query, Range="bytes=0-1", If_Range=file_tag) == 200, tag
    assert status(1, If_Modified_Since=date) == 304 and status(1, If_Unmodified_Since=date) == 200
    assert status(1, Range="bytes=0-1", If_Range=date) == 206


def test_times_of_a_clock_that_was_not_set_are_not_trusted():
    """A board's clock begins anew: another file may have been written in the same second after another start."""
    epoch = 946684800 if time.gmtime(0)[0] == 2000 else 0
    before = description.ON_COMPUTER
    try:
        for on_computer in (True, False):
            description.ON_COMPUTER = on_computer
            for t, is_trusted in ((946684805, False), (1609459205, False), (1704067199, False), (1704067200, True)):
                fields = described(Representation("", t % 1000 + on_computer, t - epoch, b"", b""), None)
                assert (b"ETag" in fields) == (b"Last-Modified" in fields) == (is_trusted or on_computer), (t, on_computer)
                assert fields.endswith(b"Cache-Control: no-cache\r\nAccept-Ranges: bytes\r\n")
    finally:
        description.ON_COMPUTER = before


def test_what_there_is_no_memory_to_look_at_costs_bytes():
    def fails(*args):
        raise MemoryError

    before = sendfile.evaluate, sendfile.select
    plain = open(FOLDER + "/static/text.txt", "rb").read()
    tag = ask("static/text.txt").headers["ETag"]
    try:
        sendfile.evaluate = sendfile.select = fails
        for fields in ({"If_None_Match": tag}, {"Range": "bytes=0-1"}, {"Accept_Encoding": "gzip"}, {"If_Match": '"x"'}):
            answer = ask("static/text.txt", **fields)
            assert (answer.status_code, answer.data) == (200, plain) and answer.complete, fields
            assert answer.headers["Vary"] == "Accept-Encoding" and "Content-Encoding" not in answer.headers
    finally:
        sendfile.evaluate, sendfile.select = before


def test_a_long_file_in_a_task_of_the_app():
    """Its client is slow at first, and it is longer than what leaves before the client takes some."""
    app = make_app()
    path = FOLDER + "/static/long.bin"
    size = 300000
    ended = []

    async def send(resp):
        await app.sendfile(resp, path)
        await resp.aclose()
        ended.append(1)

    @app.route("/task")
    async def by_a_task(req, resp):
        asyncio.create_task(send(resp))
        return False

    @app.route("/limited")
    async def within_a_time(req, resp):
        await asyncio.wait_for(app.sendfile(resp, path), 15)

    async def scenario(net):
        for request in ("/task", "/limited"):
            for pause in (0, 0.3):
                c = await net.connect()
                await c.send("GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % request)
                await c.read_until(b"\r\n\r\n")
                await asyncio.sleep(pause)
                length = 0
                piece = await c.read(4096)
                while piece:
                    length += len(piece)
                    piece = await c.read(4096)
                assert length == size, (request, length)
                await c.close()
        assert ended == [1, 1]

    with open(path, "wb") as f:
        for _ in range(size // 1000):
            f.write(b"x" * 1000)
    try:
        with_server(app, scenario)
    finally:
        os.remove(path)
