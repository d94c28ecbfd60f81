"""The content of a request: methods of `HTTPRequest`, added at their first use."""

from . import coroutine
from .http import HTTPError


@coroutine
def body(self, most=None):
    """Read the content, at most `most` bytes (None: `limits.body`), as bytes. Raises HTTPError 413."""
    data = yield from self.reader.read(-1)
    if most is not None and len(data) > most:
        raise HTTPError(413)
    return data


@coroutine
def json(self):
    """Read the content as JSON. Raises HTTPError 400."""
    import json

    try:
        return json.loads((yield from body(self)))
    except ValueError:
        raise HTTPError(400, "malformed JSON")
