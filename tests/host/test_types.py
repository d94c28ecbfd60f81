"""The types in the sources: that they are shipped, that nothing public is without, and what mypy finds by them.

tests/types/ has an app without mistakes, one with nothing else, and the names of a board's firmware.
"""

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

import pytest
from need import skip_or_fail

ROOT = Path(__file__).resolve().parent.parent.parent
TYPES = ROOT / "tests" / "types"
EXAMPLES = sorted((ROOT / "example").glob("*.py"))
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "host")]

import interpreters  # noqa: E402
import surface  # noqa: E402

# All that --strict asks for but annotations: the examples have none, as boards would have to compile them.
UNANNOTATED = ["--strict", "--allow-untyped-defs", "--allow-incomplete-defs", "--allow-untyped-calls",
               "--allow-untyped-decorators", "--allow-untyped-globals", "--no-local-partial-types"]
# What is found in examples whose handlers say what they are given; why it stays.
FINDINGS = {
    ("basic_auth_decorator.py", "attr-defined"): "the request has an attribute of the app's own",
    ("exceptions.py", "override"): "a handle_exc for None as well would be longer",
    ("legacy.py", "override"): "the same",
    ("forms.py", "arg-type"): "a field that came more than once is the TypeError that it catches",
}
# Modules that only a board can import, or that end the interpreter.
NOT_ON_A_COMPUTER = {"serving.transports.asyncio_server", "serving.transports.asyncio_streams", "__main__"}


def need(module):
    if not importlib.util.find_spec(module):
        skip_or_fail(f"{module} is missing: pip install -e .[test]")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """A folder with what the wheel has."""
    need("pip")
    need("setuptools")
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    shutil.copytree(ROOT / "picoweb", source / "picoweb", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.py", "README.rst", "LICENSE"):
        shutil.copy(ROOT / name, source)
    built = subprocess.run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
                            "--use-pep517", "--wheel-dir", folder, source], capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def mypy(shipped, tmp_path_factory):
    """Check files: a function of arguments, which returns a dict of the codes of errors by (file name, line)."""
    need("mypy")
    cache = tmp_path_factory.mktemp("cache")

    def check(*args):
        done = subprocess.run([sys.executable, "-m", "mypy", "--config-file", TYPES / "mypy.ini", "--cache-dir", cache,
                               "--no-pretty", *args], cwd=shipped, capture_output=True, text=True)
        assert done.returncode in (0, 1), done.stdout + done.stderr
        found = defaultdict(set)
        for path, line, code in re.findall(r"^(.+?):(\d+): error: .*\[([\w-]+)\]$", done.stdout, re.M):
            found[Path(path).name, int(line)].add(code)
        assert bool(found) == bool(done.returncode), done.stdout
        check.output = done.stdout
        return dict(found)

    return check


def test_the_wheel_has_the_types(shipped):
    sources = {path.relative_to(ROOT) for path in (ROOT / "picoweb").rglob("*.py")}
    assert {Path("picoweb/types.py"), Path("picoweb/__init__.py")} < sources
    assert {path.relative_to(shipped) for path in shipped.rglob("*.py")} == sources
    others = {path.relative_to(shipped) for path in shipped.rglob("*") if path.suffix in (".pyi", ".typed")}
    assert others == {Path("picoweb/py.typed")}


def test_the_package(mypy):
    assert mypy("-p", "picoweb") == {}, mypy.output


def test_examples(mypy):
    assert mypy(*UNANNOTATED, *EXAMPLES) == {}, mypy.output


def test_examples_that_say_what_their_handlers_get(mypy, tmp_path):
    for path in EXAMPLES:
        (tmp_path / path.name).write_text(annotated(path.read_text()))
    shutil.copytree(ROOT / "example" / "showcase", tmp_path / "showcase")
    found = mypy(*UNANNOTATED, "--follow-imports=silent", *sorted(tmp_path.glob("*.py")))
    assert {(name, code) for (name, _), codes in found.items() for code in codes} == set(FINDINGS), mypy.output


