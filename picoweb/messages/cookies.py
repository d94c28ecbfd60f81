"""The cookies of a request, and those that an answer sets."""

from ..http.cookies import format_cookie, parse_cookies
from ..http.fields import field_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..serving.stream import Stream
    from .request import HTTPRequest


def cookies_of(req: "HTTPRequest") -> "dict[str, str]":
    """The cookies of a request. Of those that came more than once, the first."""
    fields = [value for name, value in req.headers.items() if name.lower() == b"cookie"]
    return parse_cookies(field_text(b";".join(fields)))


def set_cookie(
    resp: "Stream",
    name: str,
    value: object = "",
    max_age: "int | None" = None,
    path: "str | None" = "/",
    domain: "str | None" = None,
    secure: bool = False,
    httponly: bool = False,
    samesite: "str | None" = None,
) -> None:
    """Have the answer on a stream set a cookie; arguments, and what it raises, as for `Stream.set_cookie`."""
    if resp.head != b"":
        raise RuntimeError("a response has begun: no cookie can be set")
    resp.extra_fields += format_cookie(name, value, max_age, path, domain, secure, httponly, samesite)


def delete_cookie(resp: "Stream", name: str, path: "str | None" = "/", domain: "str | None" = None) -> None:
    """Have the answer delete a cookie, which was set with this path and domain (RFC 6265, 3.1)."""
    resp.set_cookie(name, "", 0, path, domain)
