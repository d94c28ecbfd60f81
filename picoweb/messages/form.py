"""The query and the form of a request, decoded."""

from ..http.errors import HTTPError
from ..http.forms import parse_form
from ..runtime import DONE, coroutine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from ..types import FormValue, Step
    from .request import HTTPRequest

_last_good = None  # the last fields (bytes) that let their content be a form


def query_of(req: "HTTPRequest") -> "dict[str, FormValue]":
    """The query as a dict: a value that came once is a str, more often a list. Raises HTTPError 400."""
    if req._query is not None:  # build: only if changed requests
        return _form(req.qs)
    line = req.request_head.request_line
    form: "dict[str, FormValue] | None" = line.known_args
    if form is None:
        form = _form(line.query_text)
        if len(form) != line.query_text.count("&") + 1:  # there may be lists, which a handler may change
            return form
        line.known_args = form
    return form.copy()


@coroutine
def read_form_data(req: "HTTPRequest") -> "Generator[Any, Any, None]":
    """Read and decode a form (application/x-www-form-urlencoded); `form` is a dict then.

    Raises HTTPError 400, 411 or 413; 415 for content that says it is multipart, or that says so of JSON and looks like it.
    """
    form = req._content_form
    if form is None:
        content = req._body
        if req.request_head is None:
            content = yield from _announced_content(req)
        else:
            _check_fields(req.request_head.field_block, req.reader.left)
            if content is None:
                content = yield from req.reader.read(-1)
            elif isinstance(content, bytearray):  # read as JSON
                content = bytes(content)
            _check_content(req.request_head.field_block, content)
        form = req._content_form = _form(content)
    req.form = form


@coroutine
def _announced_content(req):
    """The content of a request that an app has made by itself, and given the fields that it has read. Raises HTTPError 411."""
    try:
        length = int(req.headers[b"Content-Length"])
    except (AttributeError, KeyError, ValueError):
        raise HTTPError(411)
    return (yield from req.reader.readexactly(length))


def _check_fields(block: "bytes | None", left: int) -> None:
    """Raise HTTPError 415 for fields that say that the content is multipart, 411 for none that say how long it is.

    block: as `http.Head` has it. left: content that is still to be read, as `Stream.left` has it.
    """
    global _last_good
    if not block or block is _last_good:
        return
    lower_block = block.lower()
    if b"content-type: multipart/" in lower_block:
        raise HTTPError(415, "not a form")
    if not left and b"content-length:" not in lower_block:
        raise HTTPError(411)
    _last_good = block


def _check_content(block: "bytes | None", content: bytes) -> None:
    """Raise HTTPError 415 for JSON. Pages of older apps say that of forms, too."""
    if content[:1] in (b"{", b"[") and block and b"application/json" in block.lower():
        raise HTTPError(415, "not a form")


def parse_qs(req: "HTTPRequest") -> "Step[None]":
    """Decode the query; `form` is a dict then. It can be waited for, as older apps do. Raises HTTPError 400."""
    req.form = _form(req.qs)
    return DONE


def _form(encoded: "str | bytes") -> "dict[str, FormValue]":
    """A query or form as a dict. Raises HTTPError 400."""
    try:
        return parse_form(encoded)
    except ValueError as error:
        raise HTTPError(400, str(error))
