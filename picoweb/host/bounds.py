"""What a client may take on a computer, and what threads have in common there: no buffer, and the last head."""

from threading import Lock

from .. import stream
from ..app import Limits

# Where there is memory enough, buffers are large, and no two threads share one.
stream.SIZE = 65536
stream.maxsize = 131072
stream.spare = None


def release(self):
    self.buf = None


stream.Stream.release = release


def one_at_a_time(format, lock):
    def locked(*args):
        with lock:
            return format(*args)

    return locked


stream.make_head = one_at_a_time(stream.make_head, Lock())

# The bounds are those of a computer, but for an app that has set its own.
for name, value in (
    ("line", 8192), ("head", 32768), ("fields", 100), ("body", 1 << 20), ("drain", 1 << 24),
    ("idle_ms", 15000), ("connections", 1000),
):
    setattr(Limits, name, value)
