"""How the content of a request is framed (RFC 9112, 6)."""

from .errors import HTTPError

FRAMING_FIELDS = b"content-length", b"transfer-encoding", b"expect"
IN_CHUNKS = -1  # in place of a length
#: Whether content in chunks is ever taken apart. Where no handler reads any, it is the end of a connection instead.
READS_CHUNKS = True  # build: whether content
MOST_DIGITS = 18  # of a length: all such numbers have room in 64 bits


def find_framing(fields: "list[tuple[bytes, bytes]]") -> "tuple[int, bool]":
    """Return (body_length, awaits_100) as `heads.Fields` has them, from the fields that frame, their names in lower case.

    Raises HTTPError 400, 417 or 501.
    """
    body_length = 0
    awaits_100 = False
    earlier = None  # what said how the content is framed: nothing may say otherwise
    for name, value in fields:
        value = value.lower()
        if name == b"expect":
            if value != b"100-continue":
                raise HTTPError(417)
            awaits_100 = True
            continue
        if name == b"content-length":
            body_length = _parse_length(value, earlier)
        else:
            body_length = _parse_coding(value, earlier)
        earlier = value
    return body_length, awaits_100


def _parse_length(value: bytes, earlier: "bytes | None") -> int:
    """The number that a Content-Length is. Raises HTTPError 400 if it is none, or another than the earlier one."""
    # int() would take b"+1" and b"1_0" as well.
    if not value.isdigit() or len(value) > MOST_DIGITS or earlier not in (None, value):
        raise HTTPError(400, "Content-Length")
    return int(value)


def _parse_coding(value: bytes, earlier: "bytes | None") -> int:
    """IN_CHUNKS, for a Transfer-Encoding that is the only one. Raises HTTPError 400 (RFC 9112, 6.3), or 501 for others."""
    value = value.strip(b", \t")  # empty members of a list say nothing (RFC 9110, 5.6.1.2)
    if earlier is not None or not value.endswith(b"chunked") or value.count(b"chunked") > 1:
        raise HTTPError(400, "Transfer-Encoding")
    if value != b"chunked":
        raise HTTPError(501, "Transfer-Encoding")
    return IN_CHUNKS
