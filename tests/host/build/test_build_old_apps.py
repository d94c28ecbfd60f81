"""What old apps do, from the build: as from the sources."""
import pytest

from boards import laid_out, run_on_board
from picoweb.host.build.pipeline import build

CLASS = """
import picoweb

class Site(picoweb.WebApp):
    def parse_headers(self, reader):
        headers = {}
        while True:
            line = yield from reader.readline()
            if line == b"\\r\\n":
                break
            name, value = line.split(b":", 1)
            headers[name] = value.strip()
        headers[b"Seen"] = b"yes"
        return headers

    def handle_exc(self, req, resp, e):
        yield from picoweb.start_response(resp, status="500")
        yield from resp.awrite("sorry")

"""
APP = """
import picoweb
from picoweb.testing import TestClient

app = KIND(None)
app.log = picoweb.Log()
app.debug = 1

@app.route("favicon.ico")
def never(req, resp):
    yield from resp.awrite("never")

@app.route("/names")
def names(req, resp):
    picoweb.gc.collect()
    app.log.setLevel(60)
    app.log.warning("w")
    app.log.exception("e")
    yield from picoweb.start_response(resp, "text/plain", "601", "X-A: b\\nX-C: d\\n")
    yield from resp.awrite("%s %s %s" % (picoweb.SEND_BUFSZ, picoweb.micropython.const(1), len(picoweb.sys.argv) > -1))

@app.route("/twice")
def twice(req, resp):
    yield from picoweb.start_response(resp)
    yield from resp.awrite("a")
    yield from picoweb.start_response(resp, status="404")
    yield from resp.awrite("b")

@app.route("/json")
def json(req, resp):
    yield from picoweb.jsonify(resp, {"a": b"b", (1,): 2})
    yield from picoweb.start_response(resp)
    yield from resp.awrite("b")

@app.route("/counted")
def counted(req, resp):
    text = "\\u00fcml"
    yield from picoweb.start_response(resp, headers={"Content-Length:": str(len(text))})
    yield from resp.awrite(text)

@app.route("/fields")
def fields(req, resp):
    req.headers[b"X-B"] = b"c"
    del req.headers[b"X-B"]
    yield from picoweb.jsonify(resp, sorted([name.decode().lower() for name in req.headers]))

@app.route("/fails")
def fails(req, resp):
    yield from picoweb.start_response(resp)
    yield from resp.awrite("a")
    raise ValueError

client = TestClient(app)
for path in "/names", "/twice", "/json", "/counted", "/fields", "/fails", "/favicon.ico":
    answer = client.get(path)
    print(path, answer.status_code, answer.data, answer.headers.get("X-C"), b"Content-Length" in answer.raw)
"""
EXPECTED = """\
/names 200 b'128 1 True' d False
/twice 200 b'ab' None False
/json 200 b'{"a": "b", "[1]": 2}b' None False
/counted 200 b'\\xc3\\xbcml' None False
/fields 200 b'["connection", "host"SEEN]' None True
/fails 200 b'aSORRY' None False
/favicon.ico 404 b'404 Not Found\\n' None True
"""


@pytest.fixture(scope="module")
def for_any_app(tmp_path_factory):
    """The folder of the package as it is built without an app."""
    folder = tmp_path_factory.mktemp("any")
    build(None, folder)
    return folder


@pytest.mark.parametrize("way, kind", [
    ("sources", "Site"), ("with the app", "picoweb.WebApp"), ("with the app", "Site"), ("for any app", "Site")])
def test_an_old_app(way, kind, for_any_app, tmp_path):
    is_own = kind == "Site"
    out = laid_out(("old", (CLASS if is_own else "") + APP.replace("KIND", kind)), way, for_any_app, tmp_path)
    lines = [line for line in run_on_board(out, "old").splitlines(True) if line.startswith("/")]
    assert "".join(lines) == EXPECTED.replace("SEEN", ', "seen"' if is_own else "").replace("SORRY", "sorry" if is_own else "")
