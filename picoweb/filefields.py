"""What few answers with files have: a name to be saved under, and fields that the app writes itself."""

from .headers import pairs
from .quoting import quote


def complete_fields(fields, headers, download_name):
    """Fields (bytes) of a file, without those that the app gives in `headers`, and with the name to be saved under."""
    if download_name:
        fields += disposition(download_name)
    return without(fields, headers) if headers else fields


def disposition(name):
    """The Content-Disposition for a file that is to be saved as `name` (str), as a line of bytes (RFC 6266)."""
    plain = "".join([chr(c) if 32 <= c < 127 and c not in b'"\\%/' else "_" for c in name.encode()])
    line = 'Content-Disposition: attachment; filename="%s"' % plain
    if plain != name:
        line += "; filename*=UTF-8''" + quote(name, "")
    return line.encode() + b"\r\n"


def without(fields, headers):
    """Lines of fields (bytes), but for those whose names are among `headers`, which are as for `start_response`."""
    names = [name.lower() if isinstance(name, bytes) else name.lower().encode() for name, _ in pairs(headers)]
    lines = [line + b"\r\n" for line in fields.split(b"\r\n") if line and line[: line.find(b":")].lower() not in names]
    return b"".join(lines)
