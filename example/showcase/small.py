"""What makes the demo fit a small heap. It is run once, before the server, and dropped."""

import gc

import picoweb
import picoweb.files
from picoweb.serving.stream import Stream


def prepare(app):
    """Set bounds and buffers, and load now what is needed sooner or later: what stays lies side by side then."""
    gc.threshold(2048)
    app.limits.connections, app.limits.idle_ms = 3, 1000  # each takes a KB, and more while it has an answer
    for name in ("conditions", "markup", "room", "utils"):
        __import__("picoweb." + name)
    for name in ("answer", "send_static", "special"):
        getattr(app, name)
    stream = Stream(None, None, None)
    for name in ("grow", "read", "status_line"):
        getattr(stream, name)
    for end in ("css", "html", "js", "png", "wav"):
        picoweb.files.get_mime_type("." + end)
    # A browser's head is of 700 bytes: a buffer that has room for it need not grow, and is kept for the next one.
    buffers.file_size = buffers.SIZE = buffers.PIECE = 1024
    buffers.spare = bytearray(1024)
