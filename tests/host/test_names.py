"""Names on a computer: what they need is loaded when they are asked for, without `__getattr__`, which would make each attribute slower."""

import subprocess
import sys

import pytest

import picoweb
from picoweb.http.heads import NO_HEAD
from picoweb.messages.request import HTTPRequest
from picoweb.serving.stream import Stream

APP = """
import sys
import picoweb

class App(picoweb.WebApp):
    def mount(self, url, app):
        self.asked = url
        super().mount(url, app)

app = App(None)
assert "picoweb.routing.hooks" not in sys.modules and "picoweb.live.events" not in sys.modules
app.mount("/sub", picoweb.WebApp(None))
assert app.asked == "/sub" and len(app.mounts) == 1
assert app.template_loader is None
app.template_loader = 1
assert app.template_loader == 1 and app.__dict__["template_loader"] == 1
app.before_request(lambda req, resp: None)
assert "picoweb.routing.hooks" in sys.modules
assert "picoweb.live.events" not in sys.modules
assert picoweb.EventSource is sys.modules["picoweb.live.events"].EventSource
print("good")
"""

START = """
import sys
import picoweb

app = picoweb.WebApp(None)

@app.route("/<name>")
async def hello(req, resp, name):
    return "hello"

slow = {"asyncio", "ssl", "socket", "uvloop", "uvicorn", "jinja2", "typing", "inspect"}
print(sorted(slow.intersection(sys.modules)))
"""


def printed_by(source):
    """What a program prints, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_they_are_loaded_when_they_are_asked_for():
    assert printed_by(APP) == "good\n"


def test_an_app_that_does_not_serve_yet_has_no_loop_and_no_library():
    assert printed_by(START) == "[]\n"


@pytest.mark.parametrize("cls", [picoweb.WebApp, Stream], ids=lambda cls: cls.__name__)
def test_classes_have_their_names_themselves(cls):
    assert not hasattr(cls, "__getattr__")
    assert len([name for name in dir(cls) if not name.startswith("_")]) > 20


def test_the_package_has_all_that_it_names():
    assert len(picoweb._MODULES) > 20
    for name in picoweb._MODULES:
        assert name == "SEND_BUFSZ" or getattr(picoweb, name).__name__ == name


def test_what_is_missing():
    with pytest.raises(AttributeError, match="'WebApp' object has no attribute 'missing'"):
        picoweb.WebApp(None).missing
    with pytest.raises(AttributeError, match="has no attribute 'missing'"):
        HTTPRequest(None, NO_HEAD).missing
    with pytest.raises(AttributeError, match="module 'picoweb' has no attribute 'missing'"):
        picoweb.missing


def test_a_command_loads_no_other():
    done = printed_by("""
import sys
from picoweb.host.cli import main

try:
    main(["run", "--help"])
except SystemExit:
    print([name for name in sys.modules if "host.build" in name or name in ("uvloop", "uvicorn", "jinja2")])
""")
    assert done.splitlines()[-1] == "[]"
