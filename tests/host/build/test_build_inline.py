import pytest
from hypothesis import given

from picoweb.host.build import inline
from programs import after, program_of, same_source, text_of
from random_functions import VARIABLES, Random, Writer, examples, st, trace_of


def inlined(source):
    return after(inline.apply, source)


def log_of(source, **more):
    return [str(each) for each in inline.apply(program_of({"part": "", "part.m": source, **more}))]


CALLS = [  # a helper, its caller, and what the caller becomes
    ("def _h(x):\n    g(x)", "def f(a):\n    _h(a)\n    i()", "def f(a):\n    g(a)\n    i()"),
    ("def _h(x):\n    return g(x)", "def f(a):\n    b = _h(a)\n    return b", "def f(a):\n    b = g(a)\n    return b"),
    ("def _h(x):\n    return g(x)", "def f(a):\n    return _h(a)", "def f(a):\n    return g(a)"),
    ("def _h(x):\n    g(x)", "def f(a):\n    return _h(a)", "def f(a):\n    g(a)\n    return"),
    ("def _h(x):\n    return x", "def f(a):\n    _h(a())", "def f(a):\n    x = a()"),
    ("def _h(x, y=3):\n    x += y\n    return x", "def f(a):\n    a = _h(a)\n    return a",
     "def f(a):\n    x = a\n    x += 3\n    a = x\n    return a"),
    ("def _h(x):\n    a = x\n    return a", "def f(a):\n    b = _h(1)\n    return a, b",
     "def f(a):\n    a_2 = 1\n    b = a_2\n    return a, b"),
    ("def _h(x):\n    if x:\n        return 1\n    g()\n    return 2", "def f(a):\n    b = _h(a)\n    return b",
     "def f(a):\n    if a:\n        b = 1\n    else:\n        g()\n        b = 2\n    return b"),
    ("def _h(x):\n    for y in x:\n        if y:\n            return y\n    return 2", "def f(a):\n    b = _h(a)\n    return b",
     "def f(a):\n    for y in a:\n        if y:\n            b = y\n            break\n    else:\n        b = 2\n    return b"),
    ("def _h(x):\n    try:\n        return g(x)\n    except E:\n        i()", "def f(a):\n    b = _h(a)\n    return b",
     "def f(a):\n    try:\n        b = g(a)\n    except E:\n        i()\n        b = None\n    return b"),
    ("def _h(x):\n    try:\n        return g(x)\n    except E:\n        i()\n    return 1", "def f(a):\n    b = _h(a)\n    return b",
     "def f(a):\n    while True:\n        try:\n            b = g(a)\n            break\n        except E:\n            i()\n"
     "        b = 1\n        break\n    return b"),
    ("def _h(x):\n    return x.y", "def f(a):\n    a.b = _h(a)", "def f(a):\n    a.b = a.y"),
    ("def _h(x):\n    if x:\n        return 1\n    return 2", "def f(a):\n    a.b, a.c = _h(a)",
     "def f(a):\n    if a:\n        result = 1\n    else:\n        result = 2\n    a.b, a.c = result"),
    ("def _h(x):\n    return x == 1", "def f(a):\n    if not _h(a):\n        g()", "def f(a):\n    if not a == 1:\n        g()"),
    ("def _h(x):\n    if x:\n        return g()\n    return 2", "def f(a):\n    if _h(a):\n        i()",
     "def f(a):\n    if a:\n        result = g()\n    else:\n        result = 2\n    if result:\n        i()"),
    ("def _h(x):\n    y = yield x\n    return y", "def f(a):\n    b = yield from _h(a)\n    return b",
     "def f(a):\n    y = yield a\n    b = y\n    return b"),
    ("def _h(x):\n    yield x", "def f(a):\n    yield from _h(a)", "def f(a):\n    yield a"),
    ("def _h(x):\n    yield x\n    return 1", "def f(a):\n    return (yield from _h(a))", "def f(a):\n    yield a\n    return 1"),
    ("async def _h(x):\n    return await x", "async def f(a):\n    b = await _h(a)\n    return b",
     "async def f(a):\n    b = await a\n    return b"),
    ("total = 0\ndef _h(x):\n    global total\n    total = x", "def f(a):\n    _h(a)", "def f(a):\n    global total\n    total = a"),
    ("def _h(x):\n    return [y + x for y in g()]", "def f(a):\n    b = _h(a)\n    return b",
     "def f(a):\n    b = [y + a for y in g()]\n    return b"),
    ("def _h(x):\n    from m import n\n    n(x)", "def f(a, n):\n    _h(a)", "def f(a, n):\n    from m import n as n_2\n    n_2(a)"),
]


