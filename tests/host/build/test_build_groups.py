"""Modules that are always loaded together become one, where no app says which are needed."""
import pytest

from picoweb.host.build.linking import groups
from picoweb.host.build.program import Refused
from programs import program_of, same_source, text_of

MODULES = {
    "": "LAZY = {'App': 'app', 'Late': 'part.late'}",
    "app": "from .part import b\nfrom .part.a import LINE, check\nclass App:\n    def go(self):\n        return check(b.count)",
    "part": "",
    "part.a": "from ..state import stored\nLINE = 1\ndef check(x):\n    return x or stored",
    "part.b": "from .a import check as is_good\nfrom .. import state\ncount = 2\ndef add():\n    state.stored = is_good(1)",
    "part.late": "from .a import check\nfrom . import b, deep\nclass Late:\n    value = check(b.count)",
    "part.deep": "from .a import LINE",
    "state": "stored = 0",
}


def joined(modules=None, **options):
    program = program_of({**MODULES, **(modules or {})}, **options)
    program.public()
    groups.join_groups(program)
    return program


def test_what_an_app_is_made_of_becomes_one_module():
    assert text_of(joined(), "app") == same_source("""
        from .state import stored
        LINE = 1
        def check(x):
            return x or stored
        from . import state
        count = 2
        def add():
            state.stored = check(1)
        class App:
            def go(self):
                return check(count)""")


def test_others_find_it_there_and_form_groups_of_their_own():
    program = joined()
    assert text_of(program, "part.late") == same_source("""
        from ..app import LINE
        from ..app import check
        from .. import app as b
        class Late:
            value = check(b.count)""")
    assert text_of(program, "state") == "stored = 0"  # beside the rooms, where apps may set it


def test_a_module_that_was_joined_stays_as_a_file_that_shows_what_is_public():
    program = joined(keep=frozenset(["check"]))
    assert text_of(program, "part.a") == "from ..app import check"
    assert text_of(program, "part.b") == "from .. import app"
    assert text_of(program, "part.deep") == "from ..part import late"


def test_public_names_are_public_where_they_are_now():
    modules = {"": "LAZY = {'App': 'app', 'check': 'part.a'}"}
    program = joined(modules)
    assert ("picoweb.app", "check") in program.public().globals
    assert text_of(program, "part.a") == "from ..app import check"


def test_names_that_two_modules_have_become_different():
    program = joined({"part.b": "from . import a\nLINE = 3\ndef add():\n    return LINE + a.LINE\ncount = 2"})
    text = text_of(program, "app")
    assert "return B_LINE + LINE" in text and "B_LINE = 3" in text  # still a constant by its name


@pytest.mark.parametrize("source, text", [
    ("from ..other import stored\ncount = 2", "stored is something else"),
    ("from ..other import stored as LINE\ncount = LINE", "LINE is something else"),
    ("from .a import level\ncount = 2", "level changes while the program runs"),
])
def test_what_would_change_is_refused(source, text):
    level = MODULES["part.a"] + "\nlevel = 0\ndef more():\n    global level\n    level += 1"
    with pytest.raises(Refused, match=text):
        joined({"part.b": source, "part.a": level, "other": "stored = LINE = 1"})
