"""What is shipped, and how its parts depend on each other."""

import ast
import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import package  # noqa: E402

import picoweb  # noqa: E402

BOARD = [ROOT / "picoweb" / name for name in package.board_files()]
PLACES = [line.split() for line in "".join(picoweb.places.TABLE).split("\n") if line]

# What a board's firmware has, and the modules that only CPython's side of a branch asks for.
FIRMWARE = {"asyncio", "binascii", "errno", "gc", "io", "json", "os", "re", "select", "socket", "sys", "time",
            "_thread", "network"}
ELSEWHERE = {"log.py": {"traceback"}, "__init__.py": {"picoweb.host"}, "links.py": {"ffi"}}  # none on boards


def imported_by(path):
    """Absolute names of the modules that a file of the package imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if not node.level:
                yield node.module
            elif node.module:
                yield "picoweb." + node.module


def test_package_json_and_manifest_are_up_to_date():
    assert (ROOT / "package.json").read_text() == package.package_json(), "run tools/package.py"
    assert (ROOT / "manifest.py").read_text() == package.manifest(), "run tools/package.py"


def test_the_manifest_names_the_files_of_package_json():
    frozen = {}
    exec((ROOT / "manifest.py").read_text(),
         {"metadata": lambda version: None, "package": lambda name, files: frozen.update({name: files})})
    urls = json.loads((ROOT / "package.json").read_text())["urls"]
    assert ["picoweb/" + name for name in frozen["picoweb"]] == [target for target, source in urls]
    assert all((ROOT / source).is_file() for target, source in urls)


def test_requirements_are_those_of_setup():
    *others, last = [line for line in (ROOT / "requirements-cpython.txt").read_text().splitlines() if line[0] != "#"]
    assert [re.match("[a-z0-9]+", line)[0] for line in others] == ["uvloop", "uvicorn", "jinja2"] and last == "."
    setup = (ROOT / "setup.py").read_text()
    assert [line for line in others if line not in setup] == []


def test_stubs_stay_on_computers():
    assert {path.suffix for path in BOARD} == {".py"}


@pytest.mark.parametrize("path", BOARD, ids=lambda path: path.name)
def test_a_board_file_imports_board_files_only(path):
    names = {"picoweb." + each.stem for each in BOARD} | FIRMWARE | ELSEWHERE.get(path.name, set())
    assert set(imported_by(path)) - names == set()


@pytest.mark.parametrize("path", BOARD, ids=lambda path: path.name)
def test_a_board_file_is_short(path):
    assert len(path.read_text().splitlines()) <= 200


def test_arrows_point_one_way():
    allowed = {"http.py": {"picoweb.target", "picoweb.reader"}, "utils.py": {"picoweb.utf8"}, "stream.py": set(),
               "quoting.py": {"picoweb.utils"},
               "template.py": {"picoweb.template_compiler", "picoweb.template_debug", "picoweb.folder"}}
    for name, rooms in allowed.items():
        found = {each for each in imported_by(ROOT / "picoweb" / name) if each.startswith("picoweb.")}
        assert found <= rooms, (name, found)


@pytest.mark.parametrize("row", PLACES, ids=lambda row: " ".join(row[:2]))
def test_every_lazy_name_is_where_the_table_says(row):
    owner, room, *names = row
    if "host." not in room:
        module = importlib.import_module("picoweb." + room)
        assert not [name for name in names if not hasattr(module, name)]


def test_hello_world_loads_only_what_it_needs():
    program = (
        "import sys; sys.path.insert(0, %r)\n"
        "import picoweb\n"
        "from picoweb.testing import TestClient\n"
        "app = picoweb.WebApp(None)\n"
        "app.add_url_rule('/', lambda req, resp: 'hello')\n"
        "assert TestClient(app).get('/').text == 'hello'\n"
        "print(*sorted(m for m in sys.modules if m.startswith('picoweb.') and '.host' not in m))\n") % str(ROOT)
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert set(loaded.split()) - {"picoweb.testing", "picoweb.fields", "picoweb.lookup", "picoweb.verbs", "picoweb.late", "picoweb.reader"} == {
        "picoweb." + name for name in "app connection http places request response stream".split()}


def test_mpremote_installs_it(tmp_path):
    from mpremote import mip

    class Transport:
        """The file system of a board, as mpremote's transports offer it."""

        def fs_exists(self, path):
            return (tmp_path / path.lstrip("/")).exists()

        def fs_mkdir(self, path):
            (tmp_path / path.lstrip("/")).mkdir()

        def fs_writefile(self, path, data, progress_callback=None):
            (tmp_path / path.lstrip("/")).write_bytes(data)

    mip._install_json(Transport(), str(ROOT / "package.json"), None, "/lib", None, True)
    installed = sorted(path.name for path in (tmp_path / "lib/picoweb").iterdir())
    assert installed == package.board_files()
