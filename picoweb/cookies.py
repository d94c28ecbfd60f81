"""Cookies (RFC 6265), both ways: methods of `Stream` and what `HTTPRequest.cookies` is."""

from .headers import check


def _cookies(req):
    """The cookies of a request: a dict of str. Of those that came more than once, the first."""
    found = {}
    for part in (req.headers.get("cookie") or "").replace(", ", ";").split(";"):
        name, equals, value = part.partition("=")
        name = name.strip(" \t")
        value = value.strip(" \t")
        if value[:1] == '"' and value[-1:] == '"' and value[1:]:
            value = value[1:-1]
        if equals and name not in found:
            found[name] = value
    return found


def set_cookie(self, name, value="", max_age=None, path="/", domain=None, secure=False, httponly=False, samesite=None):
    """Have the answer set a cookie: to be called before it begins.

    name, value, path, domain: str. max_age: int, seconds; None: until the browser is closed.
    samesite: "Strict", "Lax" or "None". Raises ValueError for what no cookie can hold (RFC 6265, 4.1).
    """
    if not name or [c for c in name if c in "=,\"" or c < "!"]:
        raise ValueError("no name for a cookie: %r" % name)
    text = "%s=%s" % (name, value)
    for key, part in (("Max-Age", max_age), ("Path", path), ("Domain", domain), ("SameSite", samesite)):
        if part is not None:
            text += "; %s=%s" % (key, _checked(str(part)))
    _checked(name + str(value))
    if samesite and samesite.lower() not in ("strict", "lax", "none"):
        raise ValueError("SameSite is Strict, Lax or None, not %r" % samesite)
    self.extra += ("Set-Cookie: %s%s%s\r\n" % (text, "; Secure" if secure else "", "; HttpOnly" if httponly else "")).encode()


def delete_cookie(self, name, path="/", domain=None):
    """Have the answer delete a cookie, which was set with this path and domain (RFC 6265, 3.1)."""
    self.set_cookie(name, "", 0, path, domain)


def _checked(text):
    if ";" in text:
        raise ValueError("';' in a cookie: %r" % text)
    return check(None, text)
