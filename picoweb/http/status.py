"""Status codes and their reason phrases (RFC 9110, 15; RFC 6585)."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..types import Status
    from .errors import HTTPError

CODE_LENGTH = 3
LOWEST_PRINTABLE = 32
# build: only lines of numbers in the program, unless any status
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


def status_line(status: "Status") -> bytes:
    """A status with its reason phrase; a str that brings a phrase is kept.

    Raises ValueError for what is no status code, or not that of an answer: 1xx.
    """
    line = str(status).encode()
    if not _is_line(line):
        raise ValueError("no status: %r" % status)  # build: text only if error texts
    if len(line) > CODE_LENGTH:
        return line
    start = _LINES.find(b"\n" + line) + 1
    if not start:
        return line + b" Unknown"
    return _LINES[start : _LINES.find(b"\n", start)]


def is_status(status: object) -> bool:
    """Whether something is a status code, or a str of one with a phrase behind it, and one of an answer: not 1xx."""
    return _is_line(str(status).encode())


def _is_line(line):
    """Whether bytes are a status code of an answer, which may have a phrase behind it."""
    code = line[:CODE_LENGTH]
    is_code = code.isdigit() and b"200" <= code < b"600" and line[CODE_LENGTH : CODE_LENGTH + 1] in (b"", b" ")
    return is_code and min(line) >= LOWEST_PRINTABLE and b"\x7f" not in line


def has_no_content(line: bytes) -> bool:
    """Whether an answer with this status line has no content (RFC 9110, 6.4.1)."""
    return line[:CODE_LENGTH] in (b"204", b"304")


def error_text(error: "HTTPError") -> bytes:
    """An error as a line of plain text."""
    text = status_line(error.status)
    if error.reason:
        text += b": " + error.reason.encode()
    return text + b"\n"
