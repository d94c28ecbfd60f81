"""The choice between a file and its twin that is compressed by gzip (RFC 9110, 12.5.3)."""

from .fields import Headers
from .headers import has
from .http import HTTPError


def choose_twin(asked, headers, found, twin):
    """Return (asked, file, end, fields): what of a request counts, which of two results of `os.stat` the answer is of,
    what comes behind its name (str), and header fields (bytes).

    asked: bytes, the fields of the request. headers: those that the app gives. found: None if there is the twin alone;
    twin: None if there is none. Raises HTTPError 406 for a client that does not take gzip, where there is nothing else.
    """
    if headers and has(headers, "content-length"):
        return b"", found, "", b""  # the app has settled what it sends
    if not twin or headers and has(headers, "content-encoding"):
        return asked, found, "", b""
    fields = b"Vary: Accept-Encoding\r\n"
    accepted = Headers(asked + b"\r\n").get(b"accept-encoding")
    if _takes_gzip(accepted) if accepted is not None else not found:
        return asked, twin, ".gz", fields + b"Content-Encoding: gzip\r\n"
    if not found:
        raise HTTPError(406, "gzip alone", [("Vary", "Accept-Encoding")])
    return asked, found, "", fields


def _takes_gzip(accepted):
    takes = False
    for each in accepted.lower().split(b","):
        name, _, weight = each.replace(b" ", b"").replace(b"\t", b"").partition(b";q=")
        if name in (b"gzip", b"x-gzip"):
            return not _is_zero(weight)
        if name == b"*":
            takes = not _is_zero(weight)
    return takes


def _is_zero(weight):
    return weight != b"" and not weight.strip(b"0.")
