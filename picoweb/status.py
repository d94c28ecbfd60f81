"""Status codes and their reason phrases (RFC 9110, 15): a method of `Stream`, added at its first use."""

from . import clear

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
