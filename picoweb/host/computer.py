"""What a computer has more of than a board: memory, for buffers and for what clients may take.

It knows limits and buffers, no servers.
"""

from .. import buffers
from ..serving.limits import Limits

BUFFER = 65536  # bytes that are received at once
PIECE = 131072  # bytes of content that go out together with their head
FILE_BUFFER = 262144  # bytes of a file that are read at once

#: The bounds on what a client may take, see `Limits`; those that are not here are a board's.
LIMITS = {
    "line": 8192,
    "head": 32768,
    "fields": 100,
    "body": 1 << 20,
    "drain": 1 << 24,
    "idle_ms": 15000,
    "connections": 1000,
}


def enlarge_buffers():
    """Have buffers be as large as suits a computer, and each for one connection only, as two threads may serve."""
    buffers.SIZE = BUFFER
    buffers.PIECE = PIECE
    buffers.file_size = FILE_BUFFER
    buffers.SHARED = False
    buffers.spare = None


def enlarge_limits(app):
    """Have the limits of an app that is about to serve be a computer's, but for those that it has set."""
    limits = app.limits
    for name, bound in LIMITS.items():
        if name not in vars(limits) and getattr(limits, name) == getattr(Limits, name):
            setattr(limits, name, bound)
