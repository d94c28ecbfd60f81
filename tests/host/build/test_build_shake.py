"""What an app does not reach is left out."""
import pytest

from picoweb.host.build.linking import plain_names
from picoweb.host.build.linking.pieces import Piece
from picoweb.host.build.linking.shake import shake
from picoweb.host.build.program import Refused
from programs import program_of, same_source, text_of


def shaken(modules, app):
    program = program_of(modules, {"main": app})
    plain_names.make_plain(program)
    return program, shake(program)


@pytest.mark.parametrize("source, app, expected", [
    ("def f(): return 1\ndef g(): return f()\ndef h(): pass", "from picoweb.m import g", "def f(): return 1\ndef g(): return f()"),
    ("A = 1\nB = A\nC = 2", "from picoweb import m\nm.B", "A = 1\nB = A"),
    ("import sys\nimport os\ndef f(): return sys.path", "from picoweb.m import f", "import sys\ndef f(): return sys.path"),
    ("T = {}\nT['a'] = 1\nU = {}\nU['a'] = 1", "from picoweb.m import T", "T = {}\nT['a'] = 1"),
    ("def f(x): return x\ndef x(): pass", "from picoweb.m import f", "def f(x): return x"),
    ("try:\n    import a\nexcept ImportError:\n    a = None\nb = 1", "from picoweb.m import a",
     "try:\n    import a\nexcept ImportError:\n    a = None"),
    ("count = 0\ndef f():\n    global count\n    count = 1", "from picoweb.m import f",
     "count = 0\ndef f():\n    global count\n    count = 1"),
])
def test_globals_are_kept_that_reached_code_uses(source, app, expected):
    program, _ = shaken({"m": source}, app)
    assert text_of(program, "m") == same_source(expected)


CLASS = """
    class A:
        used = 1
        unused = 2
        by_string = 3

        def __init__(self):
            self.x = 1

        def method(self):
            return self.used

        def other(self):
            return self.unused

        alias = other
"""


@pytest.mark.parametrize("use, members", [
    ("", ["__init__"]),
    ("x.method()", ["used", "__init__", "method"]),
    ("getattr(x, 'by_string', None)", ["by_string", "__init__"]),
    ("x.alias", ["unused", "__init__", "other", "alias"]),
    ("import gc\ngc.method()", ["__init__"]),
])
def test_members_are_kept_whose_names_reached_code_uses(use, members):
    _, reach = shaken({"m": CLASS}, f"from picoweb.m import A\nx = A()\n{use}")
    kept = {piece.member for piece in reach.reasons if piece.name == "A"} - {""}
    assert kept == set(members) - {"__init__"}


def test_all_of_a_class_is_kept_whose_base_is_not_of_the_program():
    _, reach = shaken({"m": "import io\nclass A(io.IOBase):\n    def whatever(self): pass"}, "from picoweb.m import A")
    assert Piece("picoweb.m", "A", "whatever") in reach.reasons


def test_modules_that_are_not_reached_vanish():
    program, _ = shaken({"a": "from .b import f", "b": "def f(): pass", "c": "x = 1", "part": "", "part.d": "y = 2"},
                        "from picoweb.a import f")
    assert set(program.modules) == {"picoweb", "picoweb.a", "picoweb.b", "main"}


def test_what_a_late_import_loads_is_reached():
    program, _ = shaken({"a": "def f():\n    from .b import g\n    return g()", "b": "def g(): return 1\ndef h(): pass"},
                        "from picoweb.a import f")
    assert text_of(program, "b") == same_source("def g(): return 1")


def test_lazy_names_become_imports():
    lazy = "_MODULES = {'A': 'm', 'B': 'm'}\ndef __getattr__(name): return _MODULES[name]"
    program, _ = shaken({"": lazy, "m": "class A: pass\nclass B: pass"}, "import picoweb\npicoweb.A, picoweb.uasyncio")
    assert text_of(program, "") == same_source("from .m import A\nimport asyncio as uasyncio")


@pytest.mark.parametrize("source, app, line, text", [
    ("def f(n):\n    return getattr(f, n)", "from picoweb.m import f", 2, "getattr"),
    ("def f(n):\n    exec(n)", "from picoweb.m import f", 2, "exec"),
    ("x = 1", "import picoweb\npicoweb.nothing", 2, "nothing"),
    ("x = 1", "from picoweb.m import y", 1, "y"),
    ("x = 1", "from picoweb.m import *", 1, "*"),
])
def test_what_cannot_be_seen_through_is_refused(source, app, line, text):
    with pytest.raises(Refused) as caught:
        shaken({"m": source}, app)
    assert f".py:{line}: " in str(caught.value) and text in str(caught.value)


@pytest.mark.parametrize("mark, kept", [("no names", set()), ("names a, b", {"a", "b"})])
def test_a_mark_says_what_a_line_can_mean(mark, kept):
    source = f"class A:\n    a = 1\n    b = 2\n    c = 3\ndef f(n):\n    return getattr(A, n)  # build: {mark}"
    _, reach = shaken({"m": source}, "from picoweb.m import f")
    assert {piece.member for piece in reach.reasons if piece.member} == kept


def test_it_says_why():
    _, reach = shaken({"m": "def f(): return g()\ndef g(): pass"}, "import gc\nfrom picoweb.m import f")
    assert reach.why(Piece("picoweb.m", "g")) == ["picoweb.m.g: picoweb/m.py:1", "picoweb.m.f: main.py:2"]
