import pytest

from picoweb.host.build import strip
from picoweb.host.build.program import Refused
from programs import after, program_of, same_source, text_of


def stripped(source):
    return after(strip.apply, source)


@pytest.mark.parametrize("source, expected", [
    ('"""What it is for."""\nx = 1', "x = 1"),
    ('def f():\n    """What it does."""', "def f():\n    pass"),
    ('class A:\n    """What it is."""\n    ...', "class A:\n    pass"),
    ("def f(a: int, *b: str, c: int = 1, **d: str) -> None:\n    x: int = a\n    y: int\n    return x",
     "def f(a, *b, c=1, **d):\n    x = a\n    return x"),
    ("def f(a):\n    assert a, 'why'\n    return a", "def f(a):\n    return a"),
    ("if x:\n    assert y", "if x:\n    pass"),
    ("TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from typing import List\nelse:\n    List = None", "List = None"),
    ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import x\ny = 1", "y = 1"),
    ("try:\n    import typing\nexcept ImportError:\n    pass\ny = 1", "y = 1"),
    ("from __future__ import annotations\ny = 1", "y = 1"),
])
def test_what_only_people_and_checkers_need_goes(source, expected):
    assert stripped(source) == same_source(expected)


@pytest.mark.parametrize("source, expected", [
    ('import sys\nif sys.implementation.name == "micropython":\n    a = 1\nelse:\n    a = 2', "import sys\na = 1"),
    ('import sys\nif sys.implementation.name in ("cpython", "pypy"):\n    a = 1', "import sys"),
    ("import sys\n_BOARD = sys.implementation.name == 'micropython'\ndef f():\n    return 1 if _BOARD else 2",
     "import sys\n_BOARD = True\ndef f():\n    return 1"),
    ("IS_X = True\nif not IS_X or f():\n    g()", "IS_X = True\nif f():\n    g()"),
    ("IS_X = False\nif IS_X and f():\n    g()", "IS_X = False"),
    ("IS_X = False\nwhile IS_X:\n    f()\nelse:\n    g()", "IS_X = False\ng()"),
    ("IS_X = True\nIS_X = f()\nif IS_X:\n    g()", "IS_X = True\nIS_X = f()\nif IS_X:\n    g()"),
    ("if f() and True:\n    g()", "if f() and True:\n    g()"),
    ("def f(IS_X):\n    if IS_X:\n        g()\nIS_X = False", "def f(IS_X):\n    if IS_X:\n        g()\nIS_X = False"),
])
def test_what_is_known_is_folded(source, expected):
    assert stripped(source) == same_source(expected)


def test_a_function_whose_yields_are_all_dropped_stays_a_generator():
    assert stripped("def f():\n    if __debug__:\n        yield 1\n    g()") == \
        same_source("def f():\n    g()\n    return\n    yield")


def test_a_switch_of_another_module_is_known():
    program = program_of({"runtime": "import sys\nIS_MICROPYTHON = sys.implementation.name == 'micropython'",
                          "a": "from .runtime import IS_MICROPYTHON\nif IS_MICROPYTHON:\n    x = 1\nelse:\n    x = 2",
                          "b": "from . import runtime\ny = 1 if runtime.IS_MICROPYTHON else 2"})
    strip.apply(program)
    assert "x = 1" in text_of(program, "a") and "2" not in text_of(program, "a")
    assert "y = 1" in text_of(program, "b") and "2" not in text_of(program, "b")


def test_decorators_that_return_what_they_get_are_dropped():
    program = program_of({
        "runtime": "import sys\nif sys.implementation.name == 'micropython':\n    def coroutine(f):\n        return f\n"
                   "else:\n    from types import coroutine",
        "a": "from .runtime import coroutine\n@coroutine\ndef f():\n    yield\n@other\ndef g():\n    pass"})
    strip.apply(program)
    assert text_of(program, "a") == same_source(
        "from .runtime import coroutine\ndef f():\n    yield\n@other\ndef g():\n    pass")


def test_what_needs_typing_on_a_board_is_refused_with_its_place():
    with pytest.raises(Refused, match=r"picoweb/part/m.py:2: cast is not there on a board"):
        stripped("from typing import cast\nx = cast(int, y)")


@pytest.mark.parametrize("source, expected", [
    ("def f(a):\n    assert a, 'why'", "def f(a):\n    if not a:\n        raise AssertionError('why')"),
    ("def f(a):\n    assert not a", "def f(a):\n    if not not a:\n        raise AssertionError"),
    ("assert False, 'never'", "raise AssertionError('never')"),
    ("if __debug__:\n    f()", "f()"),
])
def test_the_checks_of_an_app_stay(source, expected):
    program = program_of({}, app={"app": source})
    strip.apply(program)
    assert text_of(program, "app") == same_source(expected)


@pytest.mark.parametrize("app", ["import config\nconfig._is_open = True", "import config\nsetattr(config, x, y)",
                                 "import config\nx = config\nx._is_open = True"])
def test_a_switch_of_an_app_that_may_change_is_not_known(app):
    source = "_is_open = False\ndef f():\n    return 1 if _is_open else 2"
    program = program_of({}, app={"config": source, "app": app})
    strip.apply(program)
    assert text_of(program, "config") == same_source(source)


def test_a_decorator_of_an_app_that_may_change_stays():
    program = program_of({}, app={"app": "import tools\ntools.same = other\n@tools.same\ndef f():\n    pass",
                                  "tools": "def same(x):\n    return x"})
    strip.apply(program)
    assert "@tools.same" in text_of(program, "app")
