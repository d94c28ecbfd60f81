import ast
from pathlib import Path

import pytest

from picoweb.host.build import scopes
from picoweb.host.build.origins import placed
from picoweb.host.build.program import Import, Program, Refused
from picoweb.host.build.references import References, Whole
from programs import program_of


def written(folder, files):
    """Write files, {path: source}. Returns the folder of the package."""
    for path, source in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source)
    return folder / "picoweb"


def test_reads_what_is_below_a_package_and_an_app(tmp_path):
    package = written(tmp_path, {
        "picoweb/__init__.py": "", "picoweb/http/__init__.py": "", "picoweb/http/heads.py": "x = 1", "picoweb/types.py": "",
        "picoweb/__main__.py": "", "picoweb/host/__init__.py": "", "picoweb/host/cli/run.py": "",
        "site/app.py": "", "site/parts/__init__.py": "", "site/parts/page.py": ""})
    program = Program.read(package, [tmp_path / "site" / each for each in ("app.py", "parts/__init__.py", "parts/page.py")])
    assert list(program.modules) == ["picoweb", "picoweb.http", "picoweb.http.heads", "app", "parts", "parts.page"]
    assert [name for name, module in program.modules.items() if module.of_app] == ["app", "parts", "parts.page"]
    assert [name for name, module in program.modules.items() if module.is_package] == ["picoweb", "picoweb.http", "parts"]
    assert program.modules["picoweb.http.heads"].path == package / "http" / "heads.py" and program.has_app
    assert "picoweb.types" in Program.read(package, leave_out=("host",)).modules


def test_two_modules_of_one_name_are_refused(tmp_path):
    package = written(tmp_path, {"picoweb/__init__.py": "", "a/app.py": "", "b/app.py": ""})
    with pytest.raises(Refused, match=r"b.app\.py:1: .*is the module app as well: rename one"):
        Program.read(package, [tmp_path / "a" / "app.py", tmp_path / "b" / "app.py"])


def test_a_refusal_names_path_and_line_also_of_what_was_put_into_another_module():
    program = program_of({"a": "x = 1\ny = 2"})
    module, other = program.modules["picoweb.a"], program.modules["picoweb"]
    assert str(Refused(module, module.tree.body[1], "why")) == "picoweb/a.py:2: why"
    assert str(Refused(other, module.tree.body[1], "why")) == "picoweb/a.py:2: why"
    assert str(Refused(Path("x.py"), 7, "why")) == "x.py:7: why"


MODULES = {"": "name = 1", "a": "", "b.c": "", "b": "from . import c"}


@pytest.mark.parametrize("name, source, expected", [
    ("a", "from .b.c import d as e, f", [("picoweb.b.c", "d", "e"), ("picoweb.b.c", "f", "f")]),
    ("a", "from . import b, name", [("picoweb.b", None, "b"), ("picoweb", "name", "name")]),
    ("a", "from .b import c", [("picoweb.b.c", None, "c")]),
    ("b.c", "from ..a import d", [("picoweb.a", "d", "d")]),
    ("b.c", "from .. import a as d", [("picoweb.a", None, "d")]),
    ("b", "from .c import d", [("picoweb.b.c", "d", "d")]),
    ("a", "from .b import *", [("picoweb.b", "*", "*")]),
    ("a", "import sys\nfrom time import sleep", []),
    ("app", "import picoweb", [("picoweb", None, "picoweb")]),
    ("app", "import picoweb.b.c", [("picoweb", None, "picoweb"), ("picoweb.b", None, None), ("picoweb.b.c", None, None)]),
    ("app", "import picoweb.b.c as d", [("picoweb.b.c", None, "d")]),
    ("app", "from picoweb import name, b", [("picoweb", "name", "name"), ("picoweb.b", None, "b")]),
])
def test_imports_of_the_programs_own(name, source, expected):
    app = {"app": source} if name == "app" else {}
    program = program_of({**MODULES, **({} if app else {name: source})}, app=app)
    module = program.modules["app" if app else f"picoweb.{name}"]
    assert [(each.target, each.name, each.local) for each in program.imports(module)] == expected


def test_imports_in_functions_say_where_they_stand():
    program = program_of({"a": "", "b": "class A:\n    def f(self):\n        if x:\n            from . import a\nfrom . import a"})
    module = program.modules["picoweb.b"]
    found = program.imports(module)
    assert all(isinstance(each, Import) for each in found)
    assert [getattr(each.scope, "name", "top") for each in found] == ["f", "top"] and found[1].scope is module.tree


def test_an_import_that_leads_out_is_refused():
    program = program_of({"a": "from ...x import y"})
    with pytest.raises(Refused, match="picoweb/a.py:1: this import leads out"):
        program.imports(program.modules["picoweb.a"])


def test_definitions_are_all_that_bind_globals():
    source = "a = 1\nif a:\n    a = b = 2\ndef f():\n    global c\n    c = d = 1\nclass K:\n    e = 1\nfrom x import g\nx = [h for h in a]"
    program = program_of({"m": source})
    found = program.definitions(program.modules["picoweb.m"])
    assert {name: len(nodes) for name, nodes in found.items()} == {"a": 2, "b": 1, "c": 1, "f": 1, "K": 1, "g": 1, "x": 1}


