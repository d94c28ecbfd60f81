"""How the content of a request is framed (RFC 9112, 6)."""

from .http import HTTPError


def frame(fields):
    """Return (length, expect) as `parse_fields` does, from (name, value) pairs in lower case.

    Raises HTTPError 400, 417 or 501.
    """
    length = None
    expect = False
    for name, value in fields:
        if name == b"expect":
            if value.lower() != b"100-continue":
                raise HTTPError(417)
            expect = True
            continue
        value = _content_length(value) if name == b"content-length" else _transfer_coding(value)
        if length is not None and (length != value or value < 0):
            raise HTTPError(400, "conflicting lengths")
        length = value
    return length or 0, expect


def _content_length(value):
    # int() would take b"+1" and b"1_0" as well.
    if not value.isdigit() or len(value) > 18:
        raise HTTPError(400, "Content-Length")
    return int(value)


def _transfer_coding(value):
    if value.lower() == b"chunked":
        return -1
    raise HTTPError(501, "Transfer-Encoding")
