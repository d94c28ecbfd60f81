"""Queries and forms as dicts (WHATWG URL, 5.1)."""

from .percent import unquote, unquote_plus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from ..types import FormValue

MOST_FIELDS = 100


def parse_form(s: "str | bytes", max_fields: "int | None" = MOST_FIELDS) -> "dict[str, FormValue]":
    """A query or form as a dict.

    A value that came once is a str, more often a list of them in order. A key without `=` has True for its value.
    Raises ValueError for more than `max_fields` fields.
    """
    form: "dict[str, FormValue]" = {}
    for field in _split(s, b"&", max_fields):
        if not field:
            continue
        decode = unquote_plus if b"+" in field else unquote
        raw_name, equals, raw_value = field.partition(b"=")
        name = decode(raw_name)
        value: "str | Literal[True]" = decode(raw_value) if equals else True
        earlier = form.get(name)
        if earlier is None:
            form[name] = value
        elif isinstance(earlier, list):
            earlier.append(value)
        else:
            form[name] = [earlier, value]
    return form


def parse_qs(
    qs: "str | bytes",
    keep_blank_values: bool = False,
    strict_parsing: bool = False,
    max_num_fields: "int | None" = None,
    separator: str = "&",
) -> "dict[str, list[str]]":
    """A query as a dict of lists of str, as `urllib.parse.parse_qs` does it for UTF-8.

    keep_blank_values: keep fields without a value. strict_parsing: raise ValueError
    for a field without `=`. max_num_fields: raise ValueError for more fields.
    """
    form: "dict[str, list[str]]" = {}
    for field in _split(qs, separator.encode(), max_num_fields):
        name, equals, value = field.partition(b"=")
        if field and strict_parsing and not equals:
            raise ValueError("bad query field: %r" % field)
        if value or field and keep_blank_values:
            form.setdefault(unquote_plus(name), []).append(unquote_plus(value))
    return form


def _split(query: "str | bytes", separator: bytes, most_fields: "int | None") -> "list[bytes]":
    """The fields of a query, empty ones included. Raises ValueError for more than there may be."""
    encoded = query.encode() if isinstance(query, str) else query
    if most_fields is not None and encoded and encoded.count(separator) >= most_fields:
        raise ValueError("more than %d fields" % most_fields)
    return encoded.split(separator)
