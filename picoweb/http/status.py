"""Status codes and their reason phrases (RFC 9110, 15; RFC 6585)."""

_LINES = b"""
200 OK
201 Created
202 Accepted
203 Non-Authoritative Information
204 No Content
205 Reset Content
206 Partial Content
300 Multiple Choices
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
406 Not Acceptable
408 Request Timeout
409 Conflict
410 Gone
411 Length Required
412 Precondition Failed
413 Content Too Large
414 URI Too Long
415 Unsupported Media Type
416 Range Not Satisfiable
417 Expectation Failed
418 I'm a Teapot
421 Misdirected Request
422 Unprocessable Content
426 Upgrade Required
428 Precondition Required
429 Too Many Requests
431 Request Header Fields Too Large
500 Internal Server Error
501 Not Implemented
502 Bad Gateway
503 Service Unavailable
504 Gateway Timeout
505 HTTP Version Not Supported
507 Insufficient Storage
511 Network Authentication Required
"""


def status_line(status):
    """A status (int or str) with its reason phrase, as bytes; a str that brings a phrase is kept.

    Raises ValueError for what is no status code, or not that of an answer: 1xx.
    """
    text = str(status).encode()
    code = text[:3]
    if not code.isdigit() or not b"200" <= code < b"600" or text[3:4] not in (b"", b" ") or b"\r" in text or b"\n" in text:
        raise ValueError("no status: %r" % status)
    if len(text) > 3:
        return text
    start = _LINES.find(b"\n" + text) + 1
    if not start:
        return text + b" Unknown"
    return _LINES[start : _LINES.find(b"\n", start)]


def has_no_content(line):
    """Whether an answer with this status line (bytes) has no content (RFC 9110, 6.4.1)."""
    return line[:3] in (b"204", b"304")


def error_text(error):
    """An HTTPError as a line of plain text, in bytes."""
    text = status_line(error.status)
    if error.reason:
        text += b": " + error.reason.encode()
    return text + b"\n"
