"""The query and the form of a request, decoded: methods of `HTTPRequest`, added at their first use."""

from . import DONE, coroutine
from .http import HTTPError
from .utils import parse_form


def _args(req):
    """The query as a dict: a value that came once is a str, more often a list. Raises HTTPError 400."""
    return _form(req.qs)


@coroutine
def read_form_data(self):
    """Read and decode a form (application/x-www-form-urlencoded); `form` is a dict then.

    Raises HTTPError 400, 411 or 413; 415 for content that says it is JSON or multipart.
    """
    if "_form" in self.__dict__:  # it was read already
        self.form = self._form
        return
    reader = self.reader
    data = self._head[2]
    if data:
        data = data.lower()
        if b"content-type: multipart/" in data or b"content-type: application/json" in data:
            raise HTTPError(415, "not a form")
        if not reader.left and b"content-length:" not in data:
            raise HTTPError(411)
    data = self.__dict__.get("_body")  # of req.body()
    if data is None:
        data = yield from reader.read(-1)
    self.form = self._form = _form(data)


def parse_qs(self):
    """Decode the query; `form` is a dict then. It can be waited for, as older apps do. Raises HTTPError 400."""
    self.form = _form(self.qs)
    return DONE


def _form(text):
    try:
        return parse_form(text)
    except ValueError as error:
        raise HTTPError(400, str(error))
