"""Request targets other than a plain path (RFC 9112, 3.2), and versions other than 1.1 and 1.0."""

from .errors import HTTPError
from .hosts import check_host
from .percent import unquote_bytes


def find_path(method: bytes, path: bytes, question_mark: bytes) -> str:
    """The path of a target, percent-decoded. Raises HTTPError 400.

    path: the target, without its query. question_mark: what stands between them, b"" if there is no query.
    """
    if path == b"*" and not question_mark and method == b"OPTIONS":  # it asks for the server as a whole
        return "*"
    if method == b"CONNECT":  # that is for proxies
        raise HTTPError(400, "target")
    if not path.startswith(b"/"):  # the absolute form is for proxies, but a server has to take it as well
        path = _path_of_absolute_form(path)
    return unquote_bytes(path)


def _path_of_absolute_form(url: bytes) -> bytes:
    """The path of a URL, as it stands there. Raises HTTPError 400."""
    scheme, separator, rest = url.partition(b"://")
    host, _, path = rest.partition(b"/")
    # No host (RFC 9110, 4.2.1), or somebody's name in front of it (4.2.4), is an error.
    if not separator or scheme.lower() not in (b"http", b"https") or host[:1] in (b"", b":"):
        raise HTTPError(400, "target")
    check_host(host)
    return b"/" + path


def check_version(version: bytes) -> None:
    """Raise HTTPError for the end of a request line, unless it is that of HTTP/1.2 to 1.9, which are as 1.1 (RFC 9110, 2.5).

    505 is for another major version (15.6.6), and 400 for what is no version.
    """
    major_and_minor = version[5:6] + version[7:8]
    if version[:5] + version[6:7] + version[8:] != b"HTTP/.\r\n" or not major_and_minor.isdigit():
        raise HTTPError(400, "version")
    if version[5:6] != b"1":
        raise HTTPError(505, "version")
