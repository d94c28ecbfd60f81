"""picoweb itself, built with an app and without, does on a board what its source does."""
import ast
import re
import shutil
import socket
import subprocess

import pytest

from boards import APPS, laid_out, micropython, run_on_board
from host.net import free_port
from picoweb.host.build.pipeline import PACKAGE, build


@pytest.fixture(scope="module")
def expected():
    """What the app prints with the sources."""
    done = subprocess.run([*micropython(), "site.py"], cwd=APPS, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          env={"MICROPYPATH": f"{PACKAGE.parent}:.frozen"}, timeout=60)
    assert "Traceback" not in done.stdout and done.stdout.count("\n") > 10
    return done.stdout


@pytest.mark.parametrize("format, without", [("mpy", ()), ("py", ("facts", "shake"))])
def test_an_app_that_uses_much_of_it(format, without, expected, tmp_path):
    build(APPS / "site.py", tmp_path, format, without=without)
    assert (tmp_path / "templates").is_dir() == bool(without)  # they are compiled on the board, then
    if not without:
        assert sorted(path.name for path in tmp_path.rglob("*.mpy")) == ["__init__.mpy", "site.mpy"]  # nothing comes late
    assert run_on_board(tmp_path, "site") == expected


@pytest.fixture(scope="module")
def for_any_app(tmp_path_factory):
    """The folder of the package as it is built without an app."""
    folder = tmp_path_factory.mktemp("any")
    build(None, folder)
    return folder


def test_the_package_for_any_app(expected, for_any_app, tmp_path):
    for folder in APPS, for_any_app:
        shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    assert run_on_board(tmp_path, "site") == expected


