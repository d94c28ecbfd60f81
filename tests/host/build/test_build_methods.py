"""Methods that one place calls become functions, and what is never reached goes."""
import ast

import pytest

from picoweb.host.build.editing import drop_unreachable
from picoweb.host.build.inline.methods import make_functions
from programs import program_of, same_source, text_of

SOURCE = """
    class Plant:
        def __init__(self):
            self.size = 1

        def prune(self, most=3):
            return min(self.size, most)

        def water(self):
            return self.prune(2)
"""


def functions_made(source=SOURCE, app="from picoweb import part", **modules):
    program = program_of({"part": "", "part.m": source, **modules}, {"main": app})
    return make_functions(program), text_of(program, "part.m")


def test_a_method_with_one_call_becomes_a_function():
    names, text = functions_made()
    assert names == ["Plant_prune"]
    assert text == same_source("""
        def Plant_prune(self, most=3):
            return min(self.size, most)

        class Plant:
            def __init__(self):
                self.size = 1

            def water(self):
                return Plant_prune(self, 2)""")


def test_a_class_whose_methods_all_went_is_still_one():
    _, text = functions_made("class A:\n    def prune(self):\n        return 1\ndef f(a):\n    return a.prune()")
    assert text == same_source("def A_prune(self):\n    return 1\nclass A:\n    pass\ndef f(a):\n    return A_prune(a)")


@pytest.mark.parametrize("more", [
    "\nclass Other:\n    def prune(self):\n        pass",  # it may be this one that is called
    "\ndef f(plant):\n    return plant.prune()",  # a second call
    "\ndef f(plant):\n    return plant.prune",  # it is taken without a call
    "\ndef f(plant):\n    plant.prune = None",
    "\nNAMES = 'prune'",  # what getattr() may be given
    "\nPlant_prune = 1",  # the new name is taken
    "\ndef prune(x):\n    return x\nprune(Plant).prune()",
])
def test_a_method_that_may_be_another_one_stays(more):
    names, text = functions_made(SOURCE + "\n".join("    " + line for line in more.split("\n")))
    assert names == [] and "        def prune" in text.replace("    def prune", "        def prune")


@pytest.mark.parametrize("changed", [
    ("def prune", "@property\n        def prune"),
    ("return min(self.size, most)", "return super().prune(most)"),
    ("return min(self.size, most)", "return self.__size"),
    ("most=3", "most=[]"),
    ("self.prune(2)", "Plant.prune(self, 2)"),
    ("self.prune(2)", "super().prune(2)"),
    ("prune", "append"),  # lists have one
])
def test_a_method_that_would_mean_something_else_stays(changed):
    assert functions_made(SOURCE.replace(*changed))[0] == []


@pytest.mark.parametrize("app", ["plant.prune()", "class Mine(Plant):\n    def prune(self):\n        pass", "x = 'prune'"])
def test_a_method_that_the_app_mentions_stays(app):
    assert functions_made(app=app)[0] == []


@pytest.mark.parametrize("source, expected", [
    ("def f():\n    return 1\n    g()", "def f():\n    return 1"),
    ("def f():\n    raise E\n    g()", "def f():\n    raise E"),
    ("def f(a):\n    for x in a:\n        continue\n        g()", "def f(a):\n    for x in a:\n        continue"),
    ("def f(a):\n    while a:\n        break\n        g()\n    i()", "def f(a):\n    while a:\n        break\n    i()"),
    ("def f():\n    return 1\n    yield", "def f():\n    return 1\n    yield"),  # it is what makes a generator of it
    ("def f():\n    yield 2\n    return 1\n    yield", "def f():\n    yield 2\n    return 1"),
    ("def f():\n    return x\n    x = 1", "def f():\n    return x\n    x = 1"),  # it is what makes a variable of x
])
def test_what_is_never_reached_goes_unless_it_says_what_a_function_is(source, expected):
    tree = ast.parse(source)
    drop_unreachable(tree.body[0])
    assert ast.unparse(tree) == same_source(expected)
