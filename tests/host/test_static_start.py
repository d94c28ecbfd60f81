"""What static files need is loaded when an app starts, and not at all where there are none: no client makes it load code."""

import os
import subprocess
import sys

import pytest
from test_utemplate import ROOT, interpreter  # noqa: F401  a fixture

PROGRAM = """
import sys
sys.path[:0] = sys.argv[1:3]
import picoweb
from picoweb.testing import TestClient

def load():
    return {name for name in sys.modules if name.startswith("picoweb.")}

app = picoweb.WebApp(None)
app.route("/")(lambda req, resp: "x")
app.run_loop = app._serve_alone = lambda host, port: None
app.run(debug=-1)
client = TestClient(app)
assert client.get("/?x=1").status_code == 200 and client.get("/nix%20").status_code == 404
assert client.post("/nix", data="x").status_code == 404
before = load()
ask = [("/static/a.css", {}), ("/static/a.css", {"If-None-Match": '"x"'}), ("/static/a.css", {"Range": "bytes=1-2"}),
       ("/static/a.css", {"If-Modified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"}), ("/static/b.css", {"Accept-Encoding": "gzip"}),
       ("/static/nix", {}), ("/static/docs", {}), ("/static/docs/", {}), ("/static/../main.py", {}), ("/static/", {})]
statuses = [client.get(path, headers=headers).status_code for path, headers in ask]
statuses.append(client.post("/static/a.css").status_code)
statuses.append(client.head("/static/a.css").status_code)
"""


@pytest.fixture
def run(interpreter, tmp_path):  # noqa: F811
    """Run a program behind PROGRAM, in a folder of its own."""

    def run(program):
        (tmp_path / "main.py").write_text(PROGRAM + program)
        done = subprocess.run([interpreter, "main.py", ROOT, ROOT / "tests"], cwd=tmp_path, capture_output=True, text=True,
                              env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr

    run.folder = tmp_path
    return run


def test_with_a_static_folder(run):
    static = run.folder / "static"
    (static / "docs").mkdir(parents=True)
    (static / "docs" / "index.html").write_text("docs")
    for name in ("a.css", "b.css", "b.css.gz"):
        (static / name).write_text("body {}")
    run("""
assert statuses == [200, 200, 206, 200, 200, 404, 308, 200, 403, 404, 405, 200], statuses
assert "picoweb.files.sendfile" in before
assert load() - before <= {"picoweb.files.links"}, load() - before  # of a computer
""")


def test_without_one(run):
    run("""
assert set(statuses) == {404}, statuses
assert not [name for name in load() if name.startswith("picoweb.files") or name == "picoweb.package_folder"], load()
""")


def test_one_that_is_made_later(run):
    run("""
import os
os.mkdir("static")
with open("static/a.css", "w") as f:
    f.write("body {}")
assert client.get("/static/a.css").text == "body {}" and client.post("/static/a.css").status_code == 405
""")