def test_what_apps_import_of_it_is_there(for_any_app):
    """All that examples, the documentation and public modules name of the package can be imported on a board."""
    root = PACKAGE.parent
    asked = {(f"picoweb.{name}", each) for name in ("utils", "types", "runtime", "steps", "testing")
             for each in shown_in(PACKAGE / f"{name}.py")}
    for path in [*root.glob("example/**/*.py"), *root.glob("docs/code/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").split(".")[0] == "picoweb":
                asked |= {(node.module, each.name) for each in node.names}
    asked = {each for each in asked if not each[0].startswith("picoweb.host")}
    assert ("picoweb.utils", "parse_form") in asked and ("picoweb.templates.markup", "html_escape") in asked
    lines = [f"from {module} import {name}" for module, name in sorted(asked)]
    (for_any_app / "imports.py").write_text("\n".join([*lines, "print('all there')"]))
    assert run_on_board(for_any_app, "imports") == "all there\n"


def test_no_module_of_it_says_what_it_is_called(tmp_path):
    """A board may have it under another name, as lib.picoweb. In the log it is a word."""
    build(None, tmp_path, "py")
    said = {(path.relative_to(tmp_path).as_posix(), line) for path in tmp_path.rglob("*.py")
            for line in path.read_text().split("\n") if re.search(r"\bpicoweb\b", line) and ":picoweb:" not in line}
    assert said == set()


def shown_in(path):
    """Public functions and classes of a module, and what it imports for others."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node.name
        elif isinstance(node, ast.ImportFrom):
            yield from (each.name for each in node.names if each.asname == each.name)


PAGE = """import picoweb, picoweb.testing
app = picoweb.WebApp(None)

@app.route("/")
def index(req, resp):
    yield from picoweb.start_response(resp)
    yield from app.render_template(resp, "greeting.tpl", ("basil",))

print(picoweb.testing.TestClient(app).get("/").text)
"""


@pytest.mark.parametrize("name, content", [
    ("greeting.tpl", "{% args who %}Hello {{ who }}"),
    ("greeting_tpl.py", "def render(who):\n    yield 'Hello '\n    yield str(who)\n"),
    ("greeting_tpl.py", "_str = str\n_escape = safe = None\ndef render(who):\n yield _str('Hello ')\n yield _escape(safe(who))\n"),
    ("greeting_tpl.py", "from picoweb.templates.loader import text as _str\ndef render(who):\n yield _str('Hello ' + who)\n"),
])
def test_templates_are_built_in_from_their_sources_or_as_they_were_compiled(name, content, tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / name).write_text(content)
    (tmp_path / "page.py").write_text(PAGE)
    build(tmp_path / "page.py", tmp_path / "out")
    assert run_on_board(tmp_path / "out", "page") == "Hello basil\n"


def test_markup_that_a_template_has_by_default(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "greeting.html").write_text("{% args who, end=safe('<br>') %}{{ who }}{{ end }}")
    (tmp_path / "page.py").write_text(PAGE.replace("greeting.tpl", "greeting.html").replace('("basil",)', '("<", )'))
    build(tmp_path / "page.py", tmp_path / "out")
    assert run_on_board(tmp_path / "out", "page") == "&lt;<br>\n"


@pytest.mark.parametrize("content, pages", [("{{ 1 }}", ["a_tpl"]), ("{% args x %}{% include {{x}} %}", ["a_tpl", "b_tpl"])])
def test_templates_that_nobody_names_are_left_out_unless_one_computes_names(content, pages, tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/a.tpl").write_text(content)
    (tmp_path / "templates/b.tpl").write_text("b")
    (tmp_path / "page.py").write_text(PAGE.replace("greeting.tpl", "a.tpl"))
    report = build(tmp_path / "page.py", tmp_path / "out", without=["join", "inline"])
    assert sorted(name[len("picoweb/templates/page_"):-4] for name in report.sizes if "page_" in name) == pages


#: What apps for picoweb 1.8.2 do with the server, asked by a client of their own: it prints what each way answers.
HANDLES = """
import picoweb
import uasyncio as asyncio

class Passes(picoweb.WebApp):
    def _handle(self, reader, writer):
        print("passes")
        yield from super()._handle(reader, writer)

class Reads(picoweb.WebApp):
    def _handle(self, reader, writer):
        line = yield from reader.readline()
        req = picoweb.HTTPRequest()
        req.method, req.path, _ = line.decode().split()
        req.headers = yield from self.parse_headers(reader)
        yield from picoweb.start_response(writer)
        yield from writer.awrite(req.path + " " + req.headers[b"X-A"].decode())
        yield from writer.aclose()

def index(req, resp):
    yield from picoweb.start_response(resp)
    yield from resp.awrite("hello")

async def ask(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\\r\\nHost: x\\r\\nX-A: b\\r\\nConnection: close\\r\\n\\r\\n")
    await writer.drain()
    lines = (await reader.read(-1)).decode().split("\\r\\n")
    print([line for line in lines if line[:5] != "Date:"][-4:])
    writer.close()
    await writer.wait_closed()

async def main():
    port = PORT
    for kind in picoweb.WebApp, Passes, Reads:
        port += 1
        app = kind(None, [("/", index)])
        await asyncio.start_server(app._handle, "127.0.0.1", port)
        await ask(port)
    for kind in Passes, Reads:
        port += 1
        app = kind(None, [("/", index)])
        await app.start_server("127.0.0.1", port)
        await ask(port)
asyncio.run(main())
"""


@pytest.mark.parametrize("way", ["sources", "with the app", "for any app"])
def test_handle_of_old_apps(way, for_any_app, tmp_path):
    out = laid_out(("handles", HANDLES.replace("PORT", str(free_port()))), way, for_any_app, tmp_path)
    chunked, closed = "['hello', '0', '', '']", "['Content-Type: text/html; charset=utf-8', 'Connection: close', '', '/ b']"
    assert run_on_board(out, "handles").splitlines() == [chunked, "passes", chunked, closed, "passes", chunked, closed]


def test_a_small_app_gets_a_small_package(tmp_path):
    hello = tmp_path / "hello.py"
    hello.write_text("import picoweb\napp = picoweb.WebApp(None)\n\n@app.route('/')\ndef index(req, resp):\n    return 'hello'\n"
                     "\nif __name__ == '__main__':\n    app.run(debug=-1)\n")
    report = build(hello, tmp_path / "out")
    reached = {piece.module for piece in report.reach.reasons}
    assert not [name for name in reached if name.startswith(("picoweb.templates", "picoweb.live", "picoweb.files"))]
    assert not reached & {"picoweb.serving.transports.asyncio_server", "picoweb.serving.transports.tls",
                          "picoweb.serving.transports.thread", "picoweb.routing.rules", "picoweb.serving.log"}
    assert report.sizes["picoweb/__init__.mpy"] < 18000


HIDDEN = """import picoweb, picoweb.testing
from picoweb import WebApp as App, abort as stop
BASE = ("a", 202)

def answer(req, resp, name=""):
    return BASE + ({"X-Name": name or req.path},)

def refuse(req, resp):
    stop(451, "no", {"X-Why": "law"})

app = App(None, [("/refuse", refuse)])
route = app.route
route("/plants/<name>")(answer)
for verb in ("put", "patch"):
    getattr(app, verb)("/lamp")(answer)  # build: names put, patch
client = picoweb.testing.TestClient(app)
for method, path in (("GET", "/refuse"), ("GET", "/plants/ivy"), ("PUT", "/lamp"), ("GET", "/lamp")):
    answered = client.open(path, method)
    print(answered.status, answered.headers.get("X-Name"), answered.headers.get("X-Why"), answered.headers.get("Allow"))
"""


def test_an_app_that_hides_what_it_does_is_built_to_do_it(tmp_path):
    (tmp_path / "hiding.py").write_text(HIDDEN)
    build(tmp_path / "hiding.py", tmp_path / "out")
    assert run_on_board(tmp_path / "out", "hiding").split("\n") == [
        "451 Unknown None law None", "202 Accepted ivy None None", "202 Accepted /lamp None None",
        "405 Method Not Allowed None None OPTIONS, PATCH, PUT", ""]


SERVING = """import picoweb, sys
try:
    picoweb.WebApp(None).run(port=int(sys.argv[-1]), debug=-1)
    print("it has not served")
except OSError:
    print("the port is taken")
"""


def test_a_built_app_serves_also_where_others_have_loaded_asyncio(tmp_path):
    (tmp_path / "serving.py").write_text(SERVING)
    assert not build(tmp_path / "serving.py", tmp_path / "out").facts["asyncio"]
    (tmp_path / "out" / "first.py").write_text("import asyncio, serving")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert run_on_board(tmp_path / "out", "first", str(taken.getsockname()[1])) == "the port is taken\n"


BESIDE = """import asyncio, picoweb
app, sub = picoweb.WebApp(None), picoweb.WebApp(None)
app.mount("/sub", sub)

@sub.on_startup
async def stop():
    print("begun")
    await asyncio.sleep(0)
    app.shutdown()

async def stay():
    try:
        await asyncio.sleep(100)
    finally:
        print("ended")

app.create_task(stay())
app.run(port=%d)
print("over")
"""


def test_tasks_beside_the_server(tmp_path):
    (tmp_path / "app.py").write_text(BESIDE % free_port())
    build(tmp_path / "app.py", tmp_path / "out")
    assert run_on_board(tmp_path / "out", "app") == "begun\nended\nover\n"
