"""The templates of a folder, and their language."""

import io
import sys

from picoweb.templates.loader import Loader
from picoweb.templates.compiler import compile_template

FOLDER = __file__.replace("\\", "/").rpartition("/")[0]


class Given(Loader):
    """Templates given as keyword arguments: the last underscore of a name is its dot."""

    def __init__(self, **sources):
        super().__init__("", "templates")
        self._sources = {".".join(name.rsplit("_", 1)): sources[name] for name in sources}

    def exists(self, name):
        return name in self._sources

    def _compile(self, name):
        return compile_template(self, name, self)

    def find_compiled(self, name):
        return None

    def open(self, name):
        source = self._sources[name]
        return io.BytesIO(source.encode() if isinstance(source, str) else source)

    def render(self, name, *args):
        return "".join(self.load(name)(*args))


def tpl(source, *args):
    return Given(x_tpl=source).render("x.tpl", *args)


def html(source, *args):
    return Given(x_html=source).render("x.html", *args)


def from_folder(name, *args):
    return "".join(Loader(FOLDER, "templates").load(name)(*args))


def error(f, *args):
    """What is wrong with a template, as the SyntaxError says it."""
    try:
        f(*args)
    except SyntaxError as e:
        return str(e.args[0])
    return "nothing"


# The language


def test_text():
    assert tpl("") == ""
    assert tpl("one\n") == "one\n"
    assert tpl("one\n\ntwo") == "one\n\ntwo"


def test_braces_that_are_text():
    for text in ("{", "{\n", "a{b}c", "{ {x} }", "}} %} {", "{#x#}", "@media{#nav{a:b}}"):
        assert tpl(text) == text, text


def test_ends_of_tags_that_are_text():
    assert tpl("a }} b {{1}}") == "a }} b 1"
    assert tpl("100%} {% if 1 %}x{% endif %}") == "100%} x"


def test_quotes():
    for text in ('"', '"""', "'''", 'a "b" \'c\' """', '""""\n"'):
        assert tpl(text) == html(text) == text, text


def test_long_text():
    text = "".join("line %d of a long text\n" % i for i in range(200))
    assert tpl(text) == html(text) == text


def test_expression():
    assert tpl("{% args x %}{{x}}, {{ x + 1 }}, {{ [x, None] }}\n", 1) == "1, 2, [1, None]\n"


def test_newline_after_statement_is_dropped():
    assert tpl("{% set x = 1 %}\n{{x}}\n{% set x = 2 %} \n{{x}}") == "1\n \n2"
    assert tpl("  {% if 1 %}\n a\n  {% endif %}\nb") == "   a\n  b"
    assert tpl("{% if 1 %}\n\na{% endif %}") == "\na"


def test_line_ends_of_dos():
    assert tpl("{% if 1 %}\r\na\r\n{% endif %}\r\nb\r\n") == "a\nb\n"


def test_if():
    source = "{% args x %}{% if x == 1 %}one{% elif x == 2 %}two{% else %}many{% endif %}."
    assert [tpl(source, x) for x in (1, 2, 3)] == ["one.", "two.", "many."]


def test_for_and_while():
    assert tpl("{% for i in range(3) %}{{i}}{% endfor %}") == "012"
    assert tpl("{% set i = 3 %}{% while i %}{{i}}{% set i -= 1 %}{% endwhile %}") == "321"
    assert tpl("{% for i in () %}{{i}}{% else %}none{% endfor %}") == "none"
    assert tpl("{% for i in range(9) %}{% if i == 2 %}{% break %}{% endif %}{{i}}{% endfor %}") == "01"


def test_other_blocks():
    source = "{% args d %}{% try %}{{ d['a'] }}{% except KeyError %}no{% finally %}.{% endtry %}"
    assert tpl(source, {"a": 1}) == "1."
    assert tpl(source, {}) == "no."
    assert tpl("{% def b(x) %}<b>{{x}}</b>{% enddef %}{% for s in b(1) %}{{s}}{% endfor %}") == "<b>1</b>"


def test_empty_blocks():
    assert tpl("a{% if 1 %}{% else %}{% endif %}{% for i in (1, 2) %}\n{% endfor %}b") == "ab"
    assert tpl("{% if 0 %}{% if 1 %}{% endif %}{% endif %}") == ""


def test_statements_alone():
    assert tpl("{% args a %}\n{% set b = a %}\n", 1) == ""


def test_args():
    assert tpl("{% args a, b=2, *c %}{{a}}{{b}}{{c}}", 1) == "12()"
    assert tpl("{% args %}x") == "x"
    assert tpl("x", 1, 2) == "x"
    assert tpl("x{% args a %}{{a}}", 1) == "x1"


def test_tag_over_lines():
    assert tpl("{{ [1,\n2][1] }}{% if 1 and\n   1 %}\nx{% endif %}") == "2x"


