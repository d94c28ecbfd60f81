"""Status codes, their reason phrases (RFC 9110, 15), and answers that are little else."""

from . import clear
from .http import HTTPError
from .response import send

_lines = b"""
201 Created
204 No Content
302 Found
303 See Other
304 Not Modified
400 Bad Request
401 Unauthorized
403 Forbidden
404 Not Found
405 Method Not Allowed
413 Content Too Large
500 Internal Server Error
"""


def status_line(writer, status):
    """`status` (int or str) with its reason phrase, as bytes; a str that brings one is kept.

    The stream `writer` learns that 204 and 304 have no content (RFC 9110, 6.4.1).
    Raises ValueError for what is no status code, or not that of an answer: 1xx.
    """
    text = str(status).encode()
    if not text[:3].isdigit() or not b"200" <= text[:3] < b"600" or text[3:4] not in (b"", b" ") or b"\r" in text or b"\n" in text:
        raise ValueError("no status: %r" % status)
    if text[:3] in (b"204", b"304"):
        writer.bodiless = True
    writer.status = int(text[:3])  # for the log
    if len(text) > 3:
        return text
    global _lines
    start = _lines.find(text)
    if start < 0:
        from .rare import line

        start = len(_lines)
        _lines += line(text)  # the next time it is there
        clear("rare")
        if start == len(_lines):
            return text + b" Unknown"
    return _lines[start : _lines.find(b"\n", start)]


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
