"""Request targets other than a plain path (RFC 9112, 3.2), hosts other than a plain name, and versions other than 1.1 and 1.0."""

from .http import HTTPError
from .utils import unquote


def target(method, path, query):
    """The path of a target (bytes, cut before the mark of its `query`), percent-decoded, as str. Raises HTTPError 400."""
    if path == b"*" and not query and method == b"OPTIONS":  # it asks for the server as a whole
        return "*"
    if method == b"CONNECT":  # that is for proxies
        raise HTTPError(400, "target")
    if path[:1] != b"/":  # the absolute form is for proxies, but a server has to take it as well
        scheme, mark, rest = path.partition(b"://")
        host, _, path = rest.partition(b"/")
        # No host (RFC 9110, 4.2.1), or somebody's name in front of it (4.2.4), is an error.
        if not mark or scheme.lower() not in (b"http", b"https") or host[:1] in (b"", b":"):
            raise HTTPError(400, "target")
        check_host(False, b"Host:" + host)
        path = b"/" + path
    return unquote(path)


def check_host(seen, line):
    """Raise HTTPError 400 unless `line` (bytes) is a good Host field (RFC 9110, 7.2), the first (`seen`: bool)."""
    value = line[5:].strip(b" \t").lower()
    host, _, port = value.partition(b":")
    if value[:1] == b"[":
        from .literal import check

        host, end, port = value[1:].partition(b"]")
        seen = seen or not end or not check(host) or port[:1] not in (b"", b":")
        host = b""
        port = port[1:]
    for each in host.split(b"%")[1:]:
        if len(each) < 2 or each[:2].strip(b"0123456789abcdef"):
            seen = True  # percent-encoding that is none
    if seen or host.strip(b"0123456789.abcdefghijklmnopqrstuvwxyz-%_~!$&'()*+,;=") or port.strip(b"0123456789"):
        raise HTTPError(400, "Host")


def version(value):
    """The HTTPError for the end of a request line (bytes): 505 if it is that of another version (RFC 9110, 15.6.6), else 400."""
    good = value[:5] == b"HTTP/" and len(value) == 10 and (value[5:6] + value[7:8]).isdigit()
    return HTTPError(505 if good else 400, "version")
