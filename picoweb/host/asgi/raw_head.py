"""Answers as text, taken apart: what a handler, or `start_response`, has written for a socket (RFC 9112).

Lenient where a client would be: it is the app's own text. No I/O here.
"""

from collections import namedtuple
from functools import lru_cache

# What frames the content, or is about the connection, or tells the time: the server's business.
FRAMING = {b"content-length", b"connection", b"date", b"keep-alive", b"transfer-encoding", b"upgrade"}
SWITCHING_PROTOCOLS = b"101"

#: What a head says. status: int. fields: list of pairs of bytes, without those that are the server's. length: int, the
#: Content-Length; None: there is none. chunked: bool, whether the content comes in chunks.
RawHead = namedtuple("RawHead", "status fields length chunked")


#: For content that comes without a head.
HEADLESS = RawHead(200, [(b"content-type", b"text/html; charset=utf-8")], None, False)


def split_head(data):
    """Cut bytes behind the blank line that ends a head. Returns (head, rest); head is b"" while there is none."""
    end = data.find(b"\r\n\r\n") + 4
    bare_end = data.find(b"\n\n") + 2  # handlers are written by people
    has_end = end > 3
    if bare_end > 1 and not (has_end and end < bare_end):
        end = bare_end
    elif not has_end:
        return b"", data
    return data[:end], data[end:]


@lru_cache(maxsize=64)  # answers repeat themselves
def parse_head(head):
    """Take a head (bytes) apart: RawHead. Raises ValueError."""
    status_line, *lines = head.replace(b"\r\n", b"\n").split(b"\n")
    status = _status(status_line)
    fields = [_field(line) for line in lines if line]
    length = None
    chunked = False
    for name, content in fields:
        if name == b"content-length":
            length = int(content)
        if name == b"transfer-encoding":
            chunked = content.lower() == b"chunked"
    return RawHead(status, [each for each in fields if each[0] not in FRAMING], length, chunked)


def _status(line):
    """The status (int) of a status line. Raises ValueError for what is none, or cannot be had behind another server."""
    words = line.split(b" ", 2)
    if words[0][:5] != b"HTTP/" or len(words) < 2 or len(words[1]) != 3 or not words[1].isdigit():
        raise ValueError("no status line: %r" % line)
    if words[1] == SWITCHING_PROTOCOLS:
        raise ValueError("a connection cannot change its protocol behind another server")
    return int(words[1])


def _field(line):
    """Name and content of a header field, the name in lower case. Raises ValueError."""
    name, colon, content = line.partition(b":")
    name = name.strip().lower()
    if not colon or not name:
        raise ValueError("no header field: %r" % line)
    return name, content.strip()


class Unchunker:
    """Takes chunks apart that a handler has written by itself."""

    def __init__(self):
        self.ended = False
        self._held = b""  # the beginning of a chunk whose end has not come yet

    def feed(self, data):
        """Take more bytes. Returns the content that is in them. Raises ValueError."""
        self._held += data
        pieces = []
        piece = self._next()
        while piece is not None:
            pieces.append(piece)
            piece = self._next()
        return b"".join(pieces)

    def _next(self):
        """The content of the next chunk; None if it is not all here, or the last one was."""
        line, end, rest = self._held.partition(b"\r\n")
        if self.ended or not end:
            return None
        size = int(line.split(b";")[0], 16)
        self.ended = not size  # what follows are trailers
        if self.ended or len(rest) < size + 2:
            return None
        self._held = rest[size + 2 :]
        return rest[:size]
