"""Percent-encoding, queries, forms and markup as text.

It knows no request and no stream, and takes time in proportion to what it is given.
"""

from binascii import unhexlify

from . import __getattr__  # noqa: F401  the rest of what was here in older versions
from . import coroutine  # noqa: F401  shims and apps take it from here


def unquote(s):
    """Percent-decode (RFC 3986, 2.1) a str or bytes; the answer is a str.

    A `%` without two hexadecimal digits stays. What is not UTF-8 becomes U+FFFD.
    """
    data = s.encode() if isinstance(s, str) else s
    if b"%" in data:
        data = decode(data)
    try:
        return data.decode("utf-8", "replace")
    except UnicodeError:  # MicroPython knows no "replace"
        from .utf8 import repaired

        return repaired(data)


def unquote_plus(s):
    """As `unquote`, and `+` is a space: application/x-www-form-urlencoded (WHATWG URL, 5.1)."""
    return unquote(s.replace("+", " ") if isinstance(s, str) else s.replace(b"+", b" "))


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


def decode(data):
    """The bytes that `data` stands for, moved together within one copy of it."""
    buf = bytearray(data)
    to = at = buf.find(b"%")
    while at < len(buf):
        try:
            buf[to] = unhexlify(buf[at + 1 : at + 3])[0]
            at += 3
        except (ValueError, IndexError):
            buf[to] = 37
            at += 1
        to += 1
        stop = buf.find(b"%", at)
        if stop < 0:
            stop = len(buf)
        buf[to : to + stop - at] = buf[at:stop]
        to += stop - at
        at = stop
    return buf[:to]