def annotated(source):
    """The source of an app with types for what its functions call `req` and `resp`."""
    def types(head):
        head = re.sub(r"\breq\b", 'req: "picoweb.HTTPRequest"', head[0])
        return re.sub(r"\bresp\b", 'resp: "picoweb.Stream"', head)

    return re.sub(r"^ *(?:async )?def .*", types, source, flags=re.M)


def test_an_app_with_types_and_one_with_mistakes(mypy):
    files = [TYPES / "app.py", TYPES / "mistakes.py"]
    found = mypy("--strict", "--disallow-any-unimported", "--enable-error-code", "unused-awaitable", *files)
    marks = marked(TYPES / "mistakes.py")
    differing = {place: found.get(place) for place in {*found, *marks} if found.get(place) != marks.get(place)}
    assert differing == {}, mypy.output


def marked(path):
    """The codes that lines of a file are marked with, by (file name, line)."""
    marks = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        mark = re.search("# error: (.*)", line)
        if mark:
            marks[path.name, number] = set(mark[1].split(", "))
    return marks


def test_the_app_with_types_has_every_public_name():
    source = (TYPES / "app.py").read_text()
    used = set(re.findall(r"\bpicoweb\.types\.(\w+)", source)) | {"types"}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Name, ast.Attribute)):
            used.add(node.id if isinstance(node, ast.Name) else node.attr)
    names = surface.public_names()
    assert len(names) > 150
    assert names - used == set()


@pytest.mark.parametrize("name", surface.FOR_THE_PACKAGE)
def test_classes_have_what_is_said_to_be_for_the_package(name):
    assert set(surface.FOR_THE_PACKAGE[name].split()) - surface.members(surface.classes()[name]) == set()


def test_the_app_with_types_runs():
    need("typing_extensions")
    done = subprocess.run([sys.executable, TYPES / "app.py"], cwd=TYPES, env={**os.environ, "PYTHONPATH": str(ROOT)},
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_public_functions_are_annotated():
    functions = surface.functions()
    assert len(functions) > 100
    assert [where for where, node in functions.items() if not is_annotated(node)] == []


def is_annotated(function):
    """Whether a function or method says what it returns, and what all its parameters are."""
    arguments = function.args
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return bool(function.returns) and all(each.annotation for each in parameters if each and each.arg != "self")


def test_public_functions_have_docstrings():
    assert [where for where, node in surface.functions().items() if says_something(node) and not ast.get_docstring(node)] == []


def says_something(function):
    """Whether a docstring is expected: a setter has that of its property, and Python says what `__len__` is for."""
    decorators = {getattr(each, "attr", getattr(each, "id", "")) for each in function.decorator_list}
    return function.name[0] != "_" and not decorators & {"setter", "overload"}


def test_public_classes_have_docstrings():
    assert [name for name, cls in surface.classes().items() if name[0] != "_" and not ast.get_docstring(cls)] == []


def test_the_oldest_python_evaluates_the_annotations():
    """Those of a function are evaluated when its module is loaded."""
    python = interpreters.cpython(interpreters.CPYTHONS[0])
    if not python:
        skip_or_fail(f"Python {interpreters.CPYTHONS[0]} is missing")
    python.path.append(str(ROOT / "tests" / "host" / "board"))  # which has `network`
    paths = [path.relative_to(ROOT / "picoweb").with_suffix("").parts for path in (ROOT / "picoweb").rglob("*.py")]
    names = {".".join(parts[:-1] if parts[-1] == "__init__" else parts) for parts in paths}
    assert NOT_ON_A_COMPUTER < names
    lines = [f"import picoweb.{name}".rstrip(".") for name in sorted(names - NOT_ON_A_COMPUTER)]
    done = python.run("-c", "\n".join(lines))
    assert done.returncode == 0, done.stdout
