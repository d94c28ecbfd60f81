"""What few answers with files have: a twin that is compressed, a name to be saved under, fields that the app gives."""

from ..http.answer_fields import has, pairs
from ..http.errors import HTTPError
from ..http.fields import field_values
from ..http.percent import quote


def select(asked, headers, found, twin):
    """Return (asked, file, end, fields): what of a request counts, which of two results of `os.stat` the answer is of,
    what comes behind its name (str), and header fields (bytes; RFC 9110, 12.5.3).

    asked: bytes, the fields of the request. headers: those that the app gives. found: None if there is the twin alone;
    twin: None if there is none. Raises HTTPError 406 for a client that does not take gzip, where there is nothing else.
    """
    if headers and has(headers, "content-length"):
        return b"", found, "", b""  # the app has settled what it sends
    if not twin or headers and has(headers, "content-encoding"):
        return asked, found, "", b""
    fields = b"Vary: Accept-Encoding\r\n"
    accepted = field_values(asked, (b"accept-encoding",)).get(b"accept-encoding")
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


def fields_of(fields, headers, download_name):
    """Fields (bytes) of a file, without those that the app gives in `headers`, and with the name to be saved under."""
    if download_name:
        fields += _disposition(download_name)
    return _without(fields, headers) if headers else fields


def _disposition(name):
    """The Content-Disposition for a file that is to be saved as `name` (str), as a line of bytes (RFC 6266)."""
    plain = "".join([chr(c) if 32 <= c < 127 and c not in b'"\\%/' else "_" for c in name.encode()])
    line = 'Content-Disposition: attachment; filename="%s"' % plain
    if plain != name:
        line += "; filename*=UTF-8''" + quote(name, "")
    return line.encode() + b"\r\n"


def _without(fields, headers):
    """Lines of fields (bytes), but for those whose names are among `headers`, which are as for `start_response`."""
    names = [name.lower() if isinstance(name, bytes) else name.lower().encode() for name, _ in pairs(headers)]
    lines = [line + b"\r\n" for line in fields.split(b"\r\n") if line and line[: line.find(b":")].lower() not in names]
    return b"".join(lines)
