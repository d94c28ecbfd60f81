"""Writing what is left in an open file."""

from .. import buffers
from ..runtime import coroutine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from ..serving.stream import Stream
    from ..types import BinaryFile

SEND_BUFSZ = 128  # bytes; older apps ask for it, and set it, which does nothing
PIECE = 4096  # bytes that are read at once, if there is memory for them


@coroutine
def sendstream(writer: "Stream", f: "BinaryFile") -> "Generator[Any, Any, None]":
    """Write what is left in an open file. To be waited for; raises OSError."""
    if not hasattr(f, "readinto"):
        yield from _send_text(writer, f)
        return
    buf = buffers.take_for_file(PIECE)
    try:
        while True:
            count = f.readinto(buf)
            if not count:
                break
            yield from writer.awrite(buf, 0, count)
    finally:
        buffers.release_from_file(buf)


@coroutine
def _send_text(writer, f):
    """Write what is left in a file that was opened as text, which a computer does not read into a buffer."""
    text = f.read(PIECE)
    while text:
        yield from writer.awrite(text)
        text = f.read(PIECE)
