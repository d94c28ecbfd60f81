"""How the content of a request is framed (RFC 9112, 6)."""

from .errors import HTTPError


def find_framing(fields):
    """Return (length, expect) as `parse_fields` does, from (name, value) pairs, the names in lower case; others are passed over.

    Raises HTTPError 400, 417 or 501.
    """
    length = before = None
    expect = False
    for name, value in fields:
        value = value.lower()
        if name == b"expect":
            if value != b"100-continue":
                raise HTTPError(417)
            expect = True
        elif name == b"content-length":
            good = value.isdigit() and len(value) < 19  # int() would take b"+1" and b"1_0" as well
            if not good or before not in (None, value):
                raise HTTPError(400, "Content-Length")
            length = int(value)
            before = value
        elif name == b"transfer-encoding":
            if before is not None or value[-7:] != b"chunked" or value.count(b"chunked") > 1:
                raise HTTPError(400, "Transfer-Encoding")  # (RFC 9112, 6.3)
            if value != b"chunked":
                raise HTTPError(501, "Transfer-Encoding")
            length = -1
            before = value
    return length or 0, expect
