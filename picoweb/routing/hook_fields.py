"""Header fields of an answer as hooks have them: a dict, in which a field that comes more than once has a list."""

from ..http.answer_fields import pairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..types import HeaderFields


def as_dict(headers: "HeaderFields") -> "dict[Any, Any]":
    """As a dict; of a field that comes more than once, the value is a list."""
    found: "dict[Any, Any]" = {}
    for name, value in pairs(headers):
        earlier = found.get(name)
        if name not in found:
            found[name] = value
        elif isinstance(earlier, list):
            found[name] = earlier + [value]
        else:
            found[name] = [earlier, value]
    return found


def as_pairs(headers: "HeaderFields") -> "list[tuple[Any, Any]]":
    """As a list of pairs, also what `as_dict` made."""
    found = []
    for name, value in pairs(headers):
        found += [(name, each) for each in (value if isinstance(value, list) else [value])]
    return found
