"""HTTP/1.1 heads: bytes in, facts out (RFC 9112).

Who reads the bytes and who answers is not this module's to know.
"""

from collections import namedtuple

from .errors import HTTPError
from .framing import FRAMING_FIELDS, find_framing
from .hosts import check_host
from .targets import check_version, find_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..types import FormValue

MOST_LINE = 1024  # bytes of a request line, unless told
MOST_FIELD_BYTES = 4096
MOST_FIELDS = 64
WHITESPACE = b" \t"
# Frequent characters first, as `strip` looks through them in this order.
TOKEN_CHARACTERS = b"etaoins-rchldgpumfywkvbxjqz0123456789!#$%&'*+.^_`|~"
VERSIONS = b"HTTP/1.1\r\n", b"HTTP/1.0\r\n"
VERSION_DIGIT = 7  # where the digit is that differs between them
DIGIT_ZERO = 48
LOWEST_VISIBLE = 33  # of the characters of a target
HIGHEST_VISIBLE = 126

#: What a block of header fields says: its bytes, whether there is a Host, whether the connection ends with this
#: request, the Content-Length (-1: in chunks), and whether the client waits for 100.
Fields = namedtuple("Fields", ("field_bytes", "has_host", "asks_to_close", "body_length", "awaits_100"))


class RequestLine:
    """What a request line says. verb, url_path (percent-decoded), query_text: str. http_minor: 0 for HTTP/1.0, else 1.

    raw_line: its bytes. known_route, known_args: places for the route, and for the query as a dict.
    """

    __slots__ = ("verb", "url_path", "query_text", "http_minor", "raw_line", "known_route", "known_args")

    def __init__(
        self,
        verb: str,
        url_path: str,
        query_text: str,
        http_minor: int,
        raw_line: bytes,
        known_route: "Any",
        known_args: "dict[str, FormValue] | None",
    ) -> None:
        self.verb = verb
        self.url_path = url_path
        self.query_text = query_text
        self.http_minor = http_minor
        self.raw_line = raw_line
        self.known_route = known_route
        self.known_args = known_args


class Head:
    """A head, and what it says: its first line as it came, and what that says, and its fields as they came.

    may_stay: whether the connection may stay; None: it depends on whether the content is read. unusual: what most requests
    do not have: None, or a tuple: length of the content, whether the client waits for 100, whether there may be no content
    in the answer. total_length: of the head, in bytes.
    """

    __slots__ = ("line_bytes", "request_line", "field_block", "may_stay", "unusual", "total_length")

    def __init__(
        self,
        line_bytes: "bytes | None",
        request_line: "RequestLine",
        field_block: "bytes | None",
        may_stay: "bool | None",
        unusual: "tuple[int, bool | int, bool] | None",
        total_length: int,
    ) -> None:
        self.line_bytes = line_bytes
        self.request_line = request_line
        self.field_block = field_block
        self.may_stay = may_stay
        self.unusual = unusual
        self.total_length = total_length


# What there is before the first request: no head is equal to it, as it is longer than any that can come.
NO_FIELDS = Fields(b"\r\n", False, False, 0, False)
NO_LINE = RequestLine("", "", "", 0, b"", None, None)
NO_HEAD = Head(None, NO_LINE, None, None, None, 1 << 29)


def parse_request_line(line: bytes, most_bytes: int = MOST_LINE) -> RequestLine:
    """Take a request line, with its CRLF, apart (RFC 9112, 3).

    most_bytes: how many it may have. Raises HTTPError 400, 414, or 505 for another major version.
    """
    if len(line) > most_bytes:
        raise HTTPError(414)
    parts = line.split(b" ")
    if len(parts) != 3:
        raise HTTPError(400, "line")
    method, target, version = parts
    if version not in VERSIONS:
        check_version(version)
    check_token(method.lower())
    if not target or min(target) < LOWEST_VISIBLE or max(target) > HIGHEST_VISIBLE or b"#" in target:
        raise HTTPError(400, "target")
    raw_path, question_mark, query = target.partition(b"?")
    if not raw_path.startswith(b"/") or b"%" in raw_path or method == b"CONNECT":
        path = find_path(method, raw_path, question_mark)
    else:
        path = raw_path.decode()
    minor = min(version[VERSION_DIGIT] - DIGIT_ZERO, 1)  # what is behind 1.1 is understood as that (RFC 9110, 2.5)
    return RequestLine(method.decode(), path, query.decode(), minor, line, None, None)


def parse_fields(block: bytes, most_bytes: int = MOST_FIELD_BYTES, most_fields: int = MOST_FIELDS) -> Fields:
    """Check header fields and find what frames the message (RFC 9112, 5 and 6).

    block: from behind the request line to the end of the blank line. most_bytes, most_fields: how
    much of them there may be. Raises HTTPError 400, 417, 431 or 501.
    """
    _check_lines(block, most_bytes, most_fields)
    has_host = False
    asks_to_close = False
    framing = []  # (name, value) of the fields that tell how the content is framed
    for line in block.split(b"\r\n"):
        if not line:
            break
        name, colon, value = line.partition(b":")
        name = name.lower()
        check_token(colon and name)
        if name == b"host":
            if has_host:
                raise HTTPError(400, "Host")
            check_host(value.strip(WHITESPACE))
            has_host = True
        elif name == b"connection":
            # In an option of another name, too: closing is never wrong.
            asks_to_close = asks_to_close or b"close" in value.lower()
        elif name in FRAMING_FIELDS:
            framing.append((name, value.strip(WHITESPACE)))
    if not framing:
        return Fields(block, has_host, asks_to_close, 0, False)
    body_length, awaits_100 = find_framing(framing)
    return Fields(block, has_host, asks_to_close, body_length, awaits_100)


def _check_lines(block: bytes, most_bytes: int, most_fields: int) -> None:
    """Raise HTTPError 431 for a block with too much in it, 400 for one with a CR or LF alone, or a NUL."""
    line_count = block.count(b"\r\n")
    if len(block) > most_bytes or line_count > most_fields + 1:
        raise HTTPError(431)
    if block.count(b"\r") != line_count or block.count(b"\n") != line_count or b"\0" in block:
        raise HTTPError(400, "line")


def check_beginning(
    received: "bytes | bytearray", most_bytes: int = MOST_LINE, start: int = 0, end: "int | None" = None
) -> None:
    """Raise HTTPError for what is wrong already in the first part of a head, as its end might never come: 400, 414 or 505.

    received[start:end]: what has come of it, empty lines before it included; it is not copied. most_bytes: how many its
    first line may have.
    """
    if end is None:
        end = len(received)
    line_count = received.count(b"\r\n", start, end)
    if received.count(b"\n", start, end) != line_count or received.find(b"\0", start, end) >= 0:
        raise HTTPError(400, "line")
    if received.count(b"\r", start, max(end - 1, start)) != line_count:  # a CR at the end may be of a line to come
        raise HTTPError(400, "line")
    while received.startswith(b"\r\n", start) and start < end:  # before the request (RFC 9112, 2.2)
        start += 2
    line_end = received.find(b"\n", start, end) + 1
    if line_end:
        parse_request_line(bytes(memoryview(received)[start:line_end]), most_bytes)


def check_token(name: bytes) -> None:
    """Raise HTTPError 400 unless all of `name`, in lower case, are token characters (RFC 9110, 5.6.2)."""
    if not name or name.strip(TOKEN_CHARACTERS):
        raise HTTPError(400, "name")
