"""`picoweb run` with apps that have a copy of picoweb of their own, such as lib/picoweb: it is the running one that they get."""

import contextlib
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

import pytest
from test_cli import PATIENCE, ROOT, free_port, run, start, wait_for_port

sys.path.insert(0, str(ROOT))

from picoweb.host.copies import is_copy  # noqa: E402

APP = """
import sys
%s
import helper

app = picoweb.WebApp(__name__)


@app.route("/")
def index(req, resp):
    yield from picoweb.start_response(resp)
    yield from app.render_template(resp, "a.html", ("<x>",))


@app.route("/json")
def json(req, resp):
    yield from picoweb.jsonify(resp, {"a": picoweb.utils.unquote_plus("b+c")})


@app.route("/form", methods=["POST"])
def form(req, resp):
    yield from req.read_form_data()
    yield from picoweb.start_response(resp)
    yield from resp.awrite(req.form["a"])


@app.route("/abort")
def abort(req, resp):
    helper.stop()


@app.route("/names")
def names(req, resp):
    return " ".join(sorted(name for name, module in sys.modules.items() if module.__name__ != name and "picoweb" in name))


if __name__ == "__main__":
    app.run(debug=-1, host="127.0.0.1", port=1)
"""

# A version before 2: it must not be loaded.
OLD = "class WebApp:\n    pass\n\nraise RuntimeError('a copy was loaded')\n"

IMPORTS = {
    "lib": ["import lib.picoweb as picoweb", "from lib import picoweb", "import uasyncio\nimport lib.picoweb as picoweb"],
    "libs": ["import libs.picoweb as picoweb", "import libs.picoweb\npicoweb = libs.picoweb",
             "import libs.picoweb.utils\nfrom libs import picoweb", "import sys\nsys.path.append('libs')\nimport libs.picoweb as picoweb"],
    "vendor/libs": ["import vendor.libs.picoweb as picoweb", "picoweb = __import__('vendor.libs.picoweb', None, None, ('x',))"],
}
ALL = [(place, line) for place, lines in IMPORTS.items() for line in lines]


