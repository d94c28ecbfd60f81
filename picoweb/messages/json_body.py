"""The content of a request as JSON."""

from ..http.errors import HTTPError
from ..runtime import coroutine
from .body import body


@coroutine
def json(self):
    """Read the content as JSON (RFC 8259): the value. To be waited for.

    Raises HTTPError 415 if it says that it is something else, 400 with the place if it is not JSON.
    """
    import json

    from .jsontext import check

    kind = self.request_head.field_block and self.headers.get("content-type", "").split(";")[0].strip().lower()
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
