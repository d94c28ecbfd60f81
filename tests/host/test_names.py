"""The names of classes on a computer: loaded late, without `__getattr__`, which would make each attribute slower."""

import subprocess
import sys

import pytest

import picoweb
from picoweb import places
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
loaded = set(sys.modules)
assert "picoweb.hooks" not in loaded and "picoweb.sse" not in loaded
app.mount("/sub", picoweb.WebApp(None))
assert app.asked == "/sub" and len(app.mounts) == 1
assert app.template_loader is None
app.template_loader = 1
assert app.template_loader == 1 and app.__dict__["template_loader"] == 1
assert "picoweb.hooks" not in sys.modules
assert picoweb.WebApp.before_request is sys.modules["picoweb.hooks"].before_request
assert picoweb.WebApp.errorhandler is sys.modules["picoweb.hooks"].errorhandler
print("good")
"""


def test_they_are_loaded_when_they_are_asked_for():
    done = subprocess.run([sys.executable, "-c", APP], capture_output=True, text=True)
    assert done.stdout == "good\n", done.stderr


@pytest.mark.parametrize("cls", [picoweb.WebApp, Stream], ids=lambda cls: cls.__name__)
def test_there_are_all_of_the_table(cls):
    assert not hasattr(cls, "__getattr__")
    rows = [line.split() for line in "".join(places.TABLE).splitlines()]
    names = [name for row in rows if row and "-ASR".index(row[0]) == cls.key for name in row[2:]]
    assert len(names) > 20
    for name in names:
        assert hasattr(cls, name), name


def test_what_is_missing():
    with pytest.raises(AttributeError, match="'WebApp' object has no attribute 'missing'"):
        picoweb.WebApp(None).missing
    with pytest.raises(AttributeError, match="has no attribute 'missing'"):
        HTTPRequest(None, NO_HEAD).missing
