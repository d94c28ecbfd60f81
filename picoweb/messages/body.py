"""The content of a request as bytes, read once and kept."""

from ..http.errors import HTTPError
from ..runtime import coroutine


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