def test_escapes_in_tpl_are_pythons():
    assert tpl("a\\nb \\x41 \\\\ \\'") == "a\nb A \\ '"
    assert tpl("a \\\nb") == "a b"
    assert tpl('say \\"hi\\"\n') == 'say \\"hi\\"\n'


def test_what_is_no_escape_is_text():
    assert tpl("C:\\{{1}}") == "C:\\1"
    assert tpl("\\xg\n") == "\\xg\n"


def test_unicode():
    assert tpl("{% args x %}\u20ac{{x}}\U0001f600", "\u00e9") == "\u20ac\u00e9\U0001f600"


# Markup


def test_markup_is_escaped():
    for name in ("x.html", "x.HTM", "x.xml", "x.svg"):
        loader = Given(**{name.replace(".", "_"): "{% args x %}<p>{{x}}"})
        assert loader.render(name, "<&>") == "<p>&lt;&amp;&gt;", name
    assert tpl("{% args x %}<p>{{x}}", "<&>") == "<p><&>"


def test_safe():
    assert html("{% args x %}{{ safe(x) }}{{ x }}", "<b>") == "<b>&lt;b&gt;"


def test_text_of_markup_is_as_it_stands():
    assert html("<script>/\\d\\n\\x41/ \\\n</script>") == "<script>/\\d\\n\\x41/ \\\n</script>"


def test_comments():
    assert html("a{# b #}c\n{# d #}\ne") == "ac\ne"
    assert html("a\n{# b\n {{ c }} {% d %}\n#}\ne{##}") == "a\ne"


# Includes


def test_include():
    loader = Given(x_tpl='{% args a %}<{% include "y.tpl" a, 2 %}>', y_tpl="{% args b, c %}{{b}}{{c}}")
    assert loader.render("x.tpl", 1) == "<12>"


def test_included_template_sees_names():
    loader = Given(x_tpl='{% args n %}{% for i in (1, 2) %}{% include "y.tpl" %}{% endfor %}', y_tpl="{{n}}{{i}};")
    assert loader.render("x.tpl", 0) == "01;02;"


def test_include_by_name_in_a_variable():
    loader = Given(x_tpl="{% args n %}{% include {{n}} 1 %}{% include {{ n }} %}", y_tpl="{% args a=0 %}[{{a}}]")
    assert loader.render("x.tpl", "y.tpl") == "[1][0]"


def test_nested_includes():
    loader = Given(x_tpl='1{% include "y.tpl" %}1', y_tpl='2{% include "z.tpl" %}2', z_tpl="3")
    assert loader.render("x.tpl") == "12321"


def test_template_that_includes_itself():
    source = '{% args tree %}({% for t in tree %}{% include "x.tpl" t %}{% endfor %})'
    assert tpl(source, [[], [[]]]) == "(()(()))"


def test_each_template_escapes_after_its_name():
    loader = Given(x_tpl='{% args x %}{{x}}{% include "y.html" %}', y_html="{{x}}{{safe(x)}}")
    assert loader.render("x.tpl", "<") == "<&lt;<"


# Templates that extend others


BASE = "<{% block head %}title{% endblock %}>{% block body %}base{% endblock body %}.\n"


def heirs(child, base=BASE, *args, **more):
    return Given(base_html=base, x_html='{% extends "base.html" %}' + child, **more).render("x.html", *args)


def test_blocks_of_a_template_that_nothing_extends():
    assert html(BASE) == "<title>base.\n"
    assert tpl("{% if 1 %}{% block a %}{% endblock %}{% endif %}") == ""


def test_extends():
    assert heirs("{% block body %}child{% endblock %}") == "<title>child.\n"
    assert heirs("\n\n{% block head %}{% endblock %}") == "<>base.\n"
    assert heirs("") == "<title>base.\n"
    assert tpl("{% block a %}1{% endblock %}{% block b %}2{% endblock %}") == "12"


def test_extends_in_every_kind_of_template():
    loader = Given(b_html="{% block a %}{% endblock %}{{1}}", x_tpl='{% extends "b.html" %}{% block a %}{{"<"}}{% endblock %}',
                   y_html='{% extends "x.tpl" %}{% block a %}{{"<"}}{{ super() }}{% endblock %}')
    assert loader.render("x.tpl") == "<1"
    assert loader.render("y.html") == "&lt;<1"


def test_what_is_outside_of_blocks_is_not_output():
    child = "{% args x %}lost {{ x }}{% set y = x + 1 %}{% include 'z.html' %}{% block body %}{{ y }}{% endblock %}lost"
    assert heirs(child, BASE, 1, z_html="lost") == "<title>2.\n"
    loader = Given(b_tpl="{% block a %}{% endblock %}", x_tpl='\n lost {% extends "b.tpl" %}{% block a %}1{% endblock %}')
    assert loader.render("x.tpl") == "1"