def make_app(folder, place="lib", line="import lib.picoweb as picoweb", copied=None):
    """An app with a copy below a folder. copied: the text of its only file; None: it is this version. Returns its path."""
    target = folder / place / "picoweb"
    if copied is None:
        shutil.copytree(ROOT / "picoweb", target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target.mkdir(parents=True)
        (target / "__init__.py").write_text(copied)
    (folder / "templates").mkdir()
    (folder / "templates" / "a.html").write_text("{% args x %}<p>{{ x }}</p>")
    (folder / "app.py").write_text(APP % line)
    module = place.replace("/", ".")
    (folder / "helper.py").write_text(f"from {module}.picoweb import abort\n\ndef stop():\n    abort(418)\n")
    return str(folder / "app.py")


def ask(url, **fields):
    data = urllib.parse.urlencode(fields).encode() if fields else None
    with urllib.request.urlopen(url, data, timeout=PATIENCE) as answer:
        return answer.read().decode()


def status_of(url):
    try:
        return urllib.request.urlopen(url, timeout=PATIENCE).status
    except urllib.error.HTTPError as error:
        return error.code


def check(url):
    assert ask(url + "/") == "<p>&lt;x&gt;</p>"
    assert ask(url + "/json") == '{"a": "b c"}'
    assert ask(url + "/form", a="1") == "1"
    assert status_of(url + "/abort") == 418 and status_of(url + "/none") == 404


@pytest.mark.parametrize("place, line", ALL)
def test_it_is_served_by_the_running_one(tmp_path, place, line):
    with serving(make_app(tmp_path, place, line)) as url:
        check(url)
        assert f"{place.replace('/', '.')}.picoweb" in ask(url + "/names").split()


@pytest.mark.parametrize("place, line", [ALL[0], ALL[-2]])
def test_a_copy_of_an_older_version(tmp_path, place, line):
    with serving(make_app(tmp_path, place, line, OLD)) as url:
        check(url)


def test_workers(tmp_path):
    pytest.importorskip("uvicorn")
    with serving(make_app(tmp_path), "--workers", "2") as url:
        check(url)


def test_without_the_command(tmp_path):
    """`python app.py` takes the copy, and nothing of another one."""
    path = make_app(tmp_path, "libs", "import libs.picoweb as picoweb")
    port = free_port()
    (tmp_path / "app.py").write_text((tmp_path / "app.py").read_text().replace("port=1", f"port={port}"))
    with started([sys.executable, path], tmp_path) as process:
        wait_for_port(port, process)
        check(f"http://127.0.0.1:{port}")
        assert ask(f"http://127.0.0.1:{port}/names") == ""


def test_the_command_of_a_copy(tmp_path):
    """A copy knows its own commands: `import picoweb` in an app is the copy then."""
    make_app(tmp_path, "lib", "import uasyncio\nimport utime\nimport asyncio\nimport picoweb")
    port = free_port()
    command = [sys.executable, "-S", "-m", "lib.picoweb", "run", "app.py", "--port", str(port)]
    with started(command, tmp_path) as process:
        wait_for_port(port, process)
        check(f"http://127.0.0.1:{port}")
        assert "picoweb" in ask(f"http://127.0.0.1:{port}/names").split()


@contextlib.contextmanager
def serving(path, *arguments):
    """The URL of an app that `picoweb run` serves in the app's folder. It is ended by SIGTERM, and its workers with it."""
    port = free_port()
    with start("run", "app.py", "--port", str(port), *arguments, cwd=os.path.dirname(path)) as process:
        try:
            wait_for_port(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


@contextlib.contextmanager
def started(command, folder):
    """A process that runs a command in a folder, and has no other picoweb there."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()
            process.communicate(timeout=PATIENCE)


NAMES = """
import importlib, pickle, sys
import lib.picoweb.http.errors
from lib.picoweb import HTTPError, Safe
import picoweb

assert lib.picoweb is picoweb is sys.modules["lib.picoweb"] and picoweb.__name__ == "picoweb"
assert picoweb.__spec__.name == "picoweb" and picoweb.http.errors.__spec__.name == "picoweb.http.errors"
assert HTTPError is picoweb.HTTPError and importlib.reload(picoweb) is lib.picoweb
assert pickle.loads(pickle.dumps(Safe)) is Safe
assert pickle.loads(b"clib.picoweb.templates.markup\\nSafe\\n.") is Safe
for wrong in ("lib.picoweb.nothing", "lib.nothing"):
    try:
        __import__(wrong)
    except ModuleNotFoundError as error:
        print(error)
"""


def test_names(tmp_path):
    make_app(tmp_path)
    (tmp_path / "names.py").write_text(NAMES)
    status, out, err = run("run", tmp_path / "names.py")
    assert (status, out) == (2, "No module named 'lib.picoweb.nothing'\nNo module named 'lib.nothing'\n"), err


@pytest.mark.parametrize("files, expected", [
    ({"__init__.py": "class WebApp:\n"}, True), ({"__init__.py": "class WebApp(object):\n"}, True),
    ({"__init__.py": "", "app.py": "import x\nclass WebApp:\n"}, True), ({"__init__.mpy": ""}, True),
    ({"__init__.py": "from picoweb import WebApp"}, False), ({"__init__.py": "class WebApp(picoweb.WebApp):"}, False),
    ({"app.py": "class WebApp:"}, False), ({}, False)])
def test_what_is_a_copy(tmp_path, files, expected):
    for name in "picoweb", "other":
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text)
    assert is_copy(tmp_path / "picoweb") == expected and not is_copy(tmp_path / "other")


def test_an_own_package_of_that_name_is_no_copy(tmp_path):
    (tmp_path / "plugins" / "picoweb").mkdir(parents=True)
    (tmp_path / "plugins" / "picoweb" / "__init__.py").write_text("import picoweb\nNAME = picoweb.__name__ + ' of ' + __name__\n")
    (tmp_path / "app.py").write_text("from plugins.picoweb import NAME\nprint(NAME)\n")
    status, out, _ = run("run", tmp_path / "app.py")
    assert (status, out) == (2, "picoweb of plugins.picoweb\n")  # there is nothing to serve
