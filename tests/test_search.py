"""Routes of a large map: the same are found as in a small one, and sooner."""

import re

from harness import make_app
from picoweb.testing import TestClient


def large(count=40):
    app = make_app()
    for n in range(count):
        app.route("/page%d" % n)(lambda req, resp, n=n: "page %d" % n)
    return app


def test_paths_and_patterns():
    app = large()
    app.get("/plant/<name>")(lambda req, resp, name: name)
    app.route(re.compile("^/old/(.+)$"))(lambda req, resp: req.url_match.group(1))
    app.post("/page3")(lambda req, resp: "never, as the first takes all methods")
    app.get("/two")(lambda req, resp: "got")
    app.post("/two")(lambda req, resp: "posted")
    app.mount("/sub", large(20))
    client = TestClient(app)
    for _ in range(2):
        assert [client.get("/page%d" % n).text for n in (0, 3, 39)] == ["page 0", "page 3", "page 39"]
        assert client.post("/page3").text == "page 3"
        assert client.get("/plant/mint").text == "mint" and client.get("/old/thing").text == "thing"
        assert client.get("/two").text == "got" and client.post("/two").text == "posted"
        assert client.put("/two").status_code == 405 and client.get("/nix").status_code == 404
        assert client.get("/sub/page19").text == "page 19" and client.get("/sub/page20").status_code == 404
    assert client.get("/static/hello.txt").status_code in (200, 404)


def test_the_order_of_the_map_counts():
    app = large()
    urls = app.url_map
    urls.insert(5, (re.compile("^/page[67]$"), lambda req, resp: "pattern"))
    client = TestClient(app)
    assert client.get("/page6").text == "pattern" and client.get("/page3").text == "page 3"
    urls.append((re.compile("^/page"), lambda req, resp: "last"))
    assert client.get("/page8").text == "page 8" and client.get("/page99").text == "last"


def test_a_map_that_changes():
    app = large()
    urls = app.url_map
    client = TestClient(app)
    assert client.get("/page7").text == "page 7"
    place = [route[0] for route in urls].index("/page7")
    urls[place] = "/new", lambda req, resp: "new"
    assert client.get("/new").text == "new" and client.get("/page7").status_code == 404
    urls[place] = re.compile("^/newer$"), lambda req, resp: "newer"
    assert client.get("/newer").text == "newer" and client.get("/new").status_code == 404
    del urls[place]
    assert client.get("/page8").text == "page 8" and client.get("/newer").status_code == 404
    app.url_map = [("/only", lambda req, resp: "only")]
    assert client.get("/only").text == "only" and client.get("/page8").status_code == 404


def test_what_is_asked_for_is_tried_first():
    tried = []

    class Route:
        """As a tuple, that notes when it is looked at."""

        def __init__(self, *parts):
            self.parts = parts

        def __getitem__(self, n):
            tried.append(self)
            return self.parts[n]

        def __len__(self):
            return len(self.parts)

    app = make_app(routes=[Route("/page%d" % n, lambda req, resp: "x") for n in range(100)])
    client = TestClient(app)
    client.get("/page1?x")
    del tried[:]
    assert client.get("/page99?x").text == "x" and len(set(tried)) == 1