def test_functions_outside_of_blocks_have_output():
    child = "{% def b(x) %}<b>{{ x }}</b>{% enddef %}{% block body %}{% for s in b(1) %}{{ safe(s) }}{% endfor %}{% endblock %}"
    assert heirs(child) == "<title><b>1</b>.\n"


def test_args_are_those_of_the_first_that_has_them():
    base = "{% args x=5 %}{{ x }}{% block a %}{% endblock %}"
    assert heirs("", base) == "5"
    assert heirs("{% args x, y %}{% block a %}{{ y }}{% endblock %}", base, 1, 2) == "12"


def test_blocks_see_names_around_them():
    base = "{% for i in range(3) %}[{% block item %}{% endblock %}]{% endfor %}"
    assert heirs("{% block item %}{% if i %}{{ i }}{% endif %}{% endblock %}", base) == "[][1][2]"


def test_several_levels():
    loader = Given(
        a_tpl="{% block one %}a1{% endblock %},{% block two %}a2{% endblock %},{% block three %}a3{% endblock %}",
        b_tpl='{% extends "a.tpl" %}{% block two %}b2{% endblock %}{% block three %}b3{% endblock %}',
        c_tpl='{% extends "b.tpl" %}{% block three %}c3{% endblock %}')
    assert [loader.render(name + ".tpl") for name in "abc"] == ["a1,a2,a3", "a1,b2,b3", "a1,b2,c3"]


def test_super():
    loader = Given(
        a_tpl="{% block x %}a{% endblock %}",
        b_tpl='{% extends "a.tpl" %}{% block x %}b{{ super() }}b{% endblock %}',
        c_tpl='{% extends "b.tpl" %}',
        d_tpl='{% extends "c.tpl" %}{% block x %}d{{super()}}{{ super() }}d{% endblock %}')
    assert loader.render("d.tpl") == "dbabbabd"


def test_blocks_in_blocks():
    base = "{% block a %}({% block b %}b{% endblock b %}){% endblock a %}"
    assert heirs("{% block b %}x{% endblock %}", base) == "(x)"
    assert heirs("{% block a %}-{% endblock %}", base) == "-"
    assert heirs("{% block a %}[{{ super() }}]{% endblock %}{% block b %}x{% endblock %}", base) == "[(x)]"
    assert heirs("{% block a %}{% block c %}c{% endblock %}{% block b %}x{% endblock %}{% endblock %}", base) == "cx"


def test_includes_in_blocks_and_parents_in_folders():
    loader = Given(**{"sub/base_html": "<{% block a %}{% endblock %}>", "part_html": "{{ n }}",
                      "x_html": '{% extends "sub/base.html" %}{% args n %}{% block a %}{% include "part.html" %}{% endblock %}',
                      "y_html": '{% include "x.html" 7 %};{% include "x.html" 8 %}'})
    assert loader.render("x.html", "&") == "<&amp;>"
    assert loader.render("y.html") == "<7>;<8>"


def test_errors_of_blocks():
    place = "templates/x.html, line 2: "
    for source, what in (
        ('{% if 1 %}{% endif %}\n{% extends "b.html" %}', "'extends' is not the first tag"),
        ("\n{% extends name %}", "'extends' takes a name in quotes"),
        ("\n{% extends %}", "'extends' takes a name in quotes"),
        ('\n{% extends "none.html" %}', "no template 'none.html'"),
        ('\n{% extends "x.html" %}', "'x.html' extends itself"),
        ('\n{% extends "y.html" %}', None),
        ("\n{% block %}", "'block' takes a name"),
        ("\n{% block a %}", "'block' is not ended"),
        ("{% block a %}{% endblock %}\n{% endblock %}", "'endblock' without 'block'"),
        ("{% block a %}\n{% endblock b %}", "'endblock b' in block 'a'"),
        ("{% block a %}{% endblock %}\n{% block a %}{% endblock %}", "a second block 'a'"),
        ('{% extends "b.html" %}{% block a %}{% endblock %}\n{% block a %}{% endblock %}', "a second block 'a'"),
        ('{% extends "b.html" %}{% block a %}\n{% if 1 %}{% endblock %}', "'if' is not ended"),
        ('{% extends "b.html" %}{% block a %}\n{% endif %}{% endblock %}', "'endif' without 'if'"),
        ('{% extends "b.html" %}{% block a %}\n{{ 1 + }}{% endblock %}', ""),
        ('{% extends "b.html" %}{% block c %}{% endblock %}{% block a %}\n{{ super() }}{% block c %}', "a second block 'c'"),
        ('{% extends "b.html" %}{% block a %}{% block d %}\n{{ super() }}{% endblock %}{% endblock %}',
         "no block 'd' to go back to"),
        ('{% extends "b.html" %}\n{% if 1 %}', "'if' is not ended"),
    ):
        loader = Given(x_html=source, b_html="{% block a %}{% endblock %}", y_html='\n\n{% extends "x.html" %}')
        message = error(loader.load, "x.html")
        if what is None:
            assert message == "templates/y.html, line 3: 'x.html' extends itself", message
        else:
            assert message.startswith(place + what), (source, message)


