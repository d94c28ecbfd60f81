import pytest

from picoweb.host.build import constants
from programs import after, program_of, same_source, text_of


def put_in(source, **options):
    return after(constants.apply, source, **options)


@pytest.mark.parametrize("source, expected", [
    ("PORT = 80\ndef f(x):\n    return x == PORT", "def f(x):\n    return x == 80"),
    ("_A = 1 << 4\n_B = -_A | 1\nx = _B ** 2, _B", "x = ((-15) ** 2, -15)"),
    ("from micropython import const\n_A = const(3)\nx = _A + _A", "x = 3 + 3"),
    ("A = None\nB = True\nx = A, B, A", "x = (None, True, None)"),
    ("A = b'HTTP/1.1 200 OK'\ndef f():\n    return A", "def f():\n    return b'HTTP/1.1 200 OK'"),
    ("A = ('a', 1)\nfor x in A:\n    pass", "for x in ('a', 1):\n    pass"),
    ("A = 'GET'\nx = A, A", "x = ('GET', 'GET')"),
    ("A = 'UNUSED'", ""),
])
def test_constants_are_put_where_they_are_used(source, expected):
    assert put_in(source) == same_source(expected)


@pytest.mark.parametrize("source", [
    "A = b'HTTP/1.1 200 OK'\nx = A, A",
    "A = 1 << 40\nx = A, A",
    "A = 1\nA = 2\nx = A",
    "A = 1\n\ndef f():\n    global A\n    A += 1",
    "if x:\n    A = 1\ny = A",
    "A = [1]\nx = A",
    "A = f()\nx = A",
    "A = 1\nx = getattr(y, 'A')",
    "A = 1\n\ndef f(A):\n    return A\nx = 'A'",
    "A = 'it is'\nx = f'{A}'",
    "lower = 1\nx = lower",
    "A = 1 // 0\nx = A",
])
def test_what_may_change_or_costs_more_often_stays(source):
    assert put_in(source) == same_source(source)


def test_constants_are_put_into_other_modules():
    program = program_of({
        "http.limits": "LONGEST = 1024\nTEXT = b'too long'\nSELDOM = 5",
        "a": "from .http.limits import LONGEST, TEXT, other\nx = LONGEST, TEXT",
        "b": "from .http import limits\ndef f():\n    from .http.limits import SELDOM\n    return limits.LONGEST + SELDOM"})
    constants.apply(program)
    assert text_of(program, "a") == same_source("from .http.limits import other\nx = 1024, b'too long'")
    assert text_of(program, "b") == same_source("from .http import limits\ndef f():\n    return 1024 + 5")
    assert text_of(program, "http.limits") == ""


def test_what_a_module_sets_in_another_is_no_constant():
    program = program_of({"http.a": "LIMIT = 1", "b": "from .http import a\na.LIMIT = 2\nx = a.LIMIT"})
    constants.apply(program)
    assert text_of(program, "b") == same_source("from .http import a\na.LIMIT = 2\nx = a.LIMIT")


def test_public_names_stay_without_an_app_and_go_with_one():
    sources = {"": "LAZY = {'LIMIT': 'http.a'}", "http.a": "LIMIT = 1\ndef f():\n    return LIMIT"}
    program = program_of(sources)
    constants.apply(program)
    assert text_of(program, "http.a") == same_source("LIMIT = 1\ndef f():\n    return 1")
    program = program_of({"": "", "http.a": "LIMIT = 1"}, app={"app": "from picoweb.http.a import LIMIT\nx = LIMIT"})
    constants.apply(program)
    assert text_of(program, "app") == "x = 1" and text_of(program, "http.a") == ""


def test_names_to_keep_are_kept():
    assert put_in("A = 1\nx = A", keep=frozenset({"A"})) == "A = 1\nx = 1"
