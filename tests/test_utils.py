"""Percent-encoding, queries, forms, markup."""

from harness import heap_kept_by
from picoweb import parse_qs, utils
from picoweb.templates.markup import Safe, escape
from picoweb.utils import html_escape, parse_form, quote, unquote, unquote_plus


def raises_value_error(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except ValueError:
        return True
    return False


def fields(n):
    return "&".join("k%d=%d" % (i, i) for i in range(n))


def test_unquote_decodes_utf8():
    assert unquote("/caf%C3%A9/%e2%82%ac") == "/caf\u00e9/\u20ac"
    assert unquote(b"/caf%C3%A9") == "/caf\u00e9"
    assert unquote("/caf\u00e9") == "/caf\u00e9"
    assert unquote("") == unquote(b"") == ""


def test_unquote_leaves_plus():
    assert unquote("a+b%20c") == "a+b c"


def test_unquote_plus_makes_spaces():
    assert unquote_plus("a+b%20c%2B") == "a b c+"
    assert unquote_plus(b"a+b") == "a b"


def test_malformed_escapes_stay():
    for text in ("%", "%4", "a%", "%zz", "%0x1", "% 1", "%+1", "%1_", "%g0", "%%", "%-1"):
        assert unquote(text) == text, text
    assert unquote("%%41%4%42%") == "%A%4B%"


def test_decodes_once():
    assert unquote("%2541") == "%41"


def test_what_is_not_utf8_is_replaced():
    assert unquote("%ffA") == "\ufffdA"
    assert unquote(b"\xffA\xc3\xa9") == "\ufffdA\u00e9"
    assert unquote("%e2%82x%80") == "\ufffdx\ufffd"
    assert unquote("%f0%9f%98") == "\ufffd"
    assert unquote("%f0%9f%98%80%c1%f5") == "\U0001f600\ufffd\ufffd"
    assert unquote("%c3%c3%a9") == "\ufffd\u00e9"
    for bad in ("%e0%9f", "%ed%a0", "%f0%8f", "%f4%90"):  # no character begins so: each byte by itself
        assert unquote(bad) == "\ufffd\ufffd", bad
    assert unquote("%e0%a0%ed%9f%f0%90%f4%8f") == "\ufffd" * 4
    assert unquote("%ff%ed%a0%80%f4%8f%bf%bf") == "\ufffd" * 4 + "\U0010ffff"


def test_much_that_is_malformed():
    assert unquote("%ff" * 1000) == "\ufffd" * 1000
    assert unquote("%" * 1000) == "%" * 1000


def test_quote():
    assert quote("/a b/\u00e9?~-_.&%") == "/a%20b/%C3%A9%3F~-_.%26%25"
    assert quote("a/b", "") == "a%2Fb"
    assert quote(b"\xff\x00") == "%FF%00"
    assert quote("azAZ09@[`{:;,+") == "azAZ09%40%5B%60%7B%3A%3B%2C%2B"
    assert unquote(quote("\u20ac 100% + <x>")) == "\u20ac 100% + <x>"


def test_quote_leaves_nothing_behind():
    quote("a")
    assert heap_kept_by(quote, "".join(["%c" % byte for byte in range(33, 127)])) < 300


def test_parse_qs_lists_every_value():
    assert parse_qs("a=1&b=2&a=3") == {"a": ["1", "3"], "b": ["2"]}
    assert parse_qs(b"a=%C3%A9+x") == {"a": ["\u00e9 x"]}
    assert parse_qs("") == {}


def test_parse_qs_of_older_apps():
    assert utils.parse_qs("a=1&flag&b=&a=%C3%A9+x") == {"a": ["1", "\u00e9 x"], "flag": True, "b": ""}


def test_parse_qs_blank_values():
    assert parse_qs("a=&b&=&c=1") == {"c": ["1"]}
    assert parse_qs("a=&b&c=1", keep_blank_values=True) == {"a": [""], "b": [""], "c": ["1"]}


def test_parse_qs_strict():
    assert parse_qs("a=1", strict_parsing=True) == {"a": ["1"]}
    assert raises_value_error(parse_qs, "a=1&b", strict_parsing=True)


def test_parse_qs_bounds_its_fields():
    assert len(parse_qs(fields(3), max_num_fields=3)) == 3
    assert raises_value_error(parse_qs, fields(4), max_num_fields=3)
    assert len(parse_qs(fields(300))) == 300


def test_parse_qs_separator():
    assert parse_qs("a=1;b=2") == {"a": ["1;b=2"]}
    assert parse_qs("a=1;b=2&c", separator=";") == {"a": ["1"], "b": ["2&c"]}


def test_form_values():
    form = parse_form("once=1&more=1&more=2&flag&empty=&more=3&eq=a=b")
    assert form == {"once": "1", "more": ["1", "2", "3"], "flag": True, "empty": "", "eq": "a=b"}


def test_form_flag_that_comes_again():
    assert parse_form("a&a=1&a") == {"a": [True, "1", True]}


def test_form_decodes_keys_and_values():
    assert parse_form(b"n%20+m=%C3%A9%26&%=%ff") == {"n  m": "\u00e9&", "%": "\ufffd"}


def test_form_skips_what_is_empty():
    assert parse_form("&&a=1&&") == {"a": "1"}
    assert parse_form("") == {}
    assert parse_form("=x") == {"": "x"}


def test_semicolon_does_not_separate():
    assert parse_form("a=1;b=2") == {"a": "1;b=2"}


def test_form_bounds_its_fields():
    assert len(parse_form(fields(100))) == 100
    assert raises_value_error(parse_form, fields(101))
    assert raises_value_error(parse_form, "k=&" * 10000)
    assert len(parse_form(fields(150), 150)) == 150


def test_html_escape():
    assert html_escape("<a href='x'>\"&amp;\"</a>") == "&lt;a href=&#39;x&#39;&gt;&quot;&amp;amp;&quot;&lt;/a&gt;"
    assert html_escape("plain \u00e9") == "plain \u00e9"


def test_escape_takes_any_value():
    assert escape(3) == "3"
    assert escape(None) == "None"
    assert escape(["<"]) == "[&#39;&lt;&#39;]"


def test_safe_is_not_escaped():
    assert escape(Safe("<b>")) == "<b>"
    assert escape(Safe(1)) == "1"
    assert str(Safe("<b>")) == "<b>"
