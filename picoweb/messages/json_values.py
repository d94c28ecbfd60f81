"""Values that a runtime's `json.dumps` refuses, or writes as what is no JSON (RFC 8259).

These are numbers that are not finite, named tuples, bytes, names that are no text, and objects like a dict, such as
`req.headers`. Older apps answer with what MicroPython's `dumps` takes.
"""

from ..http.fields import field_text
from ..runtime import IS_MICROPYTHON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

INFINITY = float("inf")


def plain(value: "Any", place: str = "") -> "Any":
    """A value with lists in place of tuples, and text in place of bytes; others as they are.

    Raises ValueError for NaN and infinity, with the place: the keys that lead there.
    """
    if isinstance(value, float) and (value != value or value in (INFINITY, -INFINITY)):
        raise ValueError("JSON has no %s (RFC 8259, 6), which is at %s of the answer" % (value, place or "the top"))
    if isinstance(value, bytearray):
        value = bytes(value)
    if not IS_MICROPYTHON:  # whose `dumps` takes bytes, and names that are no text
        value = _without_bytes(value)
    if hasattr(value, "items"):
        return {key: plain(each, "%s[%r]" % (place, key)) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each, "%s[%d]" % (place, number)) for number, each in enumerate(value)]
    return value


def _without_bytes(value):
    """Text in place of bytes, and a dict whose names are text in place of what is like one; other values as they are."""
    if isinstance(value, bytes):
        return field_text(value)
    if hasattr(value, "items"):
        return {_name(key): each for key, each in value.items()}
    return value


def _name(key):
    """A key as `dumps` takes it everywhere."""
    if isinstance(key, (bytes, bytearray)):
        return field_text(bytes(key))
    return key if key is None or isinstance(key, (str, int, float)) else str(key)
