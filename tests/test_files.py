"""Files as answers. The static folder is the one beside this file."""

import os

import picoweb
from harness import make_app
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


def test_static():
    answer = site().get("/static/a.css")
    assert answer.data == b"body {}\n" and answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Content-Length"] == "8"
    assert site().head("/static/a.css").headers["Content-Length"] == "8"


def test_static_of_a_subclass():
    class App(picoweb.WebApp):
        pass

    assert TestClient(App("harness")).get("/static/a.css").data == b"body {}\n"
    test_static()  # the class that it is made of has more in it now


def test_static_leads_nowhere_else():
    client = site()
    for path in ("/static/../test_files.py", "/static/%2e%2e/test_files.py", "/static/..%2ftest_files.py",
                 "/static/%2e%2e%5ctest_files.py", "/static//etc/passwd", "/static/nix", "/static/", "/static",
                 "/static/a.css/", "/static/a.css/x", "/static/a.css%00", "/static/" + "x" * 900, "/static/.",
                 "/static/%252e%252e/test_files.py", "/static-secret/s.txt", "/static/../static-secret/s.txt"):
        answer = client.get(path)
        assert answer.status_code in (403, 404), (path, answer.status)
        assert b"secret" not in answer.data and b"import" not in answer.data


def test_sendfile():
    client = site()
    assert client.get("/file?static/a.css").data == b"body {}\n"
    assert client.get("/file?nix").status_code == 404
    answer = client.get("/typed")
    assert answer.headers["Content-Type"] == "text/x-mine" and answer.headers["X-A"] == "1"
    assert answer.data == b"body {}\n" and answer.complete


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


def test_no_static_files_if_so_wished():
    app = picoweb.WebApp("harness", serve_static=False)
    assert app.url_map == []
    assert TestClient(app).get("/static/a.css").status_code == 404


def test_the_static_route_is_the_first_in_the_map():
    app = picoweb.WebApp("harness")
    pattern, handler = app.url_map[0]
    assert pattern.match("/static/a/b").group(1) == "static/a/b"
    assert pattern.match("/static/a/b").group(0) == "/static/a/b"
    assert not pattern.match("/statics/a") and not pattern.match("/static/")


def test_names_that_are_no_module_mean_the_current_directory():
    from picoweb.files import root

    assert root(picoweb.WebApp(None)) == ""
    assert root(picoweb.WebApp("no_such_module_here")) == ""
    assert root(picoweb.WebApp("harness")).rstrip("/").split("/")[-1] in ("tests", "")
    assert root(picoweb.WebApp("picoweb.app")).rstrip("/").endswith("picoweb")
    assert os.stat(root(picoweb.WebApp("picoweb")) + "app.py")


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
