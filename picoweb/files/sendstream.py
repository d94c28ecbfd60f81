"""Writing what is left in an open file."""

from .. import buffers
from ..runtime import coroutine


@coroutine
def sendstream(writer, f):
    """Write what is left in an open binary file. To be waited for; raises OSError."""
    buf = buffers.take_for_file(4096)
    try:
        while True:
            n = f.readinto(buf)
            if not n:
                break
            yield from writer.awrite(buf, 0, n)
    finally:
        buffers.release_from_file(buf)
