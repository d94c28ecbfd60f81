"""Cookies (RFC 6265), both ways."""

from ..http.answer_fields import check_name, check_text


def cookies_of(req):
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
    samesite: "Strict", "Lax" or "None". Raises ValueError for what no cookie can hold (RFC 6265, 4.1):
    `quote()` makes any text fit. Raises RuntimeError when the answer has begun.
    """
    if self.head != b"":
        raise RuntimeError("a response has begun: no cookie can be set")
    value = str(value)
    check_name(name, "a cookie")
    if [c for c in value if c in '",;\\' or not "!" <= c <= "~"]:
        raise ValueError("the value %r is not for a cookie, but quote() of it is" % value)
    if max_age is not None and not isinstance(max_age, int):
        raise ValueError("max_age is in whole seconds, not %r" % max_age)
    if samesite is not None:
        samesite = samesite[:1].upper() + samesite[1:].lower()
        if samesite not in ("Strict", "Lax", "None"):
            raise ValueError("SameSite is Strict, Lax or None, not %r" % samesite)
    text = "%s=%s" % (name, value)
    for key, part in (("Max-Age", max_age), ("Path", path), ("Domain", domain), ("SameSite", samesite)):
        if part is not None:
            text += "; %s=%s" % (key, _checked(str(part)))
    self.extra_fields += ("Set-Cookie: %s%s%s\r\n" % (text, "; Secure" if secure else "", "; HttpOnly" if httponly else "")).encode()


def delete_cookie(self, name, path="/", domain=None):
    """Have the answer delete a cookie, which was set with this path and domain (RFC 6265, 3.1)."""
    self.set_cookie(name, "", 0, path, domain)


def _checked(text):
    if ";" in text:
        raise ValueError("';' in what belongs to a cookie: %r" % text)
    return check_text(text)
