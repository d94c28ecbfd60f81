"""Templates of an app that is debugged, and those of a folder that cannot be written to: on both runtimes."""

import os
import subprocess
import sys

import pytest
from test_utemplate import ROOT, interpreter  # noqa: F401  a fixture

HEAD = """
import sys
sys.path[:0] = sys.argv[1:3]
import os
import time
import picoweb
from harness import make_app, raises
from picoweb.testing import TestClient

app = make_app()
app.debug = 1

@app.route("/")
def page(req, resp):
    yield from picoweb.start_response(resp)
    yield from app.render_template(resp, "x.html")

client = TestClient(app)

def write(name, text):
    with open("templates/" + name, "w") as f:
        f.write(text)

def get():
    answer = client.get("/")
    return answer.status_code, answer.text

def logged():
    import io
    out = io.StringIO()
    error = app.log.errors[-1]
    if hasattr(sys, "print_exception"):
        sys.print_exception(error, out)
    else:
        import traceback
        traceback.print_exception(type(error), error, error.__traceback__, file=out)
    return out.getvalue() + repr(app.log.lines)
"""


@pytest.fixture
def run(interpreter, tmp_path):  # noqa: F811
    """Run a program with HEAD before it, in a folder with templates/ in it."""
    (tmp_path / "templates").mkdir()

    def run(program, **templates):
        for name, source in templates.items():
            (tmp_path / "templates" / ".".join(name.rsplit("_", 1))).write_text(source)
        (tmp_path / "main.py").write_text(HEAD + program)
        done = subprocess.run([interpreter, "main.py", ROOT, ROOT / "tests"], cwd=tmp_path, capture_output=True, text=True,
                              env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr

    run.folder = tmp_path / "templates"
    return run


def test_a_changed_template_is_compiled_anew(run):
    run("""
assert get() == (200, "one")
assert app.template_loader.load("x.html") is app.template_loader.load("x.html")
write("x.html", "two, longer")
assert get() == (200, "two, longer")
""", x_html="one")


def test_so_is_one_that_includes_or_extends_it(run):
    run("""
assert get() == (200, "<base part>")
write("part.html", "other part")
assert get() == (200, "<base other part>")
write("base.html", "[ {% block a %}{% endblock %}]")
assert get() == (200, "[ base other part]")
write("middle.html", '{% extends "base.html" %}{% block a %}new {{ super() }}{% include "part.html" %}{% endblock %}')
assert get() == (200, "[ new other part]")
""", base_html="<{% block a %}{% endblock %}>", part_html="part",
        middle_html='{% extends "base.html" %}{% block a %}base {% include "part.html" %}{% endblock %}',
        x_html='{% extends "middle.html" %}')


def test_one_that_cannot_be_compiled_is_a_500_until_the_next_change(run):
    run("""
assert get() == (200, "one")
write("x.html", "\\n{% if %}broken")
for _ in range(2):
    assert get()[0] == 500
    assert "templates/x.html, line 2" in str(app.log.errors[-1])
write("x.html", "three three")
assert get() == (200, "three three")
os.remove("templates/x.html")
assert get()[0] == 500
""", x_html="one")


def test_the_source_wins_over_a_module_while_debugging(run):
    (run.folder / "x_html.py").write_text("def render(*a, **d):\n    yield 'module'\n")
    run("""
assert get() == (200, "source")
app.template_loader = None
app.debug = 0
if hasattr(os, "utime"):
    os.utime("templates/x_html.py")  # it was made of this source
assert get() == (200, "module")
assert "Debug" not in type(app.template_loader).__name__
""", x_html="source")


def test_without_debugging_nothing_is_looked_at(run):
    run("""
app.debug = 0
assert get() == (200, "one")
write("x.html", "two, longer")
os.remove("templates/x.html")
assert get() == (200, "one")
assert "picoweb.templates.debug" not in sys.modules or sys.implementation.name == "cpython"
""", x_html="one")


def test_an_app_that_is_mounted_is_debugged_with_the_outermost(run):
    run("""
sub = picoweb.WebApp(None)
app.mount("/sub", sub)

@sub.route("/")
def below(req, resp):
    yield from picoweb.start_response(resp)
    yield from sub.render_template(resp, "x.html")

assert client.get("/sub/").text == "one"
write("x.html", "two, longer")
assert client.get("/sub/").text == "two, longer"
write("x.html", "\\n\\n{{ nonsense }}")
assert client.get("/sub/").status_code == 500
assert "x.html" in logged() and "line 3" in logged()
""", x_html="one")


@pytest.mark.parametrize("source", [
    "\n{% if 1 %}\n{{ nonsense }}{% endif %}", "\n\n{% set x = nonsense %}\n\n", "{{ 1 }}\n\n{% for x in nonsense %}{% endfor %}",
])
def test_errors_have_their_place_in_the_log(run, source):
    run("""
assert get()[0] == 500
assert type(app.log.errors[-1]) is NameError
text = logged()
assert "templates/x.html, line 3" in text or 'templates/x.html", line 3' in text, text
""", x_html=source)


def test_errors_in_what_is_included_or_extended_have_theirs(run):
    run("""
for name, line in (("x", 2), ("base", 3), ("part", 4), ("late", 5)):
    os.rename("templates/base.html", "templates/old.html")
    write("base.html", "\\n\\n%s{%% block a %%}{%% endblock %%}" % ("{{ nonsense }}" if name == "base" else ""))
    write("part.html", "\\n\\n\\n%s" % ("{{ nonsense }}" if name == "part" else ""))
    write("late.html", "\\n\\n\\n\\n%s" % ("{{ nonsense }}" if name == "late" else ""))
    write("x.html", '{%% extends "base.html" %%}{%% block a %%}\\n%s{%% include "part.html" %%}{%% include {{"late.html"}} %%}'
                    '{%% endblock %%}' % ("{{ nonsense }}" if name == "x" else ""))
    assert get()[0] == 500
    text = logged()
    place = "templates/%s.html, line %d" % (name, line)
    assert place in text or place.replace(",", '",') in text, (place, text)
""", base_html="")


def test_a_folder_that_cannot_be_written_to(run):
    run.folder.joinpath("x.html").write_text("{% include 'y.html' %}")
    run.folder.joinpath("y.html").write_text("in memory")
    run.folder.chmod(0o555)
    try:
        run("""
app.debug = 0
assert get() == (200, "in memory")
assert sorted(os.listdir("templates")) == ["x.html", "y.html"]
""")
    finally:
        run.folder.chmod(0o755)


def test_a_traceback_shows_the_line_of_the_template(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "x.html").write_text("\n<p>{{ nonsense }}\n")
    (tmp_path / "main.py").write_text(HEAD + "get()\nprint(logged())")
    done = subprocess.run([sys.executable, "main.py", ROOT, ROOT / "tests"], cwd=tmp_path, capture_output=True, text=True)
    assert 'File "templates/x.html", line 2' in done.stdout, done.stderr
    assert "<p>{{ nonsense }}" in done.stdout


def test_templates_that_extend_others_compiled_beforehand(run):
    """They are whole: a board needs neither what they extend nor anything to do so."""
    (run.folder / "sub").mkdir()
    (run.folder / "sub" / "base.html").write_text("<{% block a %}{% endblock %}>{% block b %}b{% endblock %}")
    (run.folder / "part.html").write_text("{% args n %}[{{ n }}]")
    (run.folder / "x.html").write_text(
        '{% extends "sub/base.html" %}{% block b %}{% include "part.html" 1 %}{{ super() }}{{ "&" }}{% endblock %}')
    command = [sys.executable, "-m", "picoweb", "compile-templates", run.folder]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    for path in [*run.folder.rglob("*.html"), run.folder / "part_html.py", run.folder / "sub" / "base_html.py"]:
        path.unlink()
    run("""
for app.debug in (0, 1):
    app.template_loader = None
    assert get() == (200, "<>[1]b&amp;")
    if sys.implementation.name == "micropython" and not app.debug:
        loaded = {name[18:] for name in sys.modules if name.startswith("picoweb.templates.")}
        assert loaded == {"rendering", "loader", "plain_text", "markup"}, loaded
""")


def test_a_module_never_hides_a_newer_source_on_a_computer(run):
    """Nor one that it includes or extends. A board has no heap to spare for the compiler, and takes the module."""
    (run.folder / "base.html").write_text("old {% block a %}{% endblock %}")
    (run.folder / "x.html").write_text('{% extends "base.html" %}{% block a %}old{% endblock %}')
    command = [sys.executable, "-m", "picoweb", "compile-templates", run.folder]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    run("""
app.debug = 0
later = time.time() + 9
def change(name, text):
    global later
    write(name, text)
    if hasattr(os, "utime"):
        later += 9
        os.utime("templates/" + name, (later, later))
def got(expected):
    app.template_loader = None
    assert get()[1] == (expected if sys.implementation.name != "micropython" else "old old"), get()
    assert app.render_str("x.html") == get()[1]
got("old old")
change("base.html", "new {% block a %}{% endblock %}")
got("new old")
change("x.html", '{% extends "base.html" %}{% block a %}new{% endblock %}')
got("new new")
change("x_html.py", "def render(): yield 'made anew'")
if sys.implementation.name != "micropython":
    got("made anew")
    change("x.html", "{{ wrong + }}")
    app.template_loader = None
    assert get()[0] == 500
    os.remove("templates/x.html")
    got("made anew")
""")


def test_a_value_that_has_no_place_names_the_template(run):
    run("""
for values in ({}, {"a": 1, "b": 2}):
    error = raises(TypeError, lambda: app.render_str("x.html", **values))
    assert str(error).startswith("template x.html: "), error
assert app.render_str("x.html", a=1) == "1"
""", x_html="{% args a %}{{ a }}")
