"""The static folder, and other folders of files. They are those beside this file."""

import os
import sys

import picoweb
from harness import MICROPYTHON, make_app
from picoweb.testing import TestClient

FOLDER = __file__.replace("\\", "/").rpartition("/")[0] or "."


def site(**kwargs):
    app = picoweb.WebApp("harness", **kwargs)  # a module beside this one
    app.log = make_app().log
    return TestClient(app)


def test_a_file():
    answer = site().get("/static/a.css")
    assert answer.data == b"body {}\n" and answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Content-Length"] == "8"
    head = site().head("/static/a.css")
    assert head.headers["Content-Length"] == "8" and not head.data



def test_a_file_that_is_new():
    folder = "/tmp/picoweb-new-%d" % id(site)
    os.mkdir(folder)
    try:
        app = make_app(static_folder=folder, static_url_path="/")
        app.add_url_rule("/page", lambda req, resp: "route")
        app.add_url_rule("/<name>", lambda req, resp, name: "rule")
        client = TestClient(app)
        for path, text in (("/page", "route"), ("/other", "rule")):
            for _ in range(3):
                assert client.get(path).text == text
            with open(folder + path, "w") as f:
                f.write("file")
            try:
                assert client.get(path).text == "file"
            finally:
                os.remove(folder + path)
            for _ in range(3):
                assert client.get(path).text == text
    finally:
        os.rmdir(folder)


def test_a_static_folder_that_is_new():
    client = site()
    app = client.app
    app.add_url_rule("/static/nix", lambda req, resp: "route")
    app._find_static = lambda: False  # as long as there is no folder
    for _ in range(3):
        assert client.get("/static/nix").text == "route"
    del app._find_static
    assert client.get("/static/nix").status_code == 404


def test_what_was_loaded_once_is_not_looked_up_again():
    client = site()
    client.get("/static/a.css")
    loaded = set(sys.modules)
    load = picoweb._load
    picoweb._load = None
    try:
        assert client.get("/static/a.css").status_code == 200
    finally:
        picoweb._load = load
    assert set(sys.modules) == loaded


def test_of_a_subclass():
    class App(picoweb.WebApp):
        max_age = 60

    answer = TestClient(App("harness")).get("/static/a.css")
    assert answer.data == b"body {}\n" and answer.headers["Cache-Control"] == "max-age=60"
    test_a_file()  # the class that it is made of has more in it now
    assert site().get("/static/a.css").headers["Cache-Control"] == "no-cache"


def test_it_leads_nowhere_else():
    client = site()
    for path in ("/static/../test_files.py", "/static/%2e%2e/test_files.py", "/static/..%2ftest_files.py",
                 "/static/%2e%2e%5ctest_files.py", "/static//etc/passwd", "/static/nix", "/static/", "/static",
                 "/static/a.css/", "/static/a.css/x", "/static/a.css%00", "/static/" + "x" * 900, "/static/.",
                 "/static/%252e%252e/test_files.py", "/static/./a.css", "/static/docs/./index.html", "/static/%2e/a.css", "/static-secret/s.txt", "/static/../static-secret/s.txt",
                 "/static/only", "/static/only/", "/static/docs/x", "/static/docs/index.html/"):
        answer = client.get(path)
        assert answer.status_code in (403, 404), (path, answer.status)
        assert b"secret" not in answer.data and b"import" not in answer.data


def test_links_lead_nowhere_else():
    if sys.platform == "win32":
        return
    client = site()
    for path in ("/static/out.txt", "/static/outdir/s.txt", "/static/outdir/", "/static/outdir"):
        answer = client.get(path)
        assert answer.status_code in (403, 404) and b"secret" not in answer.data, (path, answer.status)
    if not MICROPYTHON:  # which cannot tell where a link leads
        assert client.get("/static/in.css").data == b"body {}\n"
        assert client.get("/static/indir/index.html").data == b"<title>Docs</title>\n"


def test_links_where_micropython_has_no_ffi():
    if not MICROPYTHON:
        return
    had = sys.modules.get("ffi")
    sys.modules["ffi"] = sys.implementation  # which has nothing of it
    try:
        test_a_file()
        test_a_folder_has_its_index()
        test_a_twin_alone_is_a_file_everywhere()
        test_links_lead_nowhere_else()
    finally:
        del sys.modules["ffi"]
        if had:
            sys.modules["ffi"] = had


def test_a_folder_has_its_index():
    client = site()
    answer = client.get("/static/docs/")
    assert answer.data == b"<title>Docs</title>\n" and answer.headers["Content-Type"] == "text/html; charset=utf-8"
    answer = client.get("/static/docs")
    assert answer.status_code == 308 and answer.headers["Location"] == "./docs/"
    assert client.get("/static/docs?a=%20b&c").headers["Location"] == "./docs/?a=%20b&c"


