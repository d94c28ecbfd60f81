import ast

import pytest

from picoweb.host.build import names
from picoweb.host.build.locals import ROM_NAMES, merge
from picoweb.host.build.program import Refused
from programs import program_of, same_source, text_of

PART = {"part": ""}


def renamed(modules, app=None, **options):
    """A program after the step, and what got new names: {old: new}."""
    program = program_of({**PART, **modules}, app=app, **options)
    return program, {old: new for new, olds in names.apply(program).items() for old in olds.split(" or ")}


def test_private_globals_get_names_of_the_firmware_and_imports_follow():
    program, new = renamed({
        "part.a": "def helper(x):\n    return x\nclass Kind:\n    pass\ntotal = 1\ndef change():\n    global total\n"
                  "    total = helper(total)\n    return Kind()",
        "part.b": "from .a import helper as other, change\nfrom . import a\nx1 = other(1), change, a.total\n"
                  "def f2(total):\n    from .a import Kind\n    return Kind, total"})
    assert set(new) == {"helper", "Kind", "total", "change", "x1", "f2"}
    assert set(new.values()) <= set(ROM_NAMES)
    h, k, s, c, x = new["helper"], new["Kind"], new["total"], new["change"], new["x1"]
    assert text_of(program, "part.a") == same_source(
        f"def {h}(x):\n    return x\nclass {k}:\n    pass\n{s} = 1\ndef {c}():\n    global {s}\n    {s} = {h}({s})\n"
        f"    return {k}()")
    assert text_of(program, "part.b") == same_source(
        f"from .a import {h}, {c}\nfrom . import a\n{x} = {h}(1), {c}, a.{s}\ndef {new['f2']}(total):\n    from .a import {k}\n"
        f"    return {k}, total")


def test_modules_use_the_same_names_of_the_firmware_again():
    _, new = renamed({"part.a": "first_one = 1", "part.b": "second_one = 1"})
    assert new["first_one"] == new["second_one"]


@pytest.mark.parametrize("source", [
    "def shown_here():\n    pass\n__all__ = ['shown_here']",
    "table = 1\nx = 'the table'",
    "given = 1\nf(given=2)",
    "def __getattr__(name):\n    pass",
    "import socket\nfrom time import ticks_ms as clock",
    "try:\n    pass\nexcept E as error_here:\n    pass",
    "listen = 1",
])
def test_what_others_may_name_stays(source):
    program, new = renamed({"part.a": source})
    assert set(new) <= {"x"}
    assert text_of(program, "part.a") == same_source(source).replace("\nx =", f"\n{new.get('x')} =")


def test_public_names_stay():
    program, new = renamed({"": "LAZY = {'Shown': 'part.a'}\nhidden_here = 1",
                            "part.a": "class Shown:\n    def method(self):\n        self.field = 1\ndef f1():\n    pass"})
    assert set(new) == {"f1"}
    assert "hidden_here" in text_of(program, "") and "class Shown" in text_of(program, "part.a")


def test_what_a_public_module_imports_for_others_stays():
    modules = {"part.a": "def shown():\n    pass\ndef inner():\n    pass",
               "others": "from .part.a import shown as shown, inner\ninner()"}
    program, new = renamed(modules)
    assert set(new) == {"inner"}
    assert "import shown, " in text_of(program, "others") and "def shown" in text_of(program, "part.a")


def test_a_new_name_is_no_local_variable_and_no_builtin_of_those_who_use_it():
    source = "def helper():\n    pass\ndef f1({0}):\n    return helper, {0}"
    _, new = renamed({"part.a": source.format("aw")})
    other = new["helper"]
    assert other != "aw" and other not in ("abs", "len")
    _, new = renamed({"part.a": source.format(other)})
    assert new["helper"] != other


def test_attributes_get_new_names_only_with_an_app():
    modules = {"part.a": "class Kind:\n    limit = 3\n    __slots__ = ('field',)\n    def method(self):\n        self.field = self.limit\n"
                         "        return getattr(self, 'field'), hasattr(self, 'method')"}
    program, new = renamed(modules)
    assert set(new) == {"Kind"}
    program, new = renamed(modules, app={"app": "x = 1"})
    assert set(new) == {"Kind", "limit", "field", "method"}
    names_ = {**new}
    assert text_of(program, "part.a") == same_source(
        "class {Kind}:\n    {limit} = 3\n    __slots__ = ('{field}',)\n    def {method}(self):\n        self.{field} = self.{limit}\n"
        "        return getattr(self, '{field}'), hasattr(self, '{method}')".format(**names_))


@pytest.mark.parametrize("app", [
    "x.method()", "class A:\n    def method(self):\n        pass", "getattr(x, 'method')", "f(method=1)", "y = 'method'"])
def test_an_attribute_that_the_app_names_stays(app):
    _, new = renamed({"part.a": "class Kind:\n    def method(self):\n        pass"}, app={"app": app})
    assert "method" not in new