@pytest.mark.parametrize("helper, caller, expected", CALLS)
def test_a_helper_goes_into_its_caller(helper, caller, expected):
    around = helper[:helper.index("def _h")].replace("async ", "")
    assert inlined(helper + "\n" + caller) == same_source(around + expected)


STAY = [
    ("def _h(x):\n    return x\ndef f(a):\n    return g(_h(a))", "in other ways"),
    ("def _h(x):\n    return x\ndef f(a):\n    b = _h(x=a)\n    return b", "by position"),
    ("def _h(x):\n    return x\ndef f(a):\n    b = _h(*a)\n    return b", "by position"),
    ("def _h(x):\n    return x\ndef f(a):\n    b = _h(a, 2)\n    return b", "too many"),
    ("def _h(x):\n    return x\ndef f(a):\n    b = _h()\n    return b", "too few"),
    ("def _h(x, y=[]):\n    return y\ndef f(a):\n    b = _h(a)\n    return b", "default"),
    ("def _h(*x):\n    return x\ndef f(a):\n    b = _h(a)\n    return b", "stars"),
    ("@d\ndef _h(x):\n    return x\ndef f(a):\n    b = _h(a)\n    return b", "decorator"),
    ("def _h(x):  # build: frame on the stack\n    return x\ndef f(a):\n    b = _h(a)\n    return b", "mark"),
    ("def _h(x):\n    return lambda: x\ndef f(a):\n    b = _h(a)\n    return b", "functions in it"),
    ("def _h(x):\n    return locals()\ndef f(a):\n    b = _h(a)\n    return b", "own variables"),
    ("def _h(x):\n    _h(x)\ndef f(a):\n    _h(a)", "calls itself"),
    ("def _h(x):\n    g(x)\n    g(x)\n    g(x)\n    g(x)\ndef f(a):\n    _h(a)\n    _h(a)", "not short"),
    ("def _h(x):\n    return g(x)\ndef f(a, g):\n    b = _h(a)\n    return b", "something else"),
    ("def _h(x):\n    yield x\ndef f(a):\n    b = _h(a)\n    return b", "without `yield from`"),
    ("def _h(x):\n    if x:\n        y = 1\n    return y\ndef f(a):\n    b = _h(a)\n    return b", "not set"),
    ("def _h(x):\n    while x:\n        while g():\n            return 1\n        i()\ndef f(a):\n    b = _h(a)\n    return b", "loop"),
    ("def _h(x):\n    return x\ndef f(a):\n    b = _h(a)\n    return b, '_h'", "a text"),
    ("def _h(x):\n    return 1\ndef _h(x):\n    return 2\ndef f(a):\n    b = _h(a)\n    return b", "another one"),
]


@pytest.mark.parametrize("source, why", STAY)
def test_what_cannot_go_stays_and_the_log_says_why(source, why):
    assert inlined(source) == same_source(source)
    assert any("_h stays" in each and why in each for each in log_of(source))


def test_the_log_says_what_went_where():
    assert log_of("def _h(x):\n    g(x)\nclass A:\n    def f(self):\n        _h(self)\n    def g(self):\n        _h(self)") == \
        ["picoweb.part.m: _h goes into A.f, A.g"]


def test_helpers_of_helpers_go_as_well():
    assert inlined("def _a(x):\n    return x + 1\ndef _b(x):\n    y = _a(x)\n    return y * 2\ndef f(c):\n    d = _b(c)\n    return d") == \
        same_source("def f(c):\n    y = c + 1\n    d = y * 2\n    return d")


METHODS = "class A:\n    def f(self, a):\n        b = self._h(a)\n        return b\n    def _h(me, x):\n        return me.c + x\n"


def test_a_private_method_goes_into_its_class():
    assert inlined(METHODS) == same_source("class A:\n    def f(self, a):\n        b = self.c + a\n        return b")


@pytest.mark.parametrize("more", [
    "class B(A):\n    def _h(self, x):\n        return 1", "x._h = 1", "x._h(1)", "def g(a):\n    b = a._h(1)\n    return b",
    "x = getattr(a, '_h')"])
def test_a_private_method_that_may_be_another_one_stays(more):
    assert inlined(METHODS + more) == same_source(METHODS + more)


