import ast

import pytest
from hypothesis import given

from picoweb.host.build import locals as step
from picoweb.host.build.locals.liveness import Liveness
from picoweb.host.build.scopes import local_names
from programs import program_of, same_source, text_of
from random_functions import examples, function_sources, trace_of

POOL = ["p", "q", "r", "s", "t"]


def merged(source, fixed=("a", "b")):
    """The source of a function after its variables were merged, with short names of places."""
    tree = ast.parse(source)
    step.merge(tree.body[0], set(fixed), POOL)
    return ast.unparse(tree)


def clashes(source):
    function = ast.parse(source).body[0]
    liveness = Liveness(function, local_names(function))
    return sorted({"".join(sorted((name, other))) for name, others in liveness.clash.items() for other in others})


@pytest.mark.parametrize("source, expected", [
    ("def f():\n    x = 1\n    g(x)\n    y = 2\n    g(y)", []),
    ("def f():\n    x = 1\n    y = 2\n    g(x, y)", ["xy"]),
    ("def f():\n    x = 1\n    y = x\n    g(x, y)", []),
    ("def f():\n    x = 1\n    y = x\n    x = 2\n    g(x, y)", ["xy"]),
    ("def f(a, b):\n    pass", ["ab"]),
    ("def f():\n    x = 1\n    while g():\n        y = 2\n        h(y)\n    i(x)", ["xy"]),
    ("def f():\n    while g():\n        y = 2\n        x = 1\n    i(x)", []),
    ("def f():\n    x = 1\n    try:\n        y = g()\n        x = 2\n    except E:\n        h(x)", ["xy"]),
    ("def f():\n    x = 1\n    try:\n        y = g()\n    finally:\n        h(x)", ["xy"]),
    ("def f():\n    x = 1\n    try:\n        return g()\n    finally:\n        y = 1\n        h(x, y)", ["xy"]),
    ("def f():\n    x = 1\n    try:\n        g()\n    except E as y:\n        pass\n    h(x)", ["xy"]),
    ("def f():\n    try:\n        g()\n    except E as y:\n        x = 1\n    h(x)", ["xy"]),
    ("def f():\n    x = 1\n    with g() as y:\n        h(y)\n        x = 2\n    i(x)", ["xy"]),
    ("def f():\n    x = 1\n    for y in g():\n        if y:\n            break\n    else:\n        x = 3\n    h(x)", ["xy"]),
    ("def f():\n    x, y = 1, 2\n    g(x)", ["xy"]),
    ("def f():\n    x = 1\n    g((y := 2) + x)", ["xy"]),
    ("def f():\n    x = 1\n    del x\n    y = 2\n    g(y)", []),
])
def test_variables_that_are_needed_together_clash(source, expected):
    assert clashes(source) == expected


@pytest.mark.parametrize("source, expected", [
    ("def f():\n    x = 1\n    g(x)\n    y = 2\n    g(y)", "def f():\n    p = 1\n    g(p)\n    p = 2\n    g(p)"),
    ("def f(a, b):\n    x = a.c\n    return x + b", "def f(a, b):\n    a = a.c\n    return a + b"),
    ("def f(c):\n    return c", "def f(p):\n    return p"),
    ("def f(c, **k):\n    return c", "def f(c, **k):\n    return c"),
    ("def f(self, c):\n    x = c\n    y = x\n    return y", "def f(self, p):\n    return p"),
    ("def f():\n    x = 1\n    return lambda: x", "def f():\n    x = 1\n    return lambda: x"),
    ("def f():\n    x = p()\n    return x", "def f():\n    q = p()\n    return q"),
    ("def f():\n    x = 1\n    return locals()", "def f():\n    x = 1\n    return locals()"),
    ("def f():\n    from m import c, d as e\n    import g.h\n    return c, e, g",
     "def f():\n    from m import c as p, d as q\n    import g.h\n    return (p, q, g)"),
    ("def f(a):\n    try:\n        g()\n    except E as error:\n        h(error)", "def f(a):\n    try:\n        g()\n"
     "    except E as a:\n        h(a)"),
    ("def f(self, a):\n    x = super().f(a)\n    return x", "def f(self, a):\n    a = super().f(a)\n    return a"),
    ("def f(x):\n    if x:\n        y = x\n    else:\n        y = x\n    return y",
     "def f(p):\n    if p:\n        pass\n    return p"),
    ("def f():\n    global x\n    x = 1\n    y = 2\n    return y", "def f():\n    global x\n    x = 1\n    p = 2\n    return p"),
])
def test_variables_share_places(source, expected):
    assert merged(source) == same_source(expected)


def test_a_variable_that_may_be_read_before_it_is_set_has_its_own_place():
    source = "def f(a):\n    if a:\n        x = 1\n    y = 2\n    g(y)\n    return x"
    assert merged(source) == same_source("def f(a):\n    if a:\n        p = 1\n    a = 2\n    g(a)\n    return p")


def test_parameters_of_public_functions_and_those_given_by_name_keep_their_names():
    program = program_of({"": "LAZY = {'shown': 'part.m'}", "part": "", "part.m": "def shown(first):\n    return first\n"
                          "def hidden(second, third):\n    return second, third\nhidden(1, third=2)\n"})
    names = step.apply(program)
    assert "def shown(first)" in text_of(program, "part.m") and "def hidden(_, third)" in text_of(program, "part.m")
    assert names["picoweb.part.m"] == {"shown": {}, "hidden": {"second": "_"}}


def test_a_function_in_a_function_is_merged_and_keeps_what_both_use():
    program = program_of({"part": "", "part.m": "def f(x):\n    def g(y):\n        z = y + x\n        return z\n    return g"})
    step.apply(program)
    assert text_of(program, "part.m") == same_source("def f(x):\n    def g(_):\n        _ = _ + x\n        return _\n    return g")


@examples(200)
@given(function_sources())
def test_a_merged_function_behaves_as_before(source):
    assert trace_of(merged(source)) == trace_of(source)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@examples(100)
@given(function_sources(yields=True))
def test_a_merged_generator_behaves_as_before(source):
    assert trace_of(merged(source)) == trace_of(source)
