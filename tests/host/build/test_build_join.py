"""The package's modules become one."""
import pytest

from boards import built, run_on_board, sources
from picoweb.host.build.linking.join import join
from picoweb.host.build.program import Refused
from programs import program_of, same_source, text_of


def joined(modules, app=""):
    program = program_of(modules, {"main": app})
    join(program)
    return program


@pytest.mark.parametrize("modules, expected", [
    ({"a": "from .b import f\nx = f()", "b": "def f(): return 1"}, "def f(): return 1\nx = f()"),
    ({"a": "from .b import f as g\nx = g()", "b": "def f(): return 1"}, "def f(): return 1\nx = f()"),
    ({"a": "from . import b\nx = b.y", "b": "y = 1"}, "y = 1\nx = y"),
    ({"a": "import sys\nx = sys.path", "b": "import sys\ny = sys.path"}, "import sys\nx = sys.path\ny = sys.path"),
    ({"a": "x = 1", "b": "x = 2\ndef f(): return x"}, "x = 1\nb_x = 2\ndef f(): return b_x"),
    ({"a": "def f():\n    from .b import g\n    return g()", "b": "def g(): pass"}, "def f():\n    return g()\ndef g(): pass"),
    ({"a": "def f():\n    import json\n    return json"}, "def f():\n    import json\n    return json"),
    ({"a": "from . import b\ndef f():\n    b.n = 1\n    return b.n", "b": "n = 0"},
     "n = 0\ndef f():\n    global n\n    n = 1\n    return n"),
    ({"a": "n = 0\ndef f():\n    global n\n    n = 1", "b": "n = 2"}, "n = 0\ndef f():\n    global n\n    n = 1\nb_n = 2"),
    ({"a": "from .b import open\nx = open", "b": "def open(): pass", "c": "y = open('f')"},
     "def b_open(): pass\nx = b_open\ny = open('f')"),
    ({"a": "from .b import f as g\ndef h(f):\n    return g(f)", "b": "def f(x): return x"},
     "def b_f(x): return x\ndef h(f):\n    return b_f(f)"),
    ({"a": "class A:\n    n = 1", "b": "class A:\n    n = 2"}, "class A:\n    n = 1\nclass b_A:\n    n = 2"),
])
def test_modules_become_one(modules, expected):
    assert text_of(joined(modules), "") == same_source(expected)


THIN = "class A:\n    def m(self, x, y=1):\n        from .b import m\n        return m(self, x, y)"


@pytest.mark.parametrize("function, expected", [
    ("def m(a, x, y=1):\n    return x", "class A:\n    def m(a, x, y=1):\n        return x"),
    ("def m(a, x, y=1, z=2):\n    return x", "class A:\n    def m(a, x, y=1, z=2):\n        return x"),
    ("def m(a, x, y=2):\n    return x",
     "class A:\n    def m(self, x, y=1):\n        return m(self, x, y)\ndef m(a, x, y=2):\n    return x"),
    ("def m(a, x, y=1):\n    return m(a, x)",
     "class A:\n    pass\ndef m(a, x, y=1):\n    return m(a, x)\nA.m = m"),
])
def test_a_thin_method_becomes_its_function(function, expected):
    assert text_of(joined({"a": THIN, "b": function}), "") == same_source(expected)


@pytest.mark.parametrize("app, expected", [
    ("import picoweb\npicoweb.a", "import picoweb\npicoweb.a"),
    ("from picoweb.m import x", "from picoweb import x"),
    ("from picoweb.n import x as z", "from picoweb import n_x as z"),
    ("import picoweb.n\npicoweb.n.x", "import picoweb\npicoweb.n_x"),
    ("from picoweb import n\nn.x", "import picoweb as n\nn.n_x"),
    ("import picoweb.n as q\nq.x", "import picoweb as q\nq.n_x"),
    ("def f():\n    from picoweb.n import x\n    return x", "def f():\n    from picoweb import n_x as x\n    return x"),
])
def test_an_app_finds_what_it_used(app, expected):
    program = joined({"": "a = 1", "m": "x = 1", "n": "x = 2"}, app)
    assert text_of(program, "main") == same_source(expected)


@pytest.mark.parametrize("modules, where, text", [
    ({"a": "from . import b\nx = [b]", "b": ""}, "a.py:2: ", "as a value"),
    ({"a": "from .b import n", "b": "n = 0\ndef f():\n    global n\n    n = 1"}, "a.py:1: ", "changes"),
    ({"a": "from . import b", "b": "from . import a"}, "b.py:1: ", "import each other"),
    ({"a": "def f(x):\n    from .b import g\n    g = g or x\n    return g", "b": "def g(): pass"}, "a.py:3: ", "as a value"),
])
def test_what_would_change_is_refused(modules, where, text):
    with pytest.raises(Refused) as caught:
        joined(modules)
    assert where in str(caught.value) and text in str(caught.value)


@pytest.mark.parametrize("app", ["hello", "mounted"])
@pytest.mark.parametrize("format", ["py", "mpy"])
def test_an_app_does_on_a_board_what_its_source_does(app, format, tmp_path):
    (tmp_path / "source").mkdir()
    expected = run_on_board(sources(tmp_path / "source"), app)
    built(tmp_path / "built", app + ".py", format, without=["facts"])
    assert "Traceback" not in expected
    assert run_on_board(tmp_path / "built", app) == expected


def test_a_built_app_is_one_module_of_the_package(tmp_path):
    report = built(tmp_path, "mounted.py")
    assert set(report.sizes) == {"mounted.mpy", "helper.mpy", "tiny/__init__.mpy"}


def test_sources_load_everything_at_the_start(tmp_path):
    built(tmp_path, "mounted.py", "py")
    code = tmp_path / "loaded.py"
    code.write_text("import sys, tiny\nbefore = set(sys.modules)\nimport mounted\n"
                    "print(sorted(name for name in set(sys.modules) - before if name.startswith('tiny')))")
    assert run_on_board(tmp_path, "loaded").endswith("[]\n")
