"""A copy of picoweb works under any name, such as `lib.picoweb`, and asks for nothing of another one."""

import gc
import os
import sys
import time

import picoweb
import picoweb.testing

FOLDER = 0x4000
FOLDERS = ("lib", "libs", "vendor", "vendor/libs")
PLACES = ("lib", "libs", "vendor.libs")
LEFT_OUT = ("__pycache__", "build", "asgi")  # of the command line and of ASGI, a handler uses nothing


def in_copies(function):
    """Call a function, where each of PLACES has a copy of this package, with no other there; and clear up behind it."""
    root = "%s/picoweb-copies-%d" % (os.getenv("TMPDIR") or "/tmp", id(function) ^ time.time_ns())
    modules, path = dict(sys.modules), list(sys.path)
    os.mkdir(root)
    try:
        for each in FOLDERS:
            os.mkdir(root + "/" + each)
        for each in PLACES:
            copy(package_folder(), "%s/%s/picoweb" % (root, each.replace(".", "/")))
        forget()
        sys.path[:0] = [root, root + "/lib"]
        function()
    finally:
        sys.path[:] = path
        forget()
        sys.modules.update(modules)
        remove(root)


def package_folder():
    places = picoweb.__path__
    return places if isinstance(places, str) else list(places)[0]


def forget():
    """Forget picoweb, and copies of it."""
    for name in list(sys.modules):
        if name.split(".")[0] in ("picoweb", "lib", "libs", "vendor"):
            sys.modules.pop(name)
    gc.collect()


def is_folder(path):
    return bool(os.stat(path)[0] & FOLDER)


def copy(source, target):
    os.mkdir(target)
    for name in os.listdir(source):
        if name in LEFT_OUT:
            continue
        if is_folder(source + "/" + name):
            copy(source + "/" + name, target + "/" + name)
        elif name.endswith((".py", ".mpy")):
            with open(source + "/" + name, "rb") as read, open(target + "/" + name, "wb") as written:
                piece = read.read(512)  # a heap may have no large one left
                while piece:
                    written.write(piece)
                    piece = read.read(512)


def remove(path):
    if is_folder(path):
        for name in os.listdir(path):
            remove(path + "/" + name)
        os.rmdir(path)
    else:
        os.remove(path)


def names_of_others(place):
    """Modules of the packages that are not at this place."""
    ours = place + ".picoweb"
    return [name for name in sys.modules if "picoweb" in name.split(".") and not (name + ".").startswith(ours + ".")]


def client_of(copied, testing):
    """A client of an app that uses much of a copy, late names and methods too."""
    app = copied.WebApp(None, routes=[("/json", lambda req, resp: copied.jsonify(resp, {"a": copied.utils.unquote_plus("b+c")}))])
    app.add_url_rule("/abort", lambda req, resp: copied.abort(418))
    app.add_url_rule("/form", form, methods=["POST"])
    app.add_url_rule("/item/<int:n>", lambda req, resp, n: copied.redirect(app.url_for("item", n=n + 1)), endpoint="item")
    app.add_url_rule("/events", lambda req, resp: events(copied.EventSource(req, resp)))
    app.log = None
    sub = type("Sub", (copied.WebApp,), {})(None)
    sub.add_url_rule("/x", lambda req, resp: "sub " + req.path)
    app.mount("/sub", sub)
    return testing.TestClient(app)


def form(req, resp):
    yield from req.read_form_data()
    return dict(req.form)


def events(source):
    yield from source.send("hello")
    return False


def check(place, copied, testing):
    client = client_of(copied, testing)
    assert client.get("/json").json() == {"a": "b c"}
    assert client.get("/abort").status_code == 418, "HTTPError is another copy's"
    assert client.get("/none").status_code == 404
    assert client.post("/form", data={"a": "1"}).json() == {"a": "1"}
    assert client.get("/item/1").headers["Location"] == "/item/2"
    assert "hello" in client.get("/events").text
    assert client.get("/sub/x").status_code == 200
    assert names_of_others(place) == []


def templates(place, copied):
    app = copied.WebApp(None)
    app.template_loader = copied.Loader(FIXTURES, "templates")
    assert app.render_str("page.html", ("a & b", ["<i>"])).startswith("<title>a &amp; b</title>"), "compiled by the board"
    assert app.render_str("given.html", ("<", 7)) == "<p>&lt;</p>7</p><br>", "compiled beforehand"
    assert names_of_others(place) == []


FIXTURES = __file__.replace("\\", "/").rpartition("/")[0] or "."


def test_import_as():
    def test():
        import lib.picoweb as copied
        import lib.picoweb.testing as testing

        check("lib", copied, testing)

    in_copies(test)


def test_from():
    def test():
        from libs import picoweb as copied
        from libs.picoweb import HTTPError, testing

        check("libs", copied, testing)
        assert HTTPError.__module__.startswith("libs.picoweb") if hasattr(HTTPError, "__module__") else HTTPError

    in_copies(test)


def test_two_levels():
    def test():
        import vendor.libs.picoweb.testing
        from vendor.libs.picoweb.utils import unquote_plus

        check("vendor.libs", vendor.libs.picoweb, vendor.libs.picoweb.testing)
        assert unquote_plus("a+b") == "a b"

    in_copies(test)


def test_templates():
    def test():
        import lib.picoweb as copied

        templates("lib", copied)

    in_copies(test)


def test_a_missing_name_is_told_with_the_name_of_the_copy():
    def test():
        from vendor.libs import picoweb as copied

        try:
            copied.nothing
        except AttributeError as error:
            assert str(error) == "module 'vendor.libs.picoweb' has no attribute 'nothing'", error
        else:
            raise AssertionError("it is there")

    in_copies(test)
