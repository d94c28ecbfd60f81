"""What makes the demo fit a small heap. It is run once, before the server, and dropped."""

import gc

from picoweb import buffers
from picoweb.files import static  # noqa: F401  what serves is loaded now: what stays lies side by side then
from picoweb.serving import discarding, reading, writing  # noqa: F401
from picoweb.templates import markup  # noqa: F401


def prepare(app):
    """Set bounds and buffers."""
    gc.threshold(2048)
    app.limits.connections, app.limits.idle_ms = 3, 1000  # each takes a KB, and more while it has an answer
    # A browser's head is of 700 bytes: a buffer that has room for it need not grow, and is kept for the next one.
    buffers.file_size = buffers.SIZE = buffers.PIECE = 1024
    buffers.spare = bytearray(1024)
