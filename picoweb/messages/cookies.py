"""The cookies of a request, and those that an answer sets."""

from ..http.cookies import format_cookie, parse_cookies


def cookies_of(req):
    """The cookies of a request: a dict of str. Of those that came more than once, the first."""
    return parse_cookies(req.headers.get("cookie") or "")


def set_cookie(self, name, value="", max_age=None, path="/", domain=None, secure=False, httponly=False, samesite=None):
    """Have the answer on a stream set a cookie; arguments, and what it raises, as for `Stream.set_cookie`."""
    if self.head != b"":
        raise RuntimeError("a response has begun: no cookie can be set")
    self.extra_fields += format_cookie(name, value, max_age, path, domain, secure, httponly, samesite)


def delete_cookie(self, name, path="/", domain=None):
    """Have the answer delete a cookie, which was set with this path and domain (RFC 6265, 3.1)."""
    self.set_cookie(name, "", 0, path, domain)