def test_a_twin_alone_is_a_file_everywhere():
    for client in site(static_folder="static/only", static_url_path="/"), site(static_folder="static/only"):
        place = client.app.url_map[0][0].url
        assert client.get(place + "page.html").data[:2] == b"\x1f\x8b"
        assert client.get(place + "page.html", headers={"Accept-Encoding": "br"}).status_code == 406
        assert client.get(place + "sub/").headers["Content-Encoding"] == "gzip"
        assert client.get(place + "sub").headers["Location"] == "./sub/"


def test_other_methods():
    for client in site(), site(static_folder="static"):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            answer = client.open("/static/a.css", method)
            assert answer.status_code == 405 and answer.headers["Allow"] == "GET, HEAD, OPTIONS", method
        answer = client.open("/static/a.css", "OPTIONS")
        assert answer.status_code == 204 and answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    client = site(static_folder="static", static_url_path="/")
    client.app.route("/a.css", methods=["POST"])(lambda req, resp: "posted")
    assert client.post("/a.css").data == b"posted" and client.get("/a.css").data == b"body {}\n"


def test_a_redirect_stays_here():
    for path in ("//evil.example/docs", "/static//docs", "/%2f%2fevil.example/docs", "/static/%5cevil.example/docs"):
        for client in site(), site(static_url_path="/"):
            answer = client.get(path)
            assert answer.status_code in (403, 404) and "Location" not in answer.headers, path


def test_another_folder():
    client = site(static_folder="static/docs")
    assert client.get("/docs/index.html").data == b"<title>Docs</title>\n" == client.get("/docs/").data
    assert client.get("/static/a.css").status_code == 404 == client.get("/docs").status_code
    assert client.get("/docs/../a.css").status_code == 403
    assert client.app.url_for("static", filename="index.html") == "/docs/index.html"


def test_another_url():
    client = site(static_url_path="/assets/v 1/")
    assert client.get("/assets/v%201/a.css").data == b"body {}\n"
    assert client.get("/static/a.css").status_code == 404
    assert client.app.url_for("static", filename="a b.css") == "/assets/v%201/a%20b.css"
    assert client.get("/assets/v%201/out.txt").status_code == 403


def test_a_folder_of_an_absolute_path():
    import os

    folder = os.getcwd() + "/" + FOLDER if FOLDER[:1] != "/" else FOLDER
    client = site(static_folder=folder + "/static", static_url_path="/f")
    assert client.get("/f/a.css").data == b"body {}\n"
    assert client.get("/f/docs/").status_code == 200 and client.get("/f/out.txt").status_code == 403
    assert site(static_folder="/no/such/folder").get("/folder/a.css").status_code == 404


def test_files_at_the_root_leave_room_for_routes():
    client = site(static_folder="static/docs", static_url_path="/")

    @client.app.route("/about")
    def about(req, resp):
        return "about"

    @client.app.route("/<name>/x")
    def other(req, resp, name):
        return name

    assert client.get("/").data == b"<title>Docs</title>\n" == client.get("/index.html").data
    assert client.get("/about").data == b"about" and client.get("/nix/x").data == b"nix"
    assert client.get("/nix").status_code == 404


def test_no_static_files_if_so_wished():
    for client in site(serve_static=False), site(static_folder=None), site(serve_static=False, static_folder="static"):
        assert client.app.url_map == []
        assert client.get("/static/a.css").status_code == 404


def test_an_argument_that_is_none_is_an_error():
    try:
        site(static_dir="x")
    except TypeError:
        return
    raise AssertionError("no TypeError")


def test_the_route_is_the_first_in_the_map():
    app = picoweb.WebApp("harness")
    pattern, handler = app.url_map[0]
    assert pattern.match("/static/a/b").group(1) == "static/a/b"
    assert pattern.match("/static/a/b").group(0) == "/static/a/b"
    assert not pattern.match("/statics/a") and not pattern.match("/static/")


def test_a_pattern_of_the_apps_own():
    import re

    client = site(serve_static=False)
    client.app.url_map.append((re.compile("^/(static/.+)"), client.app.handle_static))
    assert client.get("/static/a.css").data == b"body {}\n"
    assert client.get("/static/out.txt").status_code == 403


def test_a_mounted_app_has_its_own():
    app = picoweb.WebApp(None)
    app.log = make_app().log
    app.mount("/sub", picoweb.WebApp("harness"))
    client = TestClient(app)
    assert client.get("/sub/static/a.css").data == b"body {}\n"
    answer = client.get("/sub/static/docs")
    assert answer.status_code == 308 and answer.headers["Location"] == "./docs/"
