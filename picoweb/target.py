"""Request targets other than a plain path (RFC 9112, 3.2)."""

from .http import HTTPError
from .utils import unquote


def target(path):
    """The path of a target (bytes, query cut off), percent-decoded, as str. Raises HTTPError 400."""
    if path[:1] != b"/" and path != b"*":
        path = _origin_form(path)
    return unquote(path)


def _origin_form(path):
    # The absolute form is for proxies, but a server has to take it as well.
    scheme, mark, rest = path.partition(b"://")
    if not mark or not scheme.isalpha():
        raise HTTPError(400, "target")
    slash = rest.find(b"/")
    return rest[slash:] if slash >= 0 else b"/"
