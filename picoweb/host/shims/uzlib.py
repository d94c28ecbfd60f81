"""MicroPython's uzlib: the standard zlib, and DecompIO()."""

import io as _io
import zlib as _zlib
from zlib import *  # noqa: F403


def DecompIO(stream, wbits=0):
    """A stream of what `stream` holds compressed. wbits: 0 or 8 to 15 zlib, negative raw, 24 to 31 gzip."""
    return _io.BytesIO(_zlib.decompressobj(wbits).decompress(stream.read()))
