"""Request targets other than a plain path (RFC 9112, 3.2), and hosts other than a plain name."""

from .http import HTTPError
from .utils import unquote


def target(method, path):
    """The path of a target (bytes, query cut off), percent-decoded, as str. Raises HTTPError 400."""
    if path == b"*" and method == b"OPTIONS":  # it asks for the server as a whole
        return "*"
    if method == b"CONNECT":  # that is for proxies
        raise HTTPError(400, "target")
    if path[:1] != b"/":
        path = _origin_form(path)
    return unquote(path)


def _origin_form(path):
    # The absolute form is for proxies, but a server has to take it as well.
    scheme, mark, rest = path.partition(b"://")
    host, slash, path = rest.partition(b"/")
    # No host (RFC 9110, 4.2.1), or somebody's name in front of it (4.2.4), is an error.
    if not mark or scheme.lower() not in (b"http", b"https") or host[:1] in (b"", b":"):
        raise HTTPError(400, "target")
    check_host(False, b"Host:" + host)
    return b"/" + path


def check_host(seen, line):
    """Raise HTTPError 400 unless `line` (bytes) is a good Host field (RFC 9110, 7.2), the first (`seen`: bool)."""
    value = line[5:].strip(b" \t").lower()
    host, _, port = value.partition(b":")
    good = b"%_~!$&'()*+,;="
    if value[:1] == b"[":  # an IPv6 address
        host, end, port = value[1:].partition(b"]")
        good = b":" if host and end and port[:1] in (b"", b":") else b""
        port = port[1:] if good else b"?"
    for each in host.split(b"%")[1:]:
        if len(each) < 2 or each[:2].strip(b"0123456789abcdef"):
            seen = True  # percent-encoding that is none
    if value[:1] == b"[" and (host.count(b":") < 2 or host.count(b"::") > 1 or b":::" in host):
        seen = True  # no address
    if seen or host.strip(good + b"0123456789.abcdefghijklmnopqrstuvwxyz-") or port.strip(b"0123456789"):
        raise HTTPError(400, "Host")
