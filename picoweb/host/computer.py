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


def refuse_unknown(limits, name, value):
    """Set one of the Limits. Raises AttributeError for a name that there is not; boards have no room to look."""
    known = [each for each in dir(limits) if each[:1] != "_"]
    if name not in known:
        raise AttributeError("app.limits has no %s: it has %s" % (name, ", ".join(known)))
    object.__setattr__(limits, name, value)


Limits.__setattr__ = refuse_unknown  # type: ignore[method-assign]


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
