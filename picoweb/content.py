"""The content of a request: methods of `HTTPRequest`, added at their first use."""

from . import coroutine
from .http import HTTPError


@coroutine
def body(self, most=None):
    """Read the content, at most `most` bytes (None: `limits.body`), as bytes. Raises HTTPError 413.

    It is kept, and there again when asked for again.
    """
    data = self._body
    if data is None:
        data = self._body = yield from self.reader.read(-1)
    if most is not None and len(data) > most:
        raise HTTPError(413)
    return data


@coroutine
def json(self):
    """Read the content as JSON (RFC 8259): the value. To be waited for.

    Raises HTTPError 415 if it says that it is something else, 400 with the place if it is not JSON.
    """
    import json

    from .jsontext import check

    kind = self._head[2] and self.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind and kind != "application/json" and kind[-5:] != "+json":
        raise HTTPError(415, "not JSON, but " + kind)
    data = yield from body(self)
    try:
        data.decode()
        return json.loads(check(data))
    except UnicodeError:
        raise HTTPError(400, "not UTF-8")
    except ValueError as error:
        raise HTTPError(400, str(error))
