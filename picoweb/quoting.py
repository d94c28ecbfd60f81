"""Percent-encoding, for what is to go into a URL, and queries as lists. It knows nothing of requests."""

from .utils import unquote_plus


def quote(s, safe="/"):
    """Percent-encode a str or bytes, but for unreserved characters (RFC 3986, 2.3) and those in `safe` (str)."""
    keep = b"-._~" + safe.encode()
    data = s.encode() if isinstance(s, str) else s
    return "".join(chr(c) if c in keep or _is_alphanumeric(c) else "%%%02X" % c for c in data)


def _is_alphanumeric(c):
    return 48 <= c <= 57 or 97 <= c | 32 <= 122


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
