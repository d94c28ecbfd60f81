"""Templates as answers: `render_template` and `render_str`."""

import picoweb
from harness import make_app, raises
from picoweb.testing import TestClient
from test_template import Given


def rendered(source, *args, **values):
    """The answer (from the TestClient) of an app that renders this template, and the app."""
    app = make_app()
    app.template_loader = Given(x_html=source)

    @app.route("/")
    def page(req, resp):
        yield from picoweb.start_response(resp)
        yield from app.render_template(resp, "x.html", *args, **values)

    return TestClient(app).get("/"), app


def test_values_by_name():
    source = "{% args title, n=2 %}{{ title }} {{ n }}"
    for args, values in (
        ((("a",),), {}), (((),), {"title": "a"}), (({"title": "a"},), {}), ((), {"title": "a", "n": 2}),
        (({"title": "a"},), {"n": 2}), ((["a", 2],), {}), ((("a",),), {"n": 2}),
    ):
        answer, app = rendered(source, *args, **values)
        assert answer.text == "a 2" == app.render_str("x.html", *args, **values)


def test_template_without_args_takes_any():
    assert rendered("x", {"a": 1}, b=2)[0].text == rendered("x", (1, 2))[0].text == "x"


def test_values_that_are_missing_or_unknown():
    for values in ({}, {"title": "a", "what": 1}):
        answer, app = rendered("{% args title %}{{ title }}", **values)
        assert answer.status_code == 500
        error = raises(TypeError, lambda: app.render_str("x.html", **values))
        assert str(error).startswith("template x.html: "), error


def test_error_before_anything_has_left_is_a_500():
    answer, app = rendered("<p>begun{{ nonsense }}")
    assert answer.status_code == 500
    assert "begun" not in answer.text
    assert isinstance(app.log.errors[0], NameError)


def test_long_pages_are_whole():
    source = "{% for n in range(500) %}{{ n }}\u20ac{% endfor %}{{ '\u20ac' * 3000 }}{{ '' }}."
    assert rendered(source)[0].text == "".join("%d\u20ac" % n for n in range(500)) + "\u20ac" * 3000 + "."
    assert rendered("")[0].text == ""


def test_pieces_are_joined_and_no_more_than_fits_is_held():
    app = make_app()
    app.template_loader = Given(x_html="{% args log %}{% for n in range(3000) %}{% set log.append(n) %}0123456789{% endfor %}")
    made = []
    sizes = []
    ends = []

    class Writer:
        def awrite(self, data):
            sizes.append(len(data))
            ends.append(len(made))
            return picoweb.DONE

    for _ in app.render_template(Writer(), "x.html", (made,)):
        pass
    assert sum(sizes) == 30000
    assert max(sizes) < 9000 and min(sizes[:-1]) > 300 and len(sizes) > 3
    assert ends[0] < 1000, "the first left when it was full"


def test_a_small_page_leaves_in_one_piece():
    answer, _ = rendered("{% for n in range(40) %}<p>{{ n }}{% endfor %}")
    assert answer.text.count("<p>") == 40
