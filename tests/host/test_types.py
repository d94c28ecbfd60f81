"""The stubs for type checkers: that they are shipped, that they agree with the code, and what mypy finds by them.

tests/types/ has an app without mistakes, one with nothing else, and the names of a board's firmware.
"""

import ast
import importlib.util
import inspect
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
STUBS = sorted((ROOT / "picoweb").rglob("*.pyi"))
sys.path.insert(0, str(ROOT))

import picoweb  # noqa: E402

ROWS = [line.split() for line in "".join(picoweb.places.TABLE).split("\n") if line]
CLASSES = {"A": ("app", "WebApp"), "S": ("stream", "Stream"), "R": ("request", "HTTPRequest")}
MACHINERY = {"close", "module", "complete", "move", "go_on", "step", "sleep", "poll", "Listener", "run_blocking", "card"}  # in the table for the package's own modules
# What is no public name: below such a line, up to the end of the class or file.
NOT_FOR_APPS = re.compile(r"^    # For the package itself.*?(?=^\S|\Z)|^# For the package itself.*", re.M | re.S)

# All that --strict asks for but annotations: the examples have none, as boards would have to compile them.
UNANNOTATED = ["--strict", "--allow-untyped-defs", "--allow-incomplete-defs", "--allow-untyped-calls",
               "--allow-untyped-decorators", "--allow-untyped-globals", "--no-local-partial-types"]
# What is found in examples whose handlers say what they are given; why it stays.
FINDINGS = {
    ("basic_auth_decorator.py", "attr-defined"): "the request has an attribute of the app's own",
    ("exceptions.py", "override"): "a handle_exc for None as well would be longer",
    ("forms.py", "arg-type"): "a field that came more than once is the TypeError that it catches",
}


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
        done = subprocess.run([sys.executable, "-m", "mypy", "--config-file=", "--cache-dir", cache, "--no-pretty",
                               *args], cwd=shipped, env={**os.environ, "MYPYPATH": str(TYPES / "board")},
                              capture_output=True, text=True)
        assert done.returncode in (0, 1), done.stdout + done.stderr
        found = defaultdict(set)
        for path, line, code in re.findall(r"^(.+?):(\d+): error: .*\[([\w-]+)\]$", done.stdout, re.M):
            found[Path(path).name, int(line)].add(code)
        assert bool(found) == bool(done.returncode), done.stdout
        check.output = done.stdout
        return dict(found)

    return check


def test_the_wheel_has_the_stubs(shipped):
    package = {path.relative_to(ROOT) for path in [*STUBS, ROOT / "picoweb" / "py.typed"]}
    assert package == {path.relative_to(shipped) for path in shipped.rglob("*") if path.suffix in (".pyi", ".typed")}


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
        head = re.sub(r"\breq\b", 'req: "picoweb.request.HTTPRequest"', head[0])
        return re.sub(r"\bresp\b", 'resp: "picoweb.stream.Stream"', head)

    return re.sub(r"^ *(?:async )?def .*", types, source, flags=re.M)


def test_an_app_with_types_and_one_with_mistakes(mypy):
    files = [TYPES / "app.py", TYPES / "mistakes.py"]
    found = mypy("--strict", "--enable-error-code", "unused-awaitable", *files)
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
    names = set().union(*map(public_names, STUBS))
    assert len(names) > 150
    assert names - used == set()


def public_names(stub):
    """The names that a stub has for apps."""
    source = NOT_FOR_APPS.sub("", stub.read_text())
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            names.update(target.id for target in getattr(node, "targets", None) or [node.target])
        elif isinstance(node, ast.alias):
            names.add(node.asname or "_")
    return {name for name in names if name[0] != "_"}


def test_the_app_with_types_runs():
    need("typing_extensions")
    done = subprocess.run([sys.executable, TYPES / "app.py"], cwd=TYPES, env={**os.environ, "PYTHONPATH": str(ROOT)},
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_stubs_agree_with_the_code(shipped, tmp_path):
    need("mypy")
    for stub in shipped.rglob("*.pyi"):
        copy = tmp_path / stub.relative_to(shipped)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(stub, copy)
    allowed = tmp_path / "allowed"
    allowed.write_text("\n".join(without_stubs()))
    done = subprocess.run([sys.executable, TYPES / "stubtest.py", "picoweb", "--allowlist", TYPES / "allowlist.txt",
                           "--allowlist", allowed], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(shipped)},
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def without_stubs():
    """Yield patterns for modules without public names, and for functions that are public as methods only."""
    for path in sorted((ROOT / "picoweb").rglob("*.py")):
        if path.with_suffix(".pyi") not in STUBS:
            yield re.escape(".".join(path.relative_to(ROOT).with_suffix("").parts).replace(".__init__", ""))
    for owner, room, *names in ROWS:
        if owner != "-" and ROOT / "picoweb" / f"{room}.pyi" in STUBS:
            yield from (rf"(picoweb\.{room}\.{name})?" for name in names)  # "?": some are not asked for


@pytest.mark.parametrize("name", ["__init__", "utils"])
def test_the_code_has_what_a_stub_takes_from_others(name):
    """stubtest compares a name only with the module that it comes from."""
    module = importlib.import_module("picoweb." + name) if name != "__init__" else picoweb
    for node in ast.walk(ast.parse((ROOT / "picoweb" / f"{name}.pyi").read_text())):
        if isinstance(node, ast.alias) and node.asname and node.asname != "types":
            assert hasattr(module, node.asname)


@pytest.mark.parametrize("row", [row for row in ROWS if row[0] == "-"], ids=lambda row: row[1])
def test_the_package_has_the_names_of_the_table(row):
    _, room, *names = row
    exported = public_names(ROOT / "picoweb" / "__init__.pyi")
    for name in set(names) - MACHINERY:
        assert name in exported and name in public_names(ROOT / "picoweb" / f"{room}.pyi")


@pytest.mark.parametrize("row", [row for row in ROWS if row[0] != "-"], ids=lambda row: " ".join(row[:2]))
def test_a_class_has_the_names_of_the_table(row):
    """With the docstrings of the functions, which an editor would not find."""
    owner, room, *names = row
    stem, name = CLASSES[owner]
    nodes = ast.parse((ROOT / "picoweb" / f"{stem}.pyi").read_text()).body
    (cls,) = [node for node in nodes if isinstance(node, ast.ClassDef) and node.name == name]
    docs = {}
    for node in cls.body:
        if isinstance(node, ast.FunctionDef):
            docs.setdefault(node.name, ast.get_docstring(node))
        elif isinstance(node, ast.AnnAssign):
            docs[node.target.id] = None
    module = importlib.import_module("picoweb." + room)
    for name in names:
        if owner == "R" and name[0] == "_":
            assert name[1:] in docs  # an attribute, which the method of this name makes
        else:
            assert name in docs
            value = getattr(module, name)
            assert docs[name] == (inspect.getdoc(value) if callable(value) else None)
