"""Percent-encoding, both ways (RFC 3986, 2.1), and the UTF-8 in it."""

from binascii import unhexlify


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
        return repaired(data)


def unquote_plus(s):
    """As `unquote`, and `+` is a space: application/x-www-form-urlencoded (WHATWG URL, 5.1)."""
    return unquote(s.replace("+", " ") if isinstance(s, str) else s.replace(b"+", b" "))


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


def repaired(data):
    """UTF-8 with U+FFFD for each malformed part (WHATWG Encoding, 4.1)."""
    out = bytearray()
    start = at = 0
    while at < len(data):
        size = _sequence(data, at)
        if size < 0:
            out += data[start:at] + b"\xef\xbf\xbd"
            start = at - size
        at += abs(size)
    return (out + data[start:]).decode()


def _sequence(data, at):
    """The length of the UTF-8 sequence at `at`; minus that of its well-formed part if it is malformed."""
    lead = data[at]
    if lead < 0x80:
        return 1
    if not 0xC2 <= lead <= 0xF4:
        return -1
    size = 2 + (lead >= 0xE0) + (lead >= 0xF0)
    for i in range(1, size):
        c = data[at + i] if at + i < len(data) else 0
        if c & 0xC0 != 0x80:
            return -i
        if i == 1 and (c < {0xE0: 0xA0, 0xF0: 0x90}.get(lead, 0) or c > {0xED: 0x9F, 0xF4: 0x8F}.get(lead, 255)):
            return -1  # too long a form, half a pair of surrogates, or beyond U+10FFFF
    return size


def quote(s, safe="/"):
    """Percent-encode a str or bytes, but for unreserved characters (RFC 3986, 2.3) and those in `safe` (str)."""
    keep = b"-._~" + safe.encode()
    data = s.encode() if isinstance(s, str) else s
    return "".join(chr(c) if c in keep or _is_alphanumeric(c) else "%%%02X" % c for c in data)


def _is_alphanumeric(c):
    return 48 <= c <= 57 or 97 <= c | 32 <= 122
