"""JSON as RFC 8259 has it: the runtime's own parser may take more than that, and less than all of it.

It takes time in proportion to the text, and no recursion.
"""

_BLANK = " \t\r\n"
_DEPTH = 64  # of arrays and objects in one another


def check(text):
    """Raise ValueError, with the place, unless `text` (str) is JSON."""
    at = 0
    closers = ""  # what the open arrays and objects end with, innermost last
    state = "value"
    while True:
        at = _skip(text, at)
        c = text[at : at + 1]
        if c and c in "]}" and closers[-1:] == c and state in ("end", "first value", "first key"):
            closers = closers[:-1]
            at += 1
            state = "end"
        elif state == "end":
            if not closers and not c:
                return
            if c != "," or not closers:
                raise _error(at)
            at += 1
            state = "key" if closers[-1] == "}" else "value"
        elif "key" in state:
            if c != '"':
                raise _error(at)
            at = _skip(text, _string(text, at + 1))
            if text[at : at + 1] != ":":
                raise _error(at)
            at += 1
            state = "value"
        elif c and c in "[{":
            if len(closers) == _DEPTH:
                raise _error(at)
            closers += "]" if c == "[" else "}"
            at += 1
            state = "first value" if c == "[" else "first key"
        else:
            at = _string(text, at + 1) if c == '"' else _word(text, at)
            state = "end"


def _error(at):
    return ValueError("malformed JSON at %d" % at)


def _skip(text, at):
    while text[at : at + 1] and text[at] in _BLANK:
        at += 1
    return at


def _string(text, at):
    # Where a string ends whose quote stands before `at`.
    stop = text.find('"', at)
    while stop >= 0:
        slash = text.find("\\", at, stop)
        part = text[at : stop if slash < 0 else slash]
        if part and min(part) < " ":
            break
        if slash < 0:
            return stop + 1
        c = text[slash + 1 : slash + 2]
        at = slash + 2
        if c == "u":
            if len(text[at : at + 4].encode()) != 4 or text[at : at + 4].strip("0123456789abcdefABCDEF"):
                break
            at += 4
        elif c not in '"\\/bfnrt':
            break
        if stop < at:
            stop = text.find('"', at)
    raise _error(at)


def _word(text, at):
    # Where a number, true, false or null ends.
    stop = at
    while text[stop : stop + 1] and text[stop] not in ",]} \t\r\n":
        stop += 1
    word = text[at:stop]
    if word not in ("true", "false", "null") and not _is_number(word):
        raise _error(at)
    return stop


def _is_number(word):
    if word[:1] == "-":
        word = word[1:]
    mantissa, e, exponent = word.replace("E", "e").partition("e")
    whole, point, part = mantissa.partition(".")
    if exponent[:1] in ("+", "-"):
        exponent = exponent[1:]
    return (len(word) < 300 and _are_digits(whole) and (whole == "0" or whole[0] != "0")
            and (not point or _are_digits(part)) and (not e or _are_digits(exponent)))


def _are_digits(text):
    return bool(text) and min(text) >= "0" and max(text) <= "9"
