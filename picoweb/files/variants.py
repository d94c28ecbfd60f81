"""What few answers with files have: a twin that is compressed, a name to be saved under, fields that the app gives."""

from ..http.answer_fields import encode_fields, has, pairs
from ..http.conditions import VALIDATORS
from ..http.errors import HTTPError
from ..http.fields import field_values
from ..http.percent import quote
from .description import COMPRESSED, TWIN_END, TWIN_TAG, VARIES, representation

GZIP = b"gzip", b"x-gzip"
NOT_IN_NAMES = b'"\\%/'  # what has a meaning in a quoted name, or in the paths of some systems


def is_settled(headers) -> bool:
    """Whether the fields that an app gives say how long the answer is: then it is the file as it is, and all of it."""
    return has(headers, "content-length")


def select(path, asked, headers, plain, twin):
    """The Representation that is sent: of a file as it is, or of its twin (RFC 9110, 12.5.3).

    path: str, of the file. asked: bytes, the fields of the request. headers: those that the app gives. plain: what `stat`
    says of the file, None if there is none; twin: what it says of the twin. Raises HTTPError 404, and 406 for a client that
    does not take gzip, where there is nothing else.
    """
    if headers and has(headers, "content-encoding"):
        return representation(path, plain, b"", b"")
    accepted = field_values(asked, (b"accept-encoding",)).get(b"accept-encoding")
    wants_twin = not plain if accepted is None else takes_gzip(accepted)
    if wants_twin:
        return representation(path + TWIN_END, twin, TWIN_TAG, COMPRESSED)
    if not plain:
        raise HTTPError(406, "gzip alone", [("Vary", "Accept-Encoding")])
    return representation(path, plain, b"", VARIES)


def takes_gzip(accepted) -> bool:
    """Whether a client takes gzip, by its field Accept-Encoding (bytes)."""
    takes_others = False
    for each in accepted.lower().split(b","):
        name, _, weight = each.replace(b" ", b"").replace(b"\t", b"").partition(b";q=")
        if name in GZIP:
            return not _is_zero(weight)
        if name == b"*":
            takes_others = not _is_zero(weight)
    return takes_others


def _is_zero(weight):
    """Whether a weight (bytes; b"": there is none) says "not at all"."""
    return weight != b"" and not weight.strip(b"0.")


def fields_of(fields, headers, download_name) -> bytes:
    """Fields (bytes) of a file, without those that the app gives in `headers`, and with the name to be saved under."""
    if download_name:
        fields += disposition(download_name)
    return _without(fields, headers) if headers else fields


def validators_in(headers) -> bytes:
    """The ETag and the Last-Modified that an app gives, as lines: conditions are compared with them (RFC 9110, 8.8)."""
    return encode_fields([(name, value) for name, value in pairs(headers) if _lower(name) in VALIDATORS])[0]


def disposition(name) -> bytes:
    """The Content-Disposition for a file that is to be saved as `name` (str), as a line (RFC 6266)."""
    plain_name = "".join([chr(byte) if 32 <= byte < 127 and byte not in NOT_IN_NAMES else "_" for byte in name.encode()])
    line = 'Content-Disposition: attachment; filename="%s"' % plain_name
    if plain_name != name:
        line += "; filename*=UTF-8''" + quote(name, "")
    return line.encode() + b"\r\n"


def _without(fields, headers) -> bytes:
    """Lines of fields (bytes), but for those whose names are among `headers`, which are as for `start_response`."""
    given = [_lower(name) for name, _ in pairs(headers)]
    lines = [line + b"\r\n" for line in fields.split(b"\r\n") if line and line[: line.find(b":")].lower() not in given]
    return b"".join(lines)


def _lower(name):
    """The name of a field (str or bytes) in small letters, as bytes."""
    return name.lower() if isinstance(name, bytes) else name.lower().encode()
