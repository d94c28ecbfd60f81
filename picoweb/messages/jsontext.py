"""JSON as RFC 8259 has it: the runtime's own parser may take more than that, and less than all of it.

It takes time in proportion to the text, and no recursion. What the text means is not this module's to know.
"""

from ..http.percent import HEXADECIMAL

BLANKS = (b" ", b"\t", b"\r", b"\n")
ENDS = BLANKS + (b",", b"]", b"}", b"")  # what may follow a number or a word
WORDS = (b"true", b"false", b"null")
MOST_DEPTH = 64  # of arrays and objects in one another
MOST_DIGITS = 300  # of a number
LOWEST_PRINTABLE = 32
DIGIT_ZERO = 48

# What may come next, apart from blanks.
VALUE = 0
FIRST_VALUE = 1  # or the end of the array
KEY = 2
FIRST_KEY = 3  # or the end of the object
COMMA = 4  # or the end of the array, the object, or the text
CLOSABLE = (FIRST_VALUE, FIRST_KEY, COMMA)

ESCAPE_LENGTH = 6  # of "\ud83d"
CHARACTER_LENGTH = 4  # of what a pair of them stands for, in UTF-8


def check(data: "bytes | bytearray") -> "bytes | bytearray":
    """Raise ValueError, with the place, unless `data` is JSON.

    Returns the bytes, with characters in place of escaped pairs of surrogates, which MicroPython's parser takes apart.
    Half a pair is an error.
    """
    # Bytes, as MicroPython looks for a place in a str from its beginning.
    at = 0
    closers = b""  # what the open arrays and objects end with, innermost last
    expected = VALUE
    pairs: "list[int]" = []  # where escaped pairs of surrogates begin
    while True:
        at = _skip_blanks(data, at)
        character = bytes(data[at : at + 1])
        if character and character == closers[-1:] and expected in CLOSABLE:
            closers = closers[:-1]
            at += 1
            expected = COMMA
        elif expected == COMMA:
            if not closers and not character:
                return _joined(data, pairs) if pairs else data
            if character != b"," or not closers:
                raise _error(at)
            at += 1
            expected = KEY if closers[-1:] == b"}" else VALUE
        elif expected in (KEY, FIRST_KEY):
            at = _key(data, at, pairs)
            expected = VALUE
        elif character and character in b"[{":
            if len(closers) == MOST_DEPTH:
                raise _error(at)
            closers += b"]" if character == b"[" else b"}"
            at += 1
            expected = FIRST_VALUE if character == b"[" else FIRST_KEY
        else:
            at = _string(data, at + 1, pairs) if character == b'"' else _word(data, at)
            expected = COMMA


def _error(at: int) -> ValueError:
    """The error for what is malformed at a place."""
    return ValueError("malformed JSON at %d" % at)


def _skip_blanks(data: "bytes | bytearray", at: int) -> int:
    """The place behind the blanks at a place."""
    while data[at : at + 1] in BLANKS:
        at += 1
    return at


def _key(data: "bytes | bytearray", at: int, pairs: "list[int]") -> int:
    """The place behind a key of an object and its colon."""
    if data[at : at + 1] != b'"':
        raise _error(at)
    at = _skip_blanks(data, _string(data, at + 1, pairs))
    if data[at : at + 1] != b":":
        raise _error(at)
    return at + 1


def _string(data: "bytes | bytearray", at: int, pairs: "list[int]") -> int:
    """The place behind a string whose quote stands before a place; where pairs of surrogates begin is added to `pairs`."""
    quote = data.find(b'"', at)
    while quote >= 0:
        backslash = data.find(b"\\", at, quote)
        plain = memoryview(data)[at : quote if backslash < 0 else backslash]
        if plain and min(plain) < LOWEST_PRINTABLE:
            break
        if backslash < 0:
            return quote + 1
        at = _escape(data, backslash, pairs)
        if quote < at:
            quote = data.find(b'"', at)
    raise _error(at)


def _escape(data: "bytes | bytearray", at: int, pairs: "list[int]") -> int:
    """The place behind an escape sequence; where it is a pair of surrogates, its place is added to `pairs`."""
    character = data[at + 1 : at + 2]
    if character != b"u":
        if not character or character not in b'"\\/bfnrt':
            raise _error(at + 2)
        return at + 2
    code = _code(data, at)
    if not _is_surrogate(code):
        return at + ESCAPE_LENGTH
    low_at = at + ESCAPE_LENGTH
    low_code = _code(data, low_at) if data[low_at : low_at + 2] == b"\\u" else 0
    if code >> 10 != 54 or low_code >> 10 != 55:
        raise _error(low_at)
    pairs.append(at)
    return low_at + ESCAPE_LENGTH


def _code(data: "bytes | bytearray", at: int) -> int:
    """The number in "\\u0000" at a place."""
    digits = bytes(data[at + 2 : at + ESCAPE_LENGTH])
    if len(digits) != 4 or digits.strip(HEXADECIMAL):
        raise _error(at + 2)
    return int(digits, 16)


def _is_surrogate(code: int) -> bool:
    """Whether a number is that of one half of a pair."""
    return code >> 11 == 27


def _joined(data: "bytes | bytearray", pairs: "list[int]") -> bytearray:
    """The text with characters in place of the pairs of surrogates that begin at these places."""
    joined = bytearray(data)  # it becomes shorter
    taken = written = 0
    for start in pairs:
        length = start - taken
        joined[written : written + length] = data[taken:start]
        written += length
        joined[written : written + CHARACTER_LENGTH] = _character(_code(data, start), _code(data, start + ESCAPE_LENGTH))
        written += CHARACTER_LENGTH
        taken = start + 2 * ESCAPE_LENGTH
    length = len(data) - taken
    joined[written : written + length] = data[taken:]
    return joined[: written + length]


def _character(high: int, low: int) -> bytes:
    """The character of a pair of surrogates in UTF-8: not by `chr`, as what that makes stays in MicroPython's heap."""
    code = 0x10000 + ((high & 0x3FF) << 10 | low & 0x3FF)
    return bytes((0xF0 | code >> 18, 0x80 | code >> 12 & 0x3F, 0x80 | code >> 6 & 0x3F, 0x80 | code & 0x3F))


def _word(data: "bytes | bytearray", at: int) -> int:
    """The place behind a number, true, false or null."""
    stop = at
    while data[stop : stop + 1] not in ENDS and stop - at < MOST_DIGITS:
        stop += 1
    word = bytes(data[at:stop])
    if word not in WORDS and not _is_number(word):
        raise _error(at)
    return stop


def _is_number(word: bytes) -> bool:
    """Whether a word is a number (RFC 8259, 6), and not too long."""
    if word.startswith(b"-"):
        word = word[1:]
    mantissa, e, exponent = word.replace(b"E", b"e").partition(b"e")
    whole, point, part = mantissa.partition(b".")
    if exponent[:1] in (b"+", b"-"):
        exponent = exponent[1:]
    if not _are_digits(whole) or whole != b"0" and whole[0] == DIGIT_ZERO:
        return False
    return len(word) < MOST_DIGITS and (not point or _are_digits(part)) and (not e or _are_digits(exponent))


def _are_digits(characters: bytes) -> bool:
    """Whether there are digits, and nothing else."""
    return characters.isdigit()
