"""Answers as text, taken apart: what a handler, or `start_response`, has written for a socket (RFC 9112).

Lenient where a client would be: it is the app's own text. No I/O here.
"""

from functools import lru_cache

# What frames the content, or is about the connection: the server's business.
_FRAMING = {b"content-length", b"connection", b"keep-alive", b"transfer-encoding", b"upgrade"}


def split_head(data):
    """Cut bytes behind the blank line that ends a head. Returns (head, rest); head is b"" while there is none."""
    end = data.find(b"\r\n\r\n") + 4
    lines = data.find(b"\n\n") + 2  # handlers are written by people
    if lines > 1 and not 3 < end < lines:
        end = lines
    return (data[:end], data[end:]) if end > 3 or lines > 1 else (b"", data)


@lru_cache(maxsize=64)  # answers repeat themselves
def parse_head(head):
    """Take a head (bytes) apart.

    Returns (status, fields, length, chunked): int, a list of pairs of bytes without those that frame the content,
    the Content-Length or None, whether the content comes in chunks. Raises ValueError.
    """
    line, *lines = head.replace(b"\r\n", b"\n").split(b"\n")
    words = line.split(b" ", 2)
    if words[0][:5] != b"HTTP/" or len(words) < 2 or len(words[1]) != 3 or not words[1].isdigit():
        raise ValueError("no status line: %r" % line)
    if words[1] == b"101":
        raise ValueError("a connection cannot change its protocol behind another server")
    fields = []
    length = None
    chunked = False
    for line in filter(None, lines):
        name, mark, value = line.partition(b":")
        name = name.strip().lower()
        value = value.strip()
        if not mark or not name:
            raise ValueError("no header field: %r" % line)
        if name == b"content-length":
            length = int(value)
        if name == b"transfer-encoding":
            chunked = value.lower() == b"chunked"
        if name not in _FRAMING:
            fields.append((name, value))
    return int(words[1]), fields, length, chunked


class Unchunker:
    """Takes chunks apart that a handler has written by itself."""

    ended = False

    def __init__(self):
        self._data = b""

    def feed(self, data):
        """Take more bytes. Returns the content that is in them. Raises ValueError."""
        self._data += data
        pieces = []
        while not self.ended:
            line, mark, rest = self._data.partition(b"\r\n")
            if not mark:
                break
            size = int(line.split(b";")[0], 16)
            if not size:
                self.ended = True  # what follows are trailers
            elif len(rest) < size + 2:
                break
            pieces.append(rest[:size])
            self._data = rest[size + 2 :]
        return b"".join(pieces)
