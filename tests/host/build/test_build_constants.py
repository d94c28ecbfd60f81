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


CONFIG = "LIMIT = 1\n_OPEN = False\nNAME = 'basil'\n\ndef f():\n    return (LIMIT, NAME)"
SETTERS = [
    "import config\nconfig.LIMIT = 2",
    "import config as c\nc.LIMIT += 2",
    "def f():\n    import config\n    del config.LIMIT",
    "import config\nconfig.LIMIT, x = 1, 2",
    "import config\nfor config.LIMIT in y:\n    pass",
    "import config\nwith open(y) as config.LIMIT:\n    pass",
    "import config\nx = [config]\nx[0].LIMIT = 1",
    "import config\ndef f(module):\n    module.LIMIT = 1",
    "import sys\nsys.modules['config'].LIMIT = 1",
    "__import__('config').LIMIT = 1",
    "import config\nsetattr(config, 'LIMIT', 1)",
    "import config\nsetattr(config, x, 1)",
    "import config\nwrite = setattr",
    "import config\nconfig.__dict__.update(x)",
    "import config\nvars(config).update(x)",
    "exec(open('more.py').read())",
    "def f():\n    return globals()",
]


@pytest.mark.parametrize("app", SETTERS)
def test_settings_of_an_app_that_may_change_stay(app):
    program = program_of({}, app={"app": app, "config": CONFIG})
    constants.apply(program)
    assert "LIMIT = 1" in text_of(program, "config") and "return (LIMIT" in text_of(program, "config")


@pytest.mark.parametrize("app", [
    "import config\nx = getattr(config, y)",
    "import config\nask = getattr",
    "import config\nx = dir(config)",
    "import config\ndef f(module):\n    return module.LIMIT, module.NAME",
    "import config\nx = getattr(config, 'LIMIT'), 'NAME'",
])
def test_settings_of_an_app_that_something_may_ask_for_stay_where_they_are(app):
    program = program_of({}, app={"app": app, "config": CONFIG})
    constants.apply(program)
    assert "LIMIT = 1" in text_of(program, "config") and "NAME = 'basil'" in text_of(program, "config")
    assert "return (1, 'basil')" in text_of(program, "config")


@pytest.mark.parametrize("app", [
    "import config\nx = config.LIMIT",
    "import config\nconfig.OTHER = 1\nx.limit = 2",
    "import time\nx = getattr(time, y)",
    "dir = 1\ndef f(vars):\n    return vars, dir",
])
def test_settings_of_an_app_that_nothing_can_change_are_put_in(app):
    program = program_of({}, app={"app": app, "config": CONFIG})
    constants.apply(program)
    assert text_of(program, "config") == same_source("def f():\n    return (1, 'basil')")


def test_constants_of_the_package_are_put_in_whatever_the_app_hides_but_what_its_marks_name():
    sources = {"http.a": "LIMIT = 1\nOTHER = 2\nNAMED = 3\ndef f():\n    return LIMIT, OTHER, NAMED"}
    app = "setattr(x, y, 1)  # build: names NAMED\nz.LIMIT = 1\nsetattr(x, 'OTHER', 1)"
    program = program_of(sources, app={"app": app})
    constants.apply(program)
    assert text_of(program, "http.a") == same_source("OTHER = 2\nNAMED = 3\ndef f():\n    return 1, OTHER, NAMED")


def test_templates_that_are_compiled_on_the_board_may_ask_for_any_setting():
    program = program_of({}, app={"config": CONFIG}, asks_any=True)
    constants.apply(program)
    assert "LIMIT = 1" in text_of(program, "config") and "return (1, 'basil')" in text_of(program, "config")
