"""The query and the form of a request, decoded: methods of `HTTPRequest`, added at their first use."""

from . import coroutine
from .http import HTTPError
from .utils import parse_form


def args(req):
    """The query as a dict: a value that came once is a str, more often a list."""
    return _form(req.qs)


@coroutine
def read_form_data(self):
    """Read and decode a form (application/x-www-form-urlencoded); `form` is a dict then.

    Raises HTTPError 400, 411 or 413.
    """
    reader = self.reader
    if not reader.left and not _announces_length(self):
        raise HTTPError(411)
    self.form = _form((yield from reader.read(-1)))


def _announces_length(req):
    return req._fields is None or b"\r\ncontent-length:" in (b"\r\n" + req._fields).lower()


def parse_qs(self):
    """Decode the query; `form` is a dict then. The result can be waited for, as older apps do."""
    self.form = _form(self.qs)
    return _nothing()


@coroutine
def _nothing():
    return
    yield


def _form(text):
    try:
        return parse_form(text)
    except ValueError as error:
        raise HTTPError(400, str(error))
