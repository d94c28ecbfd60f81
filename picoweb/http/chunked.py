"""The lines of the chunked transfer coding (RFC 9112, 7.1): the size before each chunk, and the trailer behind the last.

Who reads them, how long they may be, and where the chunks go is not this module's to know.
"""

from .errors import HTTPError
from .heads import WHITESPACE, check_token
from .percent import HEXADECIMAL

MOST_DIGITS = 15  # of a size, but for zeros in front: it is below 2 ** 60


def check_line_end(line: bytes) -> bytes:
    """A line without its CRLF. Raises HTTPError 400 if it ends otherwise, or has a CR or a NUL in it."""
    text, _, line_feed = line.partition(b"\r")
    if line_feed != b"\n" or b"\0" in text:
        raise HTTPError(400, "malformed chunk")
    return text


def parse_chunk_line(line: bytes) -> "tuple[int, bytes]":
    """The size of a chunk, and its extensions, from the line before it, without its CRLF (RFC 9112, 7.1 and 7.1.1).

    Raises HTTPError 400 for a size that is no hexadecimal number or has more than 15 digits, and for an extension
    without a name.
    """
    digits, semicolon, extensions = line.partition(b";")
    if semicolon:
        digits = digits.rstrip(WHITESPACE)
        extensions = extensions.strip(WHITESPACE)
    if not digits or digits.strip(HEXADECIMAL) or len(digits.lstrip(b"0")) > MOST_DIGITS:
        raise HTTPError(400, "malformed chunk")
    if semicolon and not extensions:
        raise HTTPError(400, "malformed chunk")
    return int(digits, 16), extensions


def check_trailer_line(line: bytes) -> None:
    """Raise HTTPError 400 unless a line, without its CRLF, is a field, as trailers have them (RFC 9112, 7.1.2)."""
    name, colon, _ = line.partition(b":")
    check_token(colon and name.lower())