def test_public_names_are_what_the_table_lists_and_uppermost_modules_show():
    program = program_of({
        "": "LAZY = {'Shown': 'part.m', 'tool': 'part.m'}\nfrom .app import WebApp",
        "app": "class WebApp:\n    limit = 1\n    def run(self, port):\n        self.field = self._own = 1\n    def _hidden(self, x): pass",
        "part": "", "part.m": "from .n import tool\nclass Shown:\n    __slots__ = ('slot',)\nclass Hidden:\n    other = 1",
        "part.n": "def tool(what): pass\ndef more(): pass", "part.listed": "__all__ = ['given']\ngiven = 1\nhidden = 2"})
    public = program.public()
    assert public.globals >= {("picoweb.part.m", "Shown"), ("picoweb.part.n", "tool"), ("picoweb.app", "WebApp"),
                              ("picoweb.part.listed", "given"), ("picoweb", "WebApp")}
    assert not {name for _, name in public.globals} & {"Hidden", "more", "hidden"}
    assert public.attributes == {"limit", "run", "field", "slot"} and {"port", "what"} <= public.parameters
    assert "x" not in public.parameters and {"part", "m", "listed"} <= public.modules


def test_what_is_public_stays_what_the_source_says():
    program = program_of({"a": "def f(x): pass"})
    before = program.public()
    program.modules["picoweb.a"].tree.body.clear()
    assert program.public() is before


def meanings(modules, name, app=None):
    program = program_of(modules, app=app)
    module = program.modules[name if app else f"picoweb.{name}"]
    return [(ast.unparse(each.node), *each.definition) for each in References(program).of(module)]


def test_references_follow_imports_to_definitions():
    modules = {"": "LAZY = {'f': 'b.c'}", "a": "from .b import g\nfrom .b import c\ng(c.f)\ndef h():\n    from .b.c import f\n    return f",
               "b": "from .c import f as g", "b.c": "def f(): pass"}
    c = "picoweb.b.c"
    assert meanings(modules, "a") == [("g", c, "f"), ("c.f", c, "f"), ("f", c, "f")]
    assert meanings(modules, "app", {"app": "import picoweb.b.c\npicoweb.b.c.f, picoweb.f"}) == \
        [("picoweb.b.c.f", c, "f"), ("picoweb.f", c, "f")]
    references = References(program_of(modules))
    assert references.definition("picoweb.a", "c") == Whole(c) and references.definition("picoweb", "f") == (c, "f")


def test_local_variables_are_no_references():
    source = "a = 1\ndef f(a):\n    return a\ndef g():\n    a = 2\n    return lambda: a\nclass K:\n    a = 3\n    b = a\n" \
             "    def h(self):\n        return a\nx = [a for a in y]\ndef i():\n    global a\n    a = 4"
    assert [each[0] for each in meanings({"m": source}, "m") if each[0] == "a"] == ["a", "a", "a"]


def test_scopes_say_what_is_evaluated_where():
    function = ast.parse("def f(a, *b, c=1, **d):\n    x = [y for y in z if (w := y)]\n    def g(v=u): t = s\n    global r\n    r = 1\n"
                         "    try: pass\n    except E as e: import h.i, j as k").body[0]
    assert scopes.parameters(function) == ["a", "b", "c", "d"]
    assert scopes.local_names(function) == {"a", "b", "c", "d", "x", "w", "g", "e", "h", "k"}
    read = {node.id for node in scopes.own_nodes(function) if isinstance(node, ast.Name)}
    assert read == {"x", "z", "u", "r", "E"} and scopes.declared(function) == {"r"}


def test_nodes_know_where_they_come_from_and_new_ones_take_a_place():
    program = program_of({"m": "class A:\n    def f(self):\n        return 1"})
    node = program.modules["picoweb.m"].tree.body[0].body[0].body[0]
    assert node.origin == ("picoweb.m", 3, "A.f") and node.value.origin == node.origin
    new = placed(ast.Expr(ast.BinOp(ast.Constant(1), ast.Add(), node.value)), node)
    assert new.origin == new.value.left.origin == node.origin and new.lineno == 3 and new.file == "picoweb/m.py"


@pytest.mark.parametrize("module, target, expected", [
    ("picoweb.a", "picoweb", (1, None)), ("picoweb.a", "picoweb.b.c", (1, "b.c")), ("picoweb", "picoweb.a", (1, "a")),
    ("picoweb.b.c", "picoweb.b", (1, None)), ("picoweb.b.c", "picoweb.a", (2, "a")), ("picoweb.b", "picoweb.b.c", (1, "c")),
    ("picoweb.b", "picoweb.a", (2, "a")), ("picoweb.b.c", "picoweb.b.c", (1, "c")), ("picoweb.b", "picoweb.b", (1, None)),
    ("picoweb.b.c", "picoweb", (2, None))])
def test_the_inverse_of_absolute(module, target, expected):
    program = program_of(MODULES)
    level, name = program.relative(program.modules[module], target)
    assert (level, name) == expected
    assert program.absolute(program.modules[module], ast.ImportFrom(name, [ast.alias("x")], level)) == target


def test_nothing_is_relative_to_another_package():
    program = program_of(MODULES, app={"app": ""})
    with pytest.raises(ValueError, match="app and picoweb.a are in different packages"):
        program.relative(program.modules["app"], "picoweb.a")
