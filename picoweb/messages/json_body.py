"""The content of a request as JSON."""

from json import loads

from ..http.errors import HTTPError
from ..http.percent import is_utf8
from ..runtime import coroutine
from .jsontext import check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from .request import HTTPRequest


@coroutine
def json(req: "HTTPRequest") -> "Generator[Any, Any, Any]":
    """Read the content as JSON (RFC 8259): the value.

    Raises HTTPError 415 if it says that it is something else, 400 with the place if it is not JSON.
    """
    _check_type(req)
    content = req._body
    if content is None:
        content = req._body = yield from req.reader._read_all()
    if not is_utf8(content):
        raise HTTPError(400, "not UTF-8")
    try:
        return loads(check(content))
    except ValueError as error:
        raise HTTPError(400, str(error))


def _check_type(req: "HTTPRequest") -> None:
    """Raise HTTPError 415 for a request whose content is said to be something else than JSON."""
    if not req.request_head.field_block:
        return
    media_type = req.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type and media_type != "application/json" and not media_type.endswith("+json"):
        raise HTTPError(415, "not JSON, but " + media_type)
