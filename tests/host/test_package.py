"""What is shipped, and what the modules for boards may ask for."""

import ast
import contextlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tools")]

import dist  # noqa: E402
import interpreters  # noqa: E402
from need import skip_or_fail  # noqa: E402

import picoweb  # noqa: E402
from picoweb.host.build.program import LEFT_OUT  # noqa: E402

BOARD = sorted(path for path in (ROOT / "picoweb").rglob("*.py")
               if path.relative_to(ROOT / "picoweb").with_suffix("").parts[0] not in LEFT_OUT)

# What a board's firmware has, and the modules that only CPython's side of a branch asks for.
FIRMWARE = {"asyncio", "binascii", "builtins", "collections", "errno", "gc", "io", "json", "os", "re", "select", "socket", "sys", "time",
            "_thread", "micropython", "network"}
ELSEWHERE = {"serving/log.py": {"traceback"}, "files/links.py": {"ffi"}, "runtime.py": {"types"}}  # none on boards


def imported_by(path):
    """Absolute names of the modules from elsewhere that a file of the package imports, but for those that only checkers see."""
    tree = ast.parse(path.read_text())
    tree.body = [node for node in tree.body if not (isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING")]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


def test_only_sources_go_to_boards():
    assert {path.suffix for path in BOARD} == {".py"} and not [path for path in BOARD if "host" in path.parts]
    assert not list((ROOT / "picoweb").rglob("*.pyi"))


@pytest.mark.parametrize("path", BOARD, ids=lambda path: str(path.relative_to(ROOT / "picoweb")))
def test_a_board_file_imports_what_boards_have(path):
    name = path.relative_to(ROOT / "picoweb").as_posix()
    assert set(imported_by(path)) - FIRMWARE - ELSEWHERE.get(name, set()) == set()


@pytest.mark.parametrize("path", sorted((ROOT / "picoweb").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT / "picoweb")))
def test_no_file_imports_the_package_by_its_name(path):
    """It may be called lib.picoweb. Only stand-ins for MicroPython's modules do, which `picoweb run` has."""
    own = [name for name in imported_by(path) if name.split(".")[0] == "picoweb"]
    assert not own or "shims" in path.parts


@pytest.mark.parametrize("path", BOARD, ids=lambda path: str(path.relative_to(ROOT / "picoweb")))
def test_a_board_file_is_short(path):
    most = {"app.py": 620, "stream.py": 345}.get(path.name, 310)  # a thin method has a docstring, which editors show
    assert len(path.read_text().splitlines()) <= most


def test_hello_world_loads_only_what_it_needs():
    program = (
        "import sys; sys.path.insert(0, %r)\n"
        "import picoweb\n"
        "from picoweb.testing import TestClient\n"
        "app = picoweb.WebApp(None)\n"
        "app.add_url_rule('/', lambda req, resp: 'hello')\n"
        "assert TestClient(app).get('/').text == 'hello'\n"
        "print(*sorted({m.split('.')[1] for m in sys.modules if m.startswith('picoweb.')}))\n") % str(ROOT)
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert set(loaded.split()) == {
        "app", "buffers", "host", "http", "messages", "routing", "runtime", "serving", "testing"}


def test_requirements_are_those_of_setup():
    *others, last = [line for line in (ROOT / "requirements-cpython.txt").read_text().splitlines() if line[0] != "#"]
    assert [re.match("[a-z0-9]+", line)[0] for line in others] == ["uvloop", "uvicorn", "jinja2"] and last == "."
    setup = (ROOT / "setup.py").read_text()
    assert [line for line in others if line not in setup] == []


@pytest.fixture(scope="module")
def delivered(tmp_path_factory):
    """What `make dist` makes."""
    folder = tmp_path_factory.mktemp("dist")
    for format in dist.FORMATS:
        dist.deliver(folder / format, format)
    return folder


def frozen_by(path):
    """What a manifest does: ({"version": ...}, {package: files}, options)."""
    metadata, packages, options = {}, {}, {}

    def package(name, files, **more):
        packages[name] = files
        options.update(more)

    exec(path.read_text(), {"metadata": lambda **said: metadata.update(said), "package": package})
    return metadata, packages, options


def test_the_manifest_names_the_files_of_package_json(delivered):
    listed = json.loads((delivered / "py/package.json").read_text())
    metadata, packages, options = frozen_by(delivered / "py/manifest.py")
    assert ["picoweb/" + name for name in packages["picoweb"]] == [target for target, source in listed["urls"]]
    assert metadata["version"] == listed["version"] == picoweb.__version__ and options == {"opt": 3}


@pytest.mark.parametrize("format", dist.FORMATS)
def test_package_json_names_all_that_was_built(format, delivered):
    urls = json.loads((delivered / format / "package.json").read_text())["urls"]
    there = {path.relative_to(delivered / format).as_posix() for path in (delivered / format / "picoweb").rglob("*.*")}
    assert {target for target, source in urls} == {source for target, source in urls} == there
    assert {Path(name).suffix for name in there} == {"." + format}


HELLO = """
import picoweb
from picoweb.testing import TestClient

app = picoweb.WebApp(None)


@app.route("/")
def index(req, resp):
    return "hello from " + app.url_for("index")


print(TestClient(app).get("/").text, picoweb.__file__)
"""


@pytest.mark.parametrize("format", dist.FORMATS)
def test_mip_installs_it(format, delivered, tmp_path):
    from mpremote import mip

    class Transport:
        """The file system of a board, as mpremote's transports offer it."""

        def fs_exists(self, path):
            return (tmp_path / path.lstrip("/")).exists()

        def fs_mkdir(self, path):
            (tmp_path / path.lstrip("/")).mkdir()

        def fs_writefile(self, path, data, progress_callback=None):
            (tmp_path / path.lstrip("/")).write_bytes(data)

    with contextlib.redirect_stdout(None):
        mip._install_json(Transport(), str(delivered / format / "package.json"), None, "/lib", None, True)
    board = interpreters.micropython("1.25", 32)
    if not board.command:
        skip_or_fail(board.why)
    board.path = ["", "lib"]
    done = board.run("-c", HELLO, cwd=tmp_path)
    assert done.stdout == f"hello from / lib/picoweb/__init__.{format}\n"
