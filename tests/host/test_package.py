"""What is shipped, and what the modules for boards may ask for."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import package  # noqa: E402

BOARD = [ROOT / "picoweb" / name for name in package.board_files()]

# What a board's firmware has, and the modules that only CPython's side of a branch asks for.
FIRMWARE = {"asyncio", "binascii", "builtins", "collections", "errno", "gc", "io", "json", "os", "re", "select", "socket", "sys", "time",
            "_thread", "network"}
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


@pytest.mark.parametrize("path", BOARD, ids=lambda path: str(path.relative_to(ROOT / "picoweb")))
def test_a_board_file_is_short(path):
    most = 600 if path.name == "app.py" else 360  # a thin method has a docstring, which editors show
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
