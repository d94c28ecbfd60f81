"""Header fields of an answer, as apps write them: dict, list of pairs, str or bytes."""


def fields(writer, headers):
    """Return (fields, length): as bytes, and the Content-Length they announce, or None.

    The length is not among the fields: the stream sets what frames the content.
    Those that the stream has been given for its next head are among them.
    Raises ValueError for what is no name, CR, LF or NUL in a value, and a Transfer-Encoding.
    """
    length = None
    block = writer.extra_fields
    writer.extra_fields = b""
    for name, value in pairs(headers or ()):
        name = _text(name)
        value = check(writer, _text(value))
        lower = check_name(name, "a header field")
        if lower == "content-length":
            if not value.isdigit():
                raise ValueError("no Content-Length: %r" % value)
            length = int(value)
        elif lower == "connection" and "close" in value.lower():
            writer.keep = False  # and the stream says so
        elif lower == "transfer-encoding":
            raise ValueError("Transfer-Encoding is set by the stream")
        else:
            block += ("%s: %s\r\n" % (name, value)).encode()
    return block, length


def check_name(name, what):
    """`name` in small letters, if all of it are token characters (RFC 9110, 5.6.2). Raises ValueError if not."""
    lower = name.lower()
    if not lower or lower.strip("etaoins-rchldgpumfywkvbxjqz0123456789!#$%&'*+.^_`|~"):
        raise ValueError("no name for %s: %r" % (what, name))
    return lower


def check(writer, text):
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
