"""The content of a request as bytes, read once and kept."""

from ..http.errors import HTTPError
from ..runtime import coroutine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from .request import HTTPRequest


@coroutine
def body(req: "HTTPRequest", most: "int | None" = None) -> "Generator[Any, Any, bytes]":
    """Read the content, at most `most` bytes (None: `limits.body`). Raises HTTPError 413.

    It is kept, and there again when asked for again.
    """
    content = req._body
    if content is None:
        content = req._body = yield from req.reader.read(-1)
    elif isinstance(content, bytearray):  # read as JSON
        content = req._body = bytes(content)
    if most is not None and len(content) > most:
        raise HTTPError(413)
    return content