def test_blocks_in_themselves():
    message = error(heirs, "{% block a %}{% block b %}{{ super() }}{% endblock %}{% endblock %}",
                    "{% block b %}{% block a %}{% endblock %}{% endblock %}")
    assert message == "templates/x.html, line 1: block 'b' is in itself", message


def test_error_in_a_template_that_is_extended():
    loader = Given(x_html='{% extends "b.html" %}', b_html="\n{% block a %}{{ 1 + }}{% endblock %}")
    assert error(loader.load, "x.html").startswith("templates/b.html, line 2: ")


# Errors


def test_errors_name_file_and_line():
    place = "templates/x.tpl, line 2: "
    for source in (
        "\n{% if x", "\n{{ x", "\n{% else %}", "\n{% endif %}", "\n{% for x in y %}{% endif %}", "\n{% if 1 %}",
        "\n{{ 1 + }}", "\n{% if 1 + %}{% endif %}", "\n{% set 1 = %}", "\n{% args a b %}", "\n{% nonsense %}",
        "\n{% %}", '\n{% include "none.tpl" %}', "{% if 1 %}\n{% elif 1 + %}{% endif %}", b"\n\xff",
    ):
        message = error(tpl, source)
        assert message.startswith(place), (source, message)


def test_error_in_an_included_template():
    loader = Given(x_tpl='\n\n{% include "y.tpl" %}', y_tpl="\n{{ 1 + }}")
    assert error(loader.load, "x.tpl").startswith("templates/y.tpl, line 2: ")


def test_errors_say_what_is_wrong():
    assert error(tpl, "\n{% if 1 %}\n\n") == "templates/x.tpl, line 2: 'if' is not ended"
    assert error(tpl, "{% endfor %}") == "templates/x.tpl, line 1: 'endfor' without 'for'"
    assert error(tpl, '{% include "n.tpl" %}') == "templates/x.tpl, line 1: no template 'n.tpl'"


def test_no_template():
    try:
        from_folder("none.tpl")
    except OSError as e:
        assert e.args[0] == 2
        assert "templates/none.tpl" in str(e)
    else:
        raise AssertionError("no OSError")


# The folder


def test_no_name_leads_out_of_the_folder():
    loader = Loader(FOLDER, "templates")
    names = ("../static/hello.txt", "sub/../page.html", "..", "/etc/hostname", "/../page.html", "..\\x", "sub\\part.tpl", "x\0.tpl", "", "sub")
    including = Given(x_tpl="{% args n %}{% include {{n}} %}")
    for name in names:
        for load in (loader.load, lambda name: including.render("x.tpl", name)):
            try:
                load(name)
            except (OSError, KeyError):
                continue
            raise AssertionError(name)


def test_templates_of_a_folder():
    assert from_folder("squares.tpl") == "# Squares below 3\n| 0 |  0 |\n| 1 |  1 |\n| 2 |  4 |\n"
    assert from_folder("sub/part.tpl", 1) == from_folder("/sub/part.tpl", 1) == "[sub 1]"  # older apps begin with a slash


def test_page():
    assert from_folder("page.html", "a & b", ["<i>"]) == (
        "<title>a &amp; b</title>"
        '<p title="&lt;i&gt;"><i></p>\n'
        '<script>/\\d+\\n/; """</script>\n'
    )


def test_root_may_end_with_a_slash():
    assert Loader("app/", "templates").path("x") == Loader("app", "templates").path("x") == "app/templates/x"
    assert Loader("", "templates").path("x") == "templates/x"


def test_loads_once():
    loader = Loader(FOLDER, "templates")
    assert loader.load("squares.tpl") is loader.load("squares.tpl")


def test_module_made_beforehand_comes_first():
    path = list(sys.path)
    assert from_folder("made.tpl", 7) == "made for [7 0]\n"
    assert sys.path == path
    assert "made_tpl" not in sys.modules


def test_includes_what_has_no_source():
    assert from_folder("mixed.tpl") == "xonly 4"


def test_a_module_made_beforehand_imports_nothing():
    assert from_folder("given.html", "<", 7) == "<p>&lt;</p>7</p><br>"


def test_a_module_that_an_earlier_version_made_still_loads():
    assert from_folder("earlier.html", "<") == "<p>&lt;<b>7"
