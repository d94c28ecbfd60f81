"""Request targets other than a plain path (RFC 9112, 3.2), and versions other than 1.1 and 1.0."""

from .errors import HTTPError
from .hosts import check_host
from .percent import unquote


def find_path(method, path, query):
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


def version_error(value):
    """The HTTPError for the end of a request line (bytes): 505 if it is that of another version (RFC 9110, 15.6.6), else 400."""
    good = value[:5] == b"HTTP/" and len(value) == 10 and (value[5:6] + value[7:8]).isdigit()
    return HTTPError(505 if good else 400, "version")