@pytest.mark.parametrize("source", [
    "import machine\nclass Kind:\n    def method(self):\n        machine.method()",
    "class Kind(Foreign):\n    def method(self):\n        pass",
    "class Kind:\n    def method(self):\n        pass\nx = 'a method'",
    "class Kind:\n    def __iter__(self):\n        pass",
    "class Kind:\n    def encode(self):\n        pass",
])
def test_an_attribute_that_may_be_another_ones_stays(source):
    _, new = renamed({"part.a": source}, app={"app": ""})
    assert not {"method", "__iter__", "encode"} & set(new)


def test_attributes_of_public_classes_stay_unless_it_is_asked_for():
    modules = {"": "LAZY = {'Shown': 'part.a'}", "part.a": "class Shown:\n    def method(self):\n        self._own = 1"}
    _, new = renamed(modules, app={"app": ""})
    assert set(new) == {"_own", "LAZY"}
    _, new = renamed(modules, app={"app": ""}, public_attributes=True)
    assert set(new) == {"_own", "method", "LAZY"}


def test_variables_of_an_app_stay_and_functions_only_if_their_names_are_asked_for():
    app = {"app": "application = 1\ndef home():\n    pass\n_limit = 1"}
    _, new = renamed({}, app=app)
    assert set(new) == {"home", "_limit"}
    _, new = renamed({"part.a": "def f1(x):\n    return x.__name__"}, app=app)
    assert set(new) == {"f1", "_limit"}


def test_classes_of_an_app_keep_their_names_and_so_do_public_errors():
    errors = "class HTTPFault(Exception):\n    pass\nclass Shown:\n    pass\nclass Inner(Exception):\n    pass"
    modules = {"": "LAZY = {'HTTPFault': 'part.a'}\nfrom .part.a import Shown", "part.a": errors}
    program, new = renamed(modules, app={"app": "class PlantError(Exception):\n    pass\nclass _Pot:\n    pass"})
    assert set(new) == {"LAZY", "Shown", "Inner"} and "class HTTPFault" in text_of(program, "part.a")


@pytest.mark.parametrize("other", ["setattr(db, x, 1)  # build: no names", "getattr(db, x)  # build: no names",
                                   "x._limit = home = 2\nx.home()", "vars(db)"])
def test_what_something_may_ask_for_in_an_app_keeps_its_name(other):
    _, new = renamed({}, app={"app": "import db\n" + other, "db": "_limit = 1\ndef home():\n    pass"})
    assert not new


@pytest.mark.parametrize("source, place", [
    ("def f(x, name):\n    return getattr(x, name)", "picoweb/part/a.py:2: getattr() asks for a name"),
    ("x = 1\nsetattr(x, 'a' + y, 1)", "picoweb/part/a.py:2: setattr() asks for a name"),
])
def test_a_name_that_is_not_seen_is_refused_with_its_place(source, place):
    with pytest.raises(Refused) as refused:
        renamed({"part.a": source})
    assert place in str(refused.value)


def test_a_mark_lists_the_names_which_stay():
    class_ = "class Kind:\n    def method(self):\n        pass\n    def other_method(self):\n        pass\n"
    _, new = renamed({"part.a": class_ + "getattr(x, y)  # build: names method, more"}, app={"app": ""})
    assert set(new) == {"Kind", "other_method"}
    _, new = renamed({"part.a": class_ + "# build: no names\ngetattr(x, y)"}, app={"app": ""})
    assert set(new) == {"Kind", "method", "other_method"}


def test_foreign_modules_may_be_asked_for_any_name():
    renamed({"part.a": "import time\ndef f(name):\n    return getattr(time, name)"})


def test_a_seed_gives_other_names_and_the_same_ones_again():
    modules = {"part.a": "first_one = 1\nsecond_one = 2"}
    results = [renamed(modules, seed=seed)[1] for seed in (0, 0, 1, 1, 2)]
    assert results[0] == results[1] and results[2] == results[3]
    assert len({tuple(sorted(each.items())) for each in results}) == 3


def test_when_names_of_the_firmware_are_used_up_short_ones_are_given():
    many = "\n".join(f"name_{number} = 1" for number in range(600))
    _, new = renamed({"part.a": many})
    assert len(new) == 600 and len(set(new.values())) == 600
    assert all(value in ROM_NAMES or len(value) == 2 for value in new.values())


def test_what_the_compiler_takes_for_its_own_is_no_new_name():
    """However many names there are: MicroPython's compiler reads `const(...)`, `super()` and `@micropython.x` in its way."""
    many = len(ROM_NAMES) + 10
    source = "\n".join(f"def function_number_{n}():\n    pass" for n in range(many))
    program, new = renamed({"part.a": source})
    assert not set(new.values()) & {"const", "micropython", "super"}
    function = "def f():\n" + "".join(f"    variable_{n} = g({n})\n" for n in range(many)) + "    return (" + \
        "".join(f"variable_{n}, " for n in range(many)) + ")\n"
    assert not set(merge(ast.parse(function).body[0]).values()) & {"const", "micropython", "super"}
