"""Percent-encoding, both ways (RFC 3986, 2.1), and the UTF-8 in it."""

from binascii import unhexlify

from ..runtime import IS_MICROPYTHON

HEXADECIMAL = b"0123456789abcdefABCDEF"
PERCENT = 37
FIRST_LEAD = 0x80  # of the bytes that are not ASCII
REPLACEMENT = b"\xef\xbf\xbd"  # U+FFFD


def unquote(s: "str | bytes") -> str:
    """Percent-decode (RFC 3986, 2.1).

    A `%` without two hexadecimal digits stays. What is not UTF-8 becomes U+FFFD.
    """
    return unquote_bytes(s.encode() if isinstance(s, str) else s)


def unquote_bytes(encoded: "bytes | bytearray") -> str:
    """As `unquote`, of bytes."""
    decoded = decode(encoded) if b"%" in encoded else encoded
    if not IS_MICROPYTHON:
        return decoded.decode("utf-8", "replace")
    is_ascii = not decoded or max(decoded) < FIRST_LEAD
    return decoded.decode() if is_ascii else repaired(decoded)  # it knows no "replace"


def unquote_plus(s: "str | bytes") -> str:
    """As `unquote`, and `+` is a space: application/x-www-form-urlencoded (WHATWG URL, 5.1)."""
    return unquote(s.replace("+", " ") if isinstance(s, str) else s.replace(b"+", b" "))


def decode(encoded: "bytes | bytearray") -> bytearray:
    """The bytes that percent-encoded ones stand for, one `%` among them at least, moved together within one copy."""
    decoded = bytearray(encoded)
    length = len(decoded)
    written = taken = decoded.find(b"%")
    while taken < length:
        try:
            decoded[written] = unhexlify(decoded[taken + 1 : taken + 3])[0]
            taken += 3
        except (ValueError, IndexError):
            decoded[written] = PERCENT
            taken += 1
        written += 1
        stop = decoded.find(b"%", taken)
        if stop < 0:
            stop = length
        decoded[written : written + stop - taken] = decoded[taken:stop]
        written += stop - taken
        taken = stop
    return decoded[:written]


def is_utf8(encoded: "bytes | bytearray") -> bool:
    """Whether bytes are UTF-8 (RFC 3629, 3). MicroPython decodes other forms as well, and each of its versions other ones."""
    if not encoded or max(encoded) < FIRST_LEAD:
        return True
    if not IS_MICROPYTHON:
        return _decodes(encoded)
    at = 0
    while at < len(encoded):
        length, is_whole = _sequence(encoded, at)
        if not is_whole:
            return False
        at += length
    return True


def _decodes(encoded):
    """Whether the runtime, which is strict, can decode bytes."""
    try:
        encoded.decode()
        return True
    except UnicodeError:
        return False


def repaired(encoded: "bytes | bytearray") -> str:
    """What is meant to be UTF-8, with U+FFFD for each malformed part (WHATWG Encoding, 4.1)."""
    good = bytearray()
    start = at = 0
    while at < len(encoded):
        length, is_whole = _sequence(encoded, at)
        if not is_whole:
            good += encoded[start:at] + REPLACEMENT
            start = at + length
        at += length
    return (good + encoded[start:]).decode()


def _sequence(encoded: "bytes | bytearray", at: int) -> "tuple[int, bool]":
    """Return (length, is_whole) of the UTF-8 sequence at a place; of a malformed one, the length of its well-formed part."""
    lead = encoded[at]
    if lead < FIRST_LEAD:
        return 1, True
    if not 0xC2 <= lead <= 0xF4:
        return 1, False
    length = 2 + (lead >= 0xE0) + (lead >= 0xF0)
    # What is beyond would be too long a form, half a pair of surrogates, or beyond U+10FFFF.
    lowest = {0xE0: 0xA0, 0xF0: 0x90}.get(lead, 0x80)
    highest = {0xED: 0x9F, 0xF4: 0x8F}.get(lead, 0xBF)
    for place in range(1, length):
        byte = encoded[at + place] if at + place < len(encoded) else 0
        if not lowest <= byte <= highest:
            return place, False
        lowest = 0x80
        highest = 0xBF
    return length, True


def quote(s: "str | bytes", safe: str = "/") -> str:
    """Percent-encode what is neither an unreserved character (RFC 3986, 2.3) nor in `safe`."""
    keep = b"-._~" + safe.encode()
    data = s.encode() if isinstance(s, str) else s
    quoted = bytearray()
    for byte in data:
        if byte in keep or _is_alphanumeric(byte):
            quoted.append(byte)  # not by `chr`, as what that makes stays in MicroPython's heap
        else:
            quoted += b"%%%02X" % byte
    return quoted.decode()


def _is_alphanumeric(byte: int) -> bool:
    """Whether a byte is that of a letter or a digit of ASCII."""
    return 48 <= byte <= 57 or 97 <= byte | 32 <= 122
