"""Header fields of an answer as a dict, for hooks that look at them."""

from .headers import pairs


def as_dict(headers):
    """As a dict; of a field that comes more than once, the value is a list."""
    found = {}
    for name, value in pairs(headers):
        if name in found:
            value = (found[name] if isinstance(found[name], list) else [found[name]]) + [value]
        found[name] = value
    return found


def as_pairs(headers):
    """As a list of pairs, also what `as_dict` made."""
    return [(name, each) for name, value in pairs(headers) for each in (value if isinstance(value, list) else [value])]
