"""Status codes and their reason phrases (RFC 9110, 15)."""

_LINES = b"""
200 OK
201 Created
202 Accepted
204 No Content
206 Partial Content
301 Moved Permanently
302 Found
303 See Other
304 Not Modified
307 Temporary Redirect
308 Permanent Redirect
400 Bad Request
401 Unauthorized
403 Forbidden
404 Not Found
405 Method Not Allowed
409 Conflict
411 Length Required
413 Content Too Large
414 URI Too Long
415 Unsupported Media Type
416 Range Not Satisfiable
417 Expectation Failed
422 Unprocessable Content
429 Too Many Requests
431 Request Header Fields Too Large
500 Internal Server Error
501 Not Implemented
503 Service Unavailable
505 HTTP Version Not Supported
"""


def status_line(writer, status):
    """`status` (int or str) with its reason phrase, as bytes; a str that brings one is kept.

    The stream `writer` learns that 1xx, 204 and 304 have no content (RFC 9110, 6.4.1).
    Raises ValueError for what is no status code.
    """
    text = str(status).encode()
    if not text[:3].isdigit() or text[3:4] not in (b"", b" ") or b"\r" in text or b"\n" in text:
        raise ValueError("no status: %r" % status)
    if text[:3] in (b"204", b"304") or text[:1] == b"1":
        writer.bodiless = True
    if len(text) > 3:
        return text
    return find_line(_LINES, text) or _rare(text)


def find_line(lines, text):
    """The line that begins with a status code, without its line feed; b"" if there is none."""
    start = lines.find(b"\n" + text + b" ") + 1
    return lines[start : lines.find(b"\n", start)] if start else b""


def _rare(text):
    from .rare import LINES

    return find_line(LINES, text) or text + b" Unknown"
