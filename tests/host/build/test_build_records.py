import pytest

from picoweb.host.build import records
from picoweb.host.build.program import Refused
from programs import after, program_of, same_source, text_of

HEAD = 'from collections import namedtuple\nHead = namedtuple("Head", ("line_bytes", "may_stay"))\n'
LINE = ("class Line:\n    '''What a line says.'''\n    __slots__ = ('verb', 'url_path')\n"
        "    def __init__(self, verb, url_path=None):\n        self.verb = verb\n        self.url_path: str = url_path\n")


@pytest.mark.parametrize("source, expected", [
    (HEAD + "h = Head(b'', True)\nprint(h.may_stay)", "h = (b'', True)\nprint(h[1])"),
    (HEAD + "h = Head(line_bytes=b'', may_stay=Head(1, 2))", "h = (b'', (1, 2))"),
    ('import collections\nA = collections.namedtuple("A", "one, two")\na = A(1, 2).two',
     "import collections\na = (1, 2)[1]"),
    (LINE + "x = Line('GET', '/')\nx.verb += x.url_path", "x = ['GET', '/']\nx[0] += x[1]"),
    (LINE + "x = Line('GET')\nx.verb = None", "x = ['GET', None]\nx[0] = None"),
    (LINE + "x = Line('GET')\nprint(x.verb)", "x = ('GET', None)\nprint(x[0])"),
    (LINE + "def f(Line):\n    return Line", "def f(Line):\n    return Line"),
    ("class A:\n    __slots__ = ('x1',)\n    def __init__(self, x1):\n        self.x1 = x1 or 0\na = A(1).x1",
     "class A:\n\n    def __init__(self, x1):\n        self.x1 = x1 or 0\na = A(1).x1"),
])
def test_records_become_tuples_and_lists(source, expected):
    assert after(records.apply, source) == same_source(expected)


def test_records_are_lowered_where_they_are_imported():
    program = program_of({"http.heads": HEAD, "a": "from .http.heads import Head, other\nx = Head(1, 2).may_stay",
                          "b": "from .http import heads\nx = heads.Head(1, 2)"})
    assert records.apply(program) == {("picoweb.http.heads", "Head"): ("line_bytes", "may_stay")}
    assert text_of(program, "a") == same_source("from .http.heads import other\nx = (1, 2)[1]")
    assert text_of(program, "b") == same_source("from .http import heads\nx = (1, 2)")


@pytest.mark.parametrize("app", [{}, {"app": "import picoweb\nx = picoweb.Head(1, 2).may_stay"}, {"app": ""}])
def test_a_public_record_stays(app):
    program = program_of({"": "LAZY = {'Head': 'http.heads'}", "http.heads": HEAD + "x = Head(1, 2).may_stay"}, app=app)
    assert records.apply(program) == {}
    assert text_of(program, "http.heads") == same_source(HEAD + "x = Head(1, 2).may_stay")


def test_a_record_that_an_app_names_stays_and_so_do_those_that_share_a_field_with_it():
    other = 'Other = namedtuple("Other", ("other_bytes", "may_stay"))\nThird = namedtuple("Third", ("other_bytes",))\n'
    lowered = LINE + "x = Line('GET', '/').verb, Third(1).other_bytes"
    program = program_of({"http.heads": HEAD + other + lowered}, app={"app": "from picoweb.http.heads import Head\nHead(1, 2)"})
    assert records.apply(program) == {("picoweb.http.heads", "Line"): ("verb", "url_path")}
    assert text_of(program, "http.heads") == same_source(HEAD + other + "x = ('GET', '/')[0], Third(1).other_bytes")


@pytest.mark.parametrize("app", [
    "wlan.may_stay(True)\nx.verb = 1\ndel x.verb",
    "class A:\n    def may_stay(self):\n        self.verb = False",
    "import verb\nverb.verb",
    "hasattr(x, 'verb'), x._replace(verb=1), x._fields",
    HEAD + LINE + "h = Head(b'', 1)\nLine(*h).verb = 2\nisinstance(h, Head)",
    "from collections import namedtuple\nA = namedtuple('A', 'index count')\nB = namedtuple('B', names)",
    "class A:\n    __slots__ = ('a1',)\n\nclass B(A):\n    __slots__ = ('b1',)\nprint(A.__slots__)",
    "C = namedtuple('C', 'one verb may_stay')",
])
def test_what_an_app_has_itself_stays_and_the_fields_of_records_are_lowered_in_the_package_only(app):
    program = program_of({"http.heads": HEAD + LINE + "x = Head(1, 2).may_stay, Line(3).verb"}, app={"app": app})
    records.apply(program)
    assert text_of(program, "http.heads") == same_source("x = (1, 2)[1], (3, None)[0]")
    assert text_of(program, "app") == same_source(app)


@pytest.mark.parametrize("source, place", [
    (HEAD + "class A:\n    may_stay = 1", "m.py:3: A has an attribute may_stay"),
    (HEAD + "class A:\n    def f(self):\n        self.may_stay = 1", "m.py:3: A has an attribute may_stay"),
    ('A = namedtuple("A", ("index",))', "m.py:1: index is an attribute of Python's own types"),
    ('A = namedtuple("A", ("get_template",))', "m.py:1: get_template is an attribute of what apps bring"),
    (HEAD + 'B = namedtuple("B", ("may_stay",))', "m.py:3: may_stay is field 0 of B, and another one"),
    (HEAD + "h._replace(may_stay=1)", "m.py:3: _replace is not there"),
    (HEAD + "getattr(h, 'may_stay')", "m.py:3: may_stay is a field of a record"),
    (HEAD + "isinstance(h, Head)", "m.py:3: Head is used for more than to make one"),
    (HEAD + "Head(1)", "m.py:3: Head takes line_bytes, may_stay: give each"),
    (HEAD + "Head(*h)", "m.py:3: Head takes line_bytes, may_stay: give each"),
    (HEAD + "Head(may_stay=1, line_bytes=2)", "m.py:3: give the fields of Head in their order"),
    (HEAD + "h.may_stay = 1", "m.py:3: may_stay is a field of a namedtuple, which does not change"),
    (LINE + "del x.verb", "m.py:7: a record cannot lose its verb"),
    (HEAD + "import foreign\nforeign.may_stay", "m.py:4: may_stay is a name in a module here"),
    ("A = namedtuple('A', names)", "m.py:1: the fields of a namedtuple are not seen"),
])
def test_what_a_tuple_cannot_do_is_refused_with_its_place(source, place):
    with pytest.raises(Refused) as refused:
        after(records.apply, source)
    assert place in str(refused.value)


def test_records_with_names_to_keep_stay():
    source = HEAD + "h = Head(1, 2).may_stay"
    assert after(records.apply, source, keep=frozenset({"may_stay"})) == same_source(source)
