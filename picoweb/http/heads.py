"""HTTP/1.1 heads: bytes in, facts out (RFC 9112).

Who reads the bytes and who answers is not this module's to know.
"""

from collections import namedtuple

from .errors import HTTPError
from .framing import find_framing
from .hosts import check_host
from .targets import find_path, version_error
from .tokens import check_token

MOST_LINE = 1024  # bytes of a request line, unless told
MOST_FIELD_BYTES = 4096
MOST_FIELDS = 64
WHITESPACE = b" \t"
VERSION_DIGIT = 7  # where the digit is that differs between HTTP/1.0 and HTTP/1.1
HOST_CHARACTERS = b"0123456789.abcdefghijklmnopqrstuvwxyz-"


#: What a block of header fields says: its bytes, whether there is a Host, whether the connection ends with this
#: request, the Content-Length (-1: in chunks), and whether the client waits for 100.
Fields = namedtuple("Fields", ("field_bytes", "has_host", "asks_to_close", "body_length", "awaits_100"))

#: A head, and what it says: the bytes of its first line, what they say (a RequestLine), the bytes of its fields, whether
#: the connection may stay (None: it depends on whether the content is read), what most requests do not have (None, or a
#: tuple: length of the content, whether the client waits for 100, whether there may be no content in the answer), and
#: its length in bytes.
Head = namedtuple("Head", ("line_bytes", "request_line", "field_block", "may_stay", "unusual", "total_length"))


class RequestLine:
    """What a request line says. verb, url_path (percent-decoded), query_text: str. http_minor: the digit behind "HTTP/1.".

    raw_line: its bytes. known_route, known_args: places for the route, and for the query as a dict.
    """

    __slots__ = ("verb", "url_path", "query_text", "http_minor", "raw_line", "known_route", "known_args")

    def __init__(self, verb, url_path, query_text, http_minor, raw_line, known_route, known_args):
        self.verb = verb
        self.url_path = url_path
        self.query_text = query_text
        self.http_minor = http_minor
        self.raw_line = raw_line
        self.known_route = known_route
        self.known_args = known_args


# What there is before the first request: no head is equal to it, as it is longer than any that can come.
NO_FIELDS = Fields(b"\r\n", False, False, 0, False)
NO_HEAD = Head(None, None, None, None, None, 1 << 29)
NO_LINE = RequestLine(None, None, None, None, None, None, None)


def parse_fields(data, most_bytes=MOST_FIELD_BYTES, most_fields=MOST_FIELDS):
    """Check header fields and find what frames the message (RFC 9112, 5 and 6): Fields.

    data: bytes, from behind the request line to the end of the blank line. most_bytes, most_fields: int, how
    much of them there may be. Raises HTTPError 400, 417, 431 or 501.
    """
    line_count = data.count(b"\r\n")
    if len(data) > most_bytes or line_count > most_fields + 1:
        raise HTTPError(431)
    if data.count(b"\r") != line_count or data.count(b"\n") != line_count or b"\0" in data:
        raise HTTPError(400, "line")
    has_host = False
    asks_to_close = False
    framing = []  # (name, value) of the fields that tell how the content is framed
    for line in data.split(b"\r\n"):
        if not line:
            break
        name, colon, value = line.partition(b":")
        name = name.lower()
        check_token(colon and name)
        if name == b"host":
            host, _, port = value.strip(WHITESPACE).lower().partition(b":")
            if has_host or host.strip(HOST_CHARACTERS) or port and not port.isdigit():
                check_host(has_host, line)
            has_host = True
        elif name == b"connection":
            # In an option of another name, too: closing is never wrong.
            asks_to_close = asks_to_close or b"close" in value.lower()
        elif name in b"content-length transfer-encoding expect":
            framing.append((name, value.strip(WHITESPACE)))
    if not framing:
        return Fields(data, has_host, asks_to_close, 0, False)
    body_length, awaits_100 = find_framing(framing)
    return Fields(data, has_host, asks_to_close, body_length, awaits_100)


def parse_request_line(line, most_bytes=MOST_LINE):
    """Take a request line (bytes, with its CRLF) apart (RFC 9112, 3): a RequestLine.

    most_bytes: int, how many it may have. Raises HTTPError 400, 414, or 505 for another major version.
    """
    if len(line) > most_bytes:
        raise HTTPError(414)
    parts = line.split(b" ")
    if len(parts) != 3:
        raise HTTPError(400, "line")
    method, target, version = parts
    if version not in (b"HTTP/1.1\r\n", b"HTTP/1.0\r\n"):
        raise version_error(version)
    check_token(method.lower())
    if not target or min(target) < 33 or max(target) > 126 or b"#" in target:
        raise HTTPError(400, "target")
    raw_path, question_mark, query = target.partition(b"?")
    if not raw_path or raw_path[0] != 47 or b"%" in raw_path or len(method) == 7:  # as CONNECT has
        path = find_path(method, raw_path, question_mark)
    else:
        path = raw_path.decode()
    return RequestLine(method.decode(), path, query.decode(), version[VERSION_DIGIT] - 48, line, None, None)
