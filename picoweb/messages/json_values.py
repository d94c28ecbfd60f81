"""Values that a runtime's `json.dumps` writes as what is no JSON (RFC 8259): numbers that are not finite, and named tuples."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

INFINITY = float("inf")


def plain(value: "Any", place: str = "") -> "Any":
    """A value with lists in place of tuples. Raises ValueError for NaN and infinity, with the place: the keys that lead there."""
    if isinstance(value, float) and (value != value or value in (INFINITY, -INFINITY)):
        raise ValueError("JSON has no %s (RFC 8259, 6), which is at %s of the answer" % (value, place or "the top"))
    if isinstance(value, dict):
        return {key: plain(each, "%s[%r]" % (place, key)) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each, "%s[%d]" % (place, number)) for number, each in enumerate(value)]
    return value
