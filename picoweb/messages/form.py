"""The query and the form of a request, decoded."""

from ..http.errors import HTTPError
from ..http.forms import parse_form
from ..runtime import DONE, coroutine

_last = None  # the last fields that let their content be a form


def query_of(req):
    """The query as a dict: a value that came once is a str, more often a list. Raises HTTPError 400."""
    if req._query is not None:  # it is the app's, perhaps
        return _form(req.qs)
    line = req.request_head.request_line
    form = line.known_args
    if form is None:
        form = _form(line.query_text)
        if len(form) != line.query_text.count("&") + 1:  # there may be lists, which a handler may change
            return form
        line.known_args = form
    return form.copy()


@coroutine
def read_form_data(self):
    """Read and decode a form (application/x-www-form-urlencoded); `form` is a dict then.

    Raises HTTPError 400, 411 or 413; 415 for content that says it is JSON or multipart.
    """
    global _last
    form = self._content_form
    if form is None:
        reader = self.reader
        data = self.request_head.field_block
        if data is not _last:
            form = data and data.lower() or b""
            if b"content-type: multipart/" in form or b"content-type: application/json" in form:
                raise HTTPError(415, "not a form")
            if form and not reader.left and b"content-length:" not in form:
                raise HTTPError(411)
            _last = data
        data = self._body
        if data is None:
            data = yield from reader.read(-1)
        form = self._content_form = _form(data)
    self.form = form


def parse_qs(self):
    """Decode the query; `form` is a dict then. It can be waited for, as older apps do. Raises HTTPError 400."""
    self.form = _form(self.qs)
    return DONE


def _form(text):
    try:
        return parse_form(text)
    except ValueError as error:
        raise HTTPError(400, str(error))
