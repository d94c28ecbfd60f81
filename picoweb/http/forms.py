"""Queries and forms as dicts (WHATWG URL, 5.1)."""

from .percent import unquote, unquote_plus


def parse_form(s, max_fields=100):
    """A query or form (str or bytes; WHATWG URL, 5.1) as a dict.

    A value that came once is a str, more often a list of them in order. A key
    without `=` has True for its value. Raises ValueError for more than
    `max_fields` (int) fields.
    """
    form = {}
    data = s.encode() if isinstance(s, str) else s
    if max_fields is not None and data.count(b"&") >= max_fields and data:
        raise ValueError("more than %d fields" % max_fields)
    for data in data.split(b"&"):
        if data:
            text = unquote_plus if b"+" in data else unquote
            end = data.find(b"=")
            value = text(data[end + 1 :]) if end >= 0 else True
            data = text(data[:end] if end >= 0 else data)
            before = form.get(data)
            if before is None:
                form[data] = value
            elif isinstance(before, list):
                before.append(value)
            else:
                form[data] = [before, value]
    return form


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, max_num_fields=None, separator="&"):
    """A query (str or bytes) as a dict of lists of str, as `urllib.parse.parse_qs` does it for UTF-8.

    keep_blank_values: bool, keep fields without a value. strict_parsing: bool,
    raise ValueError for a field without `=`. max_num_fields: int, raise
    ValueError for more fields.
    """
    data = qs.encode() if isinstance(qs, str) else qs
    mark = separator.encode()
    if max_num_fields is not None and data.count(mark) >= max_num_fields and data:
        raise ValueError("more than %d fields" % max_num_fields)
    form = {}
    for field in data.split(mark):
        key, equals, value = field.partition(b"=")
        if field and strict_parsing and not equals:
            raise ValueError("bad query field: %r" % field)
        if value or field and keep_blank_values:
            form.setdefault(unquote_plus(key), []).append(unquote_plus(value))
    return form
