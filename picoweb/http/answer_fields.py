"""Header fields of an answer, as apps write them: dict, list of pairs, str or bytes."""


def encode_fields(headers):
    """Return (block, length, closes): bytes, the Content-Length they announce or None, and whether they say `close`.

    headers: dict, list of pairs, or str or bytes. Content-Length and `Connection: close` are not in the block, as
    the stream sets what frames the content. Raises ValueError for what is no name, for CR, LF or NUL in a value, and
    for a Transfer-Encoding.
    """
    length = None
    closes = False
    lines = []
    for name, value in pairs(headers or ()):
        name = _text(name)
        value = check_text(_text(value))
        lower_name = check_name(name, "a header field")
        if lower_name == "content-length":
            if not value.isdigit():
                raise ValueError("no Content-Length: %r" % value)
            length = int(value)
        elif lower_name == "connection" and "close" in value.lower():
            closes = True
        elif lower_name == "transfer-encoding":
            raise ValueError("Transfer-Encoding is set by the stream")
        else:
            lines.append(("%s: %s\r\n" % (name, value)).encode())
    return b"".join(lines), length, closes


def check_name(name, what):
    """`name` in small letters, if all of it are token characters (RFC 9110, 5.6.2). Raises ValueError if not."""
    lower = name.lower()
    if not lower or lower.strip("etaoins-rchldgpumfywkvbxjqz0123456789!#$%&'*+.^_`|~"):
        raise ValueError("no name for %s: %r" % (what, name))
    return lower


def check_text(text):
    """`text`, unless it has control characters, one of which would end its header field. Raises ValueError then."""
    # As bytes: of a str, each character becomes a name for ever, on MicroPython.
    data = text.encode().replace(b"\t", b" ")
    if data and min(data) < 32 or b"\x7f" in data:
        raise ValueError("a control character in a header field: %r" % text)
    return text


def has(headers, name):
    """Whether there is a field of this (lower-case) name."""
    for each, _ in pairs(headers):
        if _text(each).lower() == name:
            return True


def pairs(headers):
    """Yield (name, value) from each of the forms."""
    if isinstance(headers, (str, bytes, bytearray)):
        return _split(_text(headers))
    return headers.items() if hasattr(headers, "items") else headers


def _split(text):
    for line in text.split("\r\n"):
        if line:
            name, _, value = line.partition(":")
            yield name, value.strip()


def _text(value):
    return str(value, "utf-8") if isinstance(value, (bytes, bytearray)) else str(value)


def as_dict(headers):
    """As a dict; of a field that comes more than once, the value is a list."""
    found = {}
    for name, value in pairs(headers):
        if name in found:
            value = (found[name] if isinstance(found[name], list) else [found[name]]) + [value]
        found[name] = value
    return found


def as_pairs(headers):
    """As a list of pairs, also what `as_dict` made."""
    return [(name, each) for name, value in pairs(headers) for each in (value if isinstance(value, list) else [value])]
