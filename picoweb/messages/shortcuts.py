"""Answers that are little else than a status or a URL."""

from ..http.errors import HTTPError
from .answers import send


def http_error(writer, status, message=None):
    """Answer with an error status (int or str); the content is `message`, or else the status. To be waited for."""
    text = str(status if message is None else message)
    return send(writer, text.encode(), "text/plain; charset=utf-8", status)


def redirect(writer, location=None, status=302):
    """Send the client to another URL (RFC 9110, 15.4): `return redirect("/there")`, or `redirect("/there", 303)`.

    As older apps call it, with the stream before the URL, it answers, and is to be waited for.
    Raises ValueError for CR, LF or NUL in the URL.
    """
    if isinstance(writer, str):
        return b"", location or status, [("Location", writer)]
    return send(writer, b"", "", status, [("Location", location)])


def abort(status, reason="", headers=None):
    """Raise the HTTPError that is the answer: `abort(404)`. Arguments as for HTTPError."""
    raise HTTPError(int(status), reason, headers)
