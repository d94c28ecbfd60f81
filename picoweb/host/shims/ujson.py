"""MicroPython's json: the standard module, which here also takes bytes for text."""

import json as _json
from json import load, loads  # noqa: F401


def dumps(value, separators=None):
    """`value` as JSON text. Raises TypeError for what JSON cannot say."""
    return _json.dumps(value, separators=separators, ensure_ascii=False, default=_text)


def dump(value, stream, separators=None):
    """Write `value` as JSON text to `stream`."""
    stream.write(dumps(value, separators))


def _text(value):
    """bytes as str, for JSON; anything else raises TypeError."""
    if isinstance(value, (bytes, bytearray)):
        return value.decode()
    raise TypeError(f"{type(value).__name__} is not JSON serializable")
