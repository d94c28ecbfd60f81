"""What others make of templates, as `app.template_loader`: the loaders of utemplate on both runtimes, and Jinja2."""

import shutil
import subprocess
import sys

import pytest
from test_utemplate import ROOT, interpreter, published  # noqa: F401  fixtures

SERVED = """
import sys
sys.path.extend(sys.argv[1:4])
import picoweb
from harness import make_app, with_server
%s
app = make_app()
app.template_loader = Loader(None, "templates")

@app.route("/")
def page(req, resp):
    yield from picoweb.start_response(resp)
    yield from app.render_template(resp, "x.tpl", ("<you>", 3))

@app.route("/named")
def named(req, resp):
    yield from picoweb.start_response(resp)
    yield from app.render_template(resp, "x.tpl", {"n": 3}, who="<you>")

async def scenario(net):
    for path in ("/", "/named", "/"):
        answer = await net.get(path)
        assert b"Hello, <you> 0 1 2 ." in answer, answer
    assert app.render_str("x.tpl", ("a", 1)) == "Hello, a 0 ."

with_server(app, scenario)
assert app.log.errors == []
"""


MAKE = """
import sys
sys.path.insert(0, sys.argv[1])
from utemplate.source import Loader
Loader(None, "templates").load("x.tpl")
"""

JINJA = """
import sys
sys.path[:0] = sys.argv[1:3]
import jinja2
import picoweb
from harness import make_app, with_server

app = make_app()
app.template_loader = jinja2.Environment(loader=jinja2.FileSystemLoader("templates"), autoescape=True)

@app.route("/")
async def page(req, resp):
    await picoweb.start_response(resp)
    await app.render_template(resp, "x.html", {"n": range(2)}, who="<you>")

@app.route("/long")
async def long(req, resp):
    await picoweb.start_response(resp)
    await app.render_template(resp, "x.html", n=range(20000), who="you")

@app.route("/broken")
async def broken(req, resp):
    await picoweb.start_response(resp)
    await app.render_template(resp, "broken.html", who="you")

async def scenario(net):
    assert b"<h1>&lt;YOU&gt; 0 1</h1>" in await net.get("/")
    answer = await net.get("/long")
    assert b" 19999" in answer and answer.count(b"\\r\\n") > 20, "in pieces"
    assert b" 500 " in await net.get("/broken")
    assert app.render_str("x.html", n=(), who="<") == "<h1>&lt;</h1>"

with_server(app, scenario)
[error] = app.log.errors
assert type(error) is jinja2.UndefinedError
"""


@pytest.mark.parametrize("kind", ["source", "compiled", "recompile"])
def test_utemplate(interpreter, published, tmp_path, kind):  # noqa: F811
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "x.tpl").write_text(
        "{% args who, n %}Hello, {{ who }} {% for i in range(n) %}{{ i }} {% endfor %}.")
    (tmp_path / "main.py").write_text(SERVED % f"from utemplate.{kind} import Loader")
    if kind == "compiled":
        (tmp_path / "make.py").write_text(MAKE)
        run(interpreter, tmp_path, "make.py", published)
        (tmp_path / "templates" / "x.tpl").unlink()
    run(interpreter, tmp_path, "main.py", published, ROOT, ROOT / "tests")


def run(interpreter, folder, *words):  # noqa: F811
    done = subprocess.run([interpreter, *words], cwd=folder, timeout=60, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout


def test_jinja2(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "base.html").write_text("<h1>{% block title %}{% endblock %}</h1>")
    (tmp_path / "templates" / "x.html").write_text(
        '{% extends "base.html" %}{% block title %}{{ who | upper }}{% for i in n %} {{ i }}{% endfor %}{% endblock %}')
    (tmp_path / "templates" / "broken.html").write_text("\n{{ who.missing.attribute }}")
    (tmp_path / "main.py").write_text(JINJA)
    run(sys.executable, tmp_path, "main.py", ROOT, ROOT / "tests")


def test_what_is_shown(interpreter, published, tmp_path):  # noqa: F811
    """The apps of docs/howto/templates.rst that need other packages."""
    folder = shutil.copytree(ROOT / "docs" / "code" / "howto", tmp_path / "app")
    shown = [("utemplates", "plant.html", "plant='mint'", "<li>mint\n")]
    if interpreter == sys.executable:
        shown.append(("jinja", "hello.html", "names=['basil', '<mint>']", "<p>Hello, BASIL AND &lt;MINT&gt;"))
    for app, name, values, text in shown:
        run(interpreter, folder, "-c", f"import sys; sys.path.extend({[str(published), str(ROOT)]})\n"
            f"from {app} import app\nassert app.render_str('{name}', {values}) == {text!r}")