def test_a_helper_of_another_module_brings_what_it_uses():
    program = program_of({
        "part": "", "part.other": "def tool():\n    pass",
        "part.a": "from time import sleep\nfrom .other import tool\nfrom . import other\nplenty = 3\n"
                  "def helper(x):\n    y = sleep(x)\n    return tool(y, plenty, other.tool, len)",
        "part.b": "from .a import helper\nplenty = 4\ndef f(c):\n    d = helper(c)\n    return d"})
    inline.apply(program)
    assert text_of(program, "part.b") == same_source(
        "from picoweb.part import other\nfrom picoweb.part.a import plenty as plenty_2\nfrom time import sleep\n"
        "from picoweb.part.other import tool\nplenty = 4\n"
        "def f(c):\n    y = sleep(c)\n    d = tool(y, plenty_2, other.tool, len)\n    return d")
    assert "helper" not in text_of(program, "part.a")


def test_imports_in_a_helper_of_another_module_mean_the_same():
    program = program_of({
        "part": "", "part.other": "", "part.a": "def helper(x):\n    from .other import tool\n    return tool(x)",
        "b": "from .part.a import helper\ndef f(c):\n    return helper(c)"})
    inline.apply(program)
    assert text_of(program, "b") == same_source("def f(c):\n    from picoweb.part.other import tool\n    return tool(c)")


@pytest.mark.parametrize("a, b", [
    ("plenty = 1\nplenty = 2\ndef helper(x):\n    return plenty", ""),
    ("def helper(x):\n    return len(x)", "len = 3"),
    ("def helper(x):\n    global plenty\n    plenty = 1\nplenty = 2", ""),
    ("def helper(x):\n    return x\ny = helper", ""),
])
def test_a_helper_of_another_module_stays_if_it_would_mean_something_else(a, b):
    caller = b + "\nfrom .a import helper\ndef f(c):\n    d = helper(c)\n    return d"
    program = program_of({"part": "", "part.a": a, "part.b": caller})
    inline.apply(program)
    assert text_of(program, "part.b") == same_source(caller)


def test_public_functions_stay():
    program = program_of({"": "LAZY = {'helper': 'part.a'}", "part": "", "part.a": "def helper(x):\n    return x",
                          "part.b": "from .a import helper\ndef f(c):\n    d = helper(c)\n    return d"})
    assert inline.apply(program) == []


def test_nodes_keep_where_they_come_from():
    program = program_of({"part": "", "part.m": "def _h(x):\n    g(x)\n    return 1\ndef f(a):\n    b = _h(a)\n    return b"})
    inline.apply(program)
    function = program.modules["picoweb.part.m"].tree.body[0]
    assert [(each.origin.line, each.origin.function) for each in function.body] == [(2, "_h"), (3, "_h"), (6, "f")]


CALL_FORMS = ("{x} = {call}", "{x} = {call}", "return {call}", "{call}", "box[{x}] = {call}", "{x}, box[{y}] = {call}, 1",
              "if {call}:\n    t({x})", "if not {call}:\n    return {x}")


def pair(seed, yields):
    """A helper, and behind it its caller, with the call at some place."""
    random = Random(seed)
    helper = Writer(random, yields, careful=True).function("_h", "a, b=2", random.choice([1, 2, 2, 3]))
    lines = Writer(random, yields).function("f", "a, b", 2).split("\n")
    arguments = random.choice(VARIABLES), random.choice([*VARIABLES, "t(a)", "1", "b + c"])
    call = "_h({}, {})".format(*arguments)
    form = random.choice(CALL_FORMS).format(x=random.choice(VARIABLES), y=random.choice(VARIABLES),
                                            call=f"(yield from {call})" if yields else call)
    place = random.randrange(1, len(lines) - 1)
    indent = " " * (len(lines[place]) - len(lines[place].lstrip()))
    if not lines[place].lstrip().startswith(("else", "except", "finally")):
        lines[place:place] = [indent + line for line in form.split("\n")]
    return "\n".join([helper, *lines])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@examples(200)
@given(st.integers(0, 1 << 40), st.booleans())
def test_a_function_behaves_as_before_with_its_helper_inside(seed, yields):
    source = pair(seed, yields)
    assert trace_of(inlined(source)) == trace_of(source), source


@pytest.mark.parametrize("other", [
    "x = getattr(y, z)", "def g(module):\n    module._h(1)", "def g(module):\n    module._h = print", "vars(a)"])
def test_a_helper_of_an_app_that_something_may_ask_for_or_change_stays(other):
    source = "def _h(x):\n    print(x)\n\ndef f():\n    _h(1)"
    program = program_of({}, app={"app": source, "other": other})
    inline.apply(program)
    assert text_of(program, "app") == same_source(source)


def test_methods_of_an_app_that_something_may_ask_for_stay():
    source = "class A:\n    def _h(self):\n        print(self)\n    def f(self, word):\n        self._h()\n"
    program = program_of({}, app={"app": source + "        getattr(self, '_' + word)()"})
    inline.apply(program)
    assert "def _h" in text_of(program, "app")
