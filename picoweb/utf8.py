"""Malformed UTF-8, where the runtime cannot replace it itself: loaded when some comes in."""


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
