"""Files of an app on a computer, where there is memory for larger pieces."""

from .. import files
from ..files import max_age, sendfile  # noqa: F401  what is in the table's row

PIECE = 262144  # bytes that are read at once


def take(n):
    """A buffer (bytearray) for `n` bytes, or as many as are read at once."""
    return bytearray(min(n, PIECE))


files.take = take
files.release = lambda buf: None
