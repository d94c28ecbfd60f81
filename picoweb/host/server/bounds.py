"""What a client may take on a computer, unless an app says otherwise, and buffers for a computer's memory."""

from ... import buffers
from ...serving.limits import Limits

buffers.SIZE = 65536
buffers.PIECE = 131072
buffers.SHARED = False  # two threads may serve
buffers.spare = None

for name, value in (
    ("line", 8192), ("head", 32768), ("fields", 100), ("body", 1 << 20), ("drain", 1 << 24),
    ("idle_ms", 15000), ("connections", 1000),
):
    setattr(Limits, name, value)
