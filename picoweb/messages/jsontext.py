"""JSON as RFC 8259 has it: the runtime's own parser may take more than that, and less than all of it.

It takes time in proportion to the text, and no recursion.
"""

_BLANKS = (b" ", b"\t", b"\r", b"\n")
_ENDS = _BLANKS + (b",", b"]", b"}", b"")
_DEPTH = 64  # of arrays and objects in one another


def check(data):
    """Raise ValueError, with the place, unless `data` (bytes) is JSON.

    Returns the bytes, with characters in place of escaped pairs of surrogates, which MicroPython's parser takes apart.
    Half a pair is an error.
    """
    # Bytes, as MicroPython looks for a place in a str from its beginning.
    at = 0
    closers = b""  # what the open arrays and objects end with, innermost last
    state = "value"
    pairs = []
    while True:
        at = _skip(data, at)
        c = data[at : at + 1]
        if c and c in b"]}" and closers[-1:] == c and state in ("end", "first value", "first key"):
            closers = closers[:-1]
            at += 1
            state = "end"
        elif state == "end":
            if not closers and not c:
                return _joined(data, pairs) if pairs else data
            if c != b"," or not closers:
                raise _error(at)
            at += 1
            state = "key" if closers[-1:] == b"}" else "value"
        elif "key" in state:
            if c != b'"':
                raise _error(at)
            at = _skip(data, _string(data, at + 1, pairs))
            if data[at : at + 1] != b":":
                raise _error(at)
            at += 1
            state = "value"
        elif c and c in b"[{":
            if len(closers) == _DEPTH:
                raise _error(at)
            closers += b"]" if c == b"[" else b"}"
            at += 1
            state = "first value" if c == b"[" else "first key"
        else:
            at = _string(data, at + 1, pairs) if c == b'"' else _word(data, at)
            state = "end"


def _error(at):
    return ValueError("malformed JSON at %d" % at)


def _skip(data, at):
    while data[at : at + 1] in _BLANKS:
        at += 1
    return at


def _string(data, at, pairs):
    # Where a string ends whose quote stands before `at`; where escaped pairs of surrogates begin goes to `pairs`.
    stop = data.find(b'"', at)
    while stop >= 0:
        slash = data.find(b"\\", at, stop)
        part = memoryview(data)[at : stop if slash < 0 else slash]
        if part and min(part) < 32:
            break
        if slash < 0:
            return stop + 1
        c = data[slash + 1 : slash + 2]
        at = slash + 2
        if c == b"u":
            code = _hexadecimal(data, at)
            at += 4
            if code >> 11 == 27:  # a surrogate
                low = _hexadecimal(data, at + 2) if data[at : at + 2] == b"\\u" else 0
                if code >> 10 != 54 or low >> 10 != 55:
                    break
                pairs.append(slash)
                at += 6
        elif not c or c not in b'"\\/bfnrt':
            break
        if stop < at:
            stop = data.find(b'"', at)
    raise _error(at)


def _hexadecimal(data, at):
    digits = data[at : at + 4]
    if len(digits) != 4 or digits.strip(b"0123456789abcdefABCDEF"):
        raise _error(at)
    return int(digits, 16)


def _joined(data, pairs):
    buf = bytearray(data)
    to = at = 0
    for start in pairs:
        n = start - at
        buf[to : to + n] = data[at:start]
        to += n
        at = start + 12
        code = (int(data[start + 2 : start + 6], 16) & 1023) << 10 | int(data[start + 8 : at], 16) & 1023
        code += 65536
        # Not by `chr`, as what that makes stays in MicroPython's heap.
        buf[to : to + 4] = bytes((0xF0 | code >> 18, 0x80 | code >> 12 & 63, 0x80 | code >> 6 & 63, 0x80 | code & 63))
        to += 4
    n = len(data) - at
    buf[to : to + n] = data[at:]
    return bytes(memoryview(buf)[: to + n])


def _word(data, at):
    # Where a number, true, false or null ends.
    stop = at
    while data[stop : stop + 1] not in _ENDS and stop - at < 300:
        stop += 1
    word = data[at:stop]
    if word not in (b"true", b"false", b"null") and not _is_number(word):
        raise _error(at)
    return stop


def _is_number(word):
    if word[:1] == b"-":
        word = word[1:]
    mantissa, e, exponent = word.replace(b"E", b"e").partition(b"e")
    whole, point, part = mantissa.partition(b".")
    if exponent[:1] in (b"+", b"-"):
        exponent = exponent[1:]
    return (len(word) < 300 and _are_digits(whole) and (whole == b"0" or whole[0] != 48)
            and (not point or _are_digits(part)) and (not e or _are_digits(exponent)))


def _are_digits(data):
    return bool(data) and min(data) >= 48 and max(data) <= 57
