"""Apps that import a copy of picoweb, such as lib/picoweb: what is built has one picoweb, under its own name."""
from pathlib import Path

import pytest

from boards import run_on_board
from picoweb.host.build import copies
from picoweb.host.build.linking import sources
from picoweb.host.build.pipeline import build
from picoweb.host.build.program import Refused
from programs import program_of, same_source, text_of

NOWHERE = Path("/nowhere")


def changed(source, root=NOWHERE, name="app"):
    program = program_of({"utils": "", "app": ""}, app={"app": "", "lib": "", "lib.helper": "", name: source} if name != "app"
                         else {"app": source})
    copies.use_package(program, root)
    return text_of(program, name)


@pytest.mark.parametrize("source, expected", [
    ("import lib.picoweb as picoweb", "import picoweb"),
    ("import lib.picoweb as web, time", "import picoweb as web, time"),
    ("import vendor.libs.picoweb.utils as utils", "import picoweb.utils as utils"),
    ("from lib import picoweb", "import picoweb"),
    ("from lib import picoweb as p, sensors", "import picoweb as p\nfrom lib import sensors"),
    ("from libs.picoweb import WebApp, start_response", "from picoweb import WebApp, start_response"),
    ("from lib.picoweb.utils import unquote_plus as u", "from picoweb.utils import unquote_plus as u"),
    ("def f():\n    from lib import picoweb\n    return picoweb", "def f():\n    import picoweb\n    return picoweb"),
    ("try:\n    import picoweb\nexcept ImportError:\n    import lib.picoweb as picoweb",
     "try:\n    import picoweb\nexcept ImportError:\n    import picoweb"),
    ("import lib.picoweb\napp = lib.picoweb.WebApp(lib.picoweb.utils)", "import picoweb\napp = picoweb.WebApp(picoweb.utils)"),
    ("import a.b.picoweb.utils, a.c\na.c.x(a.b.picoweb.utils.y)", "import picoweb.utils, a.c\na.c.x(picoweb.utils.y)"),
    ("import picoweb.utils\nfrom lib import picoweb_tools", "import picoweb.utils\nfrom lib import picoweb_tools"),
])
def test_imports_of_a_copy_are_those_of_the_package(source, expected):
    assert changed(source) == same_source(expected)


def test_imports_relative_to_a_folder_that_has_a_copy():
    assert changed("from . import picoweb\nfrom .picoweb import abort", name="lib.helper") == same_source(
        "import picoweb\nfrom picoweb import abort")


@pytest.mark.parametrize("source, line, text", [
    ("import lib.picoweb\nx = lib", 2, "lib is used otherwise than as lib.picoweb: write `import lib.picoweb as picoweb`"),
    ("\nimport lib.picoweb\npicoweb = 1", 2, "picoweb is something else in this file: write `import lib.picoweb as …`"),
    ("import sys\nx = sys.modules['lib.picoweb']", 2, "the build has no lib.picoweb, but picoweb: write `import picoweb`"),
    ("x = __import__('lib.picoweb.utils')", 1, "the build has no lib.picoweb.utils, but picoweb.utils"),
    ("import importlib\nx = importlib.import_module('libs.picoweb')", 2, "the build has no libs.picoweb, but picoweb"),
])
def test_what_hides_a_copy_is_refused(source, line, text):
    with pytest.raises(Refused) as refused:
        changed(source)
    assert str(refused.value).startswith(f"app.py:{line}: {text}")


def test_an_own_package_of_that_name_is_no_copy(tmp_path):
    (tmp_path / "plugins/picoweb").mkdir(parents=True)
    (tmp_path / "plugins/picoweb/__init__.py").write_text("import picoweb")
    (tmp_path / "more").mkdir()
    (tmp_path / "more/picoweb.py").write_text("")
    for source in "from plugins import picoweb", "import plugins.picoweb as p", "from more.picoweb import x":
        assert changed(source, tmp_path) == source


def make_app(folder, lines):
    (folder / "lib" / "picoweb").mkdir(parents=True)
    (folder / "lib" / "picoweb" / "__init__.py").write_text("class WebApp:\n    pass\n")
    (folder / "lib" / "helper.py").write_text("from .picoweb import abort\n\ndef stop():\n    abort(418)\n")
    (folder / "page.py").write_text(lines + """
from lib import helper

app = picoweb.WebApp(None)

@app.route("/")
def index(req, resp):
    yield from picoweb.start_response(resp)
    yield from resp.awrite("hello")

@app.route("/stop")
def stop(req, resp):
    helper.stop()

import picoweb.testing
client = picoweb.testing.TestClient(app)
print(client.get("/").text, client.get("/stop").status_code, client.get("/none").status_code)
""")
    return folder / "page.py"


def test_files_of_a_copy_are_not_the_apps(tmp_path):
    found = sources.app_files(make_app(tmp_path, "import lib.picoweb as picoweb"))
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["page.py", "lib/helper.py"]


@pytest.mark.parametrize("format, lines", [
    ("mpy", "import lib.picoweb as picoweb"), ("py", "from lib import picoweb"),
    ("mpy", "try:\n    import picoweb\nexcept ImportError:\n    from lib import picoweb")])
def test_it_runs_on_a_board(tmp_path, format, lines):
    build(make_app(tmp_path, lines), tmp_path / "out", format)
    assert run_on_board(tmp_path / "out", "page") == "hello 418 404\n"
