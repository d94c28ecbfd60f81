"""Without an app, thin methods are loaded at their first use."""
import pytest

from boards import built, run_here, run_on_board, sources
from picoweb.host.build.linking.late import make_late, pieces
from picoweb.host.build.linking.thin import thin_methods
from picoweb.host.build.program import Refused
from programs import program_of, text_of


@pytest.mark.parametrize("method, is_thin", [
    ("def m(self, x):\n  from .b import m\n  return m(self, x)", True),
    ("def m(self, x):\n  '''What it does.'''\n  from .b import m as f\n  return f(self, x)", True),
    ("def m(self, *x, y=1, **z):\n  from .b import m\n  return m(self, *x, y=y, **z)", True),
    ("def m(self, x):\n  from .b import m\n  m(self, x)", True),
    ("def m(self, x):\n  from .b import m\n  return m(x, self)", False),
    ("def m(self, x):\n  from .b import m\n  return m(self, x) + 1", False),
    ("def m(self, x):\n  from .b import m\n  print(x)\n  return m(self, x)", False),
    ("@property\n def m(self):\n  from .b import m\n  return m(self)", False),
    ("def m(self, x):\n  from json import m\n  return m(self, x)", False),
])
def test_a_thin_method_is_told(method, is_thin):
    program = program_of({"a": f"class A:\n {method}", "b": "def m(*a, **b): pass"})
    assert bool(list(thin_methods(program))) is is_thin


def test_other_parameters_are_refused():
    program = program_of({"a": "class A:\n def m(self, x=1):\n  from .b import m\n  return m(self, x)",
                          "b": "def m(self, x=2): pass"})
    with pytest.raises(Refused) as caught:
        make_late(program)
    assert "a.py:2: m has other parameters than picoweb.b.m" in str(caught.value)


def test_late_methods_of_a_class_and_of_its_base_are_refused():
    late = "class {}:\n def m(self):\n  from .b import m\n  return m(self)\n"
    program = program_of({"a": late.format("A") + late.format("B(A)"), "b": "def m(self): pass"})
    with pytest.raises(Refused, match="a.py:5: B and its base have late methods"):
        make_late(program)


def test_late_methods_go_into_a_table():
    program = program_of({"a": "class A:\n def m(self):\n  from .b import m2\n  return m2(self)\n n = m",
                          "b": "def m2(self): return 1"})
    make_late(program)
    assert "'\\nA b m:m2 n:m2 \\n'" in text_of(program, "late_table")
    assert "def m" not in text_of(program, "a")


def test_a_method_that_is_taken_without_a_call_is_not_late():
    program = program_of({"a": "class A:\n def m(self):\n  from .b import m\n  return m(self)\n def handler(self):\n"
                               "  return self.m\n", "b": "def m(self): return 1"})
    assert make_late(program) == [] and "def m" in text_of(program, "a")


def test_a_table_is_in_pieces():
    rows = {("A", f"module{n}"): ["a" * 50] for n in range(20)}
    found = list(pieces(rows))
    assert len(found) > 3 and all(len(piece) <= 300 and piece[0] == piece[-1] == "\n" for piece in found)
    assert sum(piece.count("module") for piece in found) == 20


@pytest.mark.parametrize("format", ["py", "mpy"])
@pytest.mark.parametrize("app", ["hello", "mounted", "probing"])
def test_an_app_does_with_it_what_it_does_with_the_source(app, format, tmp_path):
    (tmp_path / "source").mkdir()
    expected = run_on_board(sources(tmp_path / "source"), app)
    for path in (tmp_path / "source").glob("*.py"):
        (tmp_path / path.name).write_text(path.read_text())
    built(tmp_path, None, format)
    assert "Traceback" not in expected
    assert run_on_board(tmp_path, app) == expected
    if format == "py":
        assert run_here(tmp_path, app) == expected


def test_the_table_takes_no_heap_between_questions(tmp_path):
    built(tmp_path)
    (tmp_path / "asks.py").write_text("import sys, tiny\napp = tiny.App('x')\napp.describe()\nhasattr(app, 'nothing')\n"
                                      "print([name for name in sys.modules if 'late' in name])")
    assert run_on_board(tmp_path, "asks") == "[]\n"
