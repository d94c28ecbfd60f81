"""Cookies as header fields, both ways (RFC 6265). Which request or answer they belong to is not this module's to know."""

from .answer_fields import check_name, check_text

SAME_SITE = "Strict", "Lax", "None"


def parse_cookies(field: str) -> "dict[str, str]":
    """The cookies of a Cookie field (RFC 6265, 5.4). Of those that came more than once, the first."""
    found: "dict[str, str]" = {}
    for pair in field.split(";"):
        name, equals, value = pair.partition("=")
        name = name.strip(" \t")
        if equals and name not in found:
            found[name] = _unquoted(value.strip(" \t"))
    return found


def _unquoted(value: str) -> str:
    """The value of a cookie without the quotes around it."""
    return value[1:-1] if len(value) > 1 and value[:1] == value[-1:] == '"' else value


def format_cookie(
    name: str,
    value: object,
    max_age: "int | None",
    path: "str | None",
    domain: "str | None",
    secure: bool,
    httponly: bool,
    samesite: "str | None",
) -> bytes:
    """A Set-Cookie field as a line of bytes (RFC 6265, 4.1); arguments, and what it raises, as for `Stream.set_cookie`."""
    check_name(name, "a cookie")
    field = "Set-Cookie: %s=%s" % (name, _checked_value(str(value)))
    attributes = (
        ("Max-Age", _whole_seconds(max_age)),
        ("Path", path),
        ("Domain", domain),
        ("SameSite", _spelled(samesite)),
    )
    for attribute, setting in attributes:
        if setting is not None:
            field += "; %s=%s" % (attribute, _checked_setting(str(setting)))
    if secure:
        field += "; Secure"
    if httponly:
        field += "; HttpOnly"
    return field.encode() + b"\r\n"


def _checked_value(value: str) -> str:
    """The value of a cookie. Raises ValueError for what it cannot hold."""
    # As bytes: of a str, each character becomes a name for ever, on MicroPython.
    if [byte for byte in value.encode() if not 32 < byte < 127 or byte in b'",;\\']:
        raise ValueError("the value %r is not for a cookie, but quote() of it is" % value)
    return value


def _whole_seconds(max_age: "int | None") -> "int | None":
    """Seconds, or None. Raises ValueError for what else there may be."""
    if max_age is not None and not isinstance(max_age, int):
        raise ValueError("max_age is in whole seconds, not %r" % max_age)
    return max_age


def _spelled(samesite: "str | None") -> "str | None":
    """The value of SameSite as it is written, or None. Raises ValueError for one that there is not."""
    if samesite is None:
        return None
    spelled = samesite[:1].upper() + samesite[1:].lower()
    if spelled not in SAME_SITE:
        raise ValueError("SameSite is Strict, Lax or None, not %r" % spelled)
    return spelled


def _checked_setting(setting: str) -> str:
    """The value of an attribute of a cookie. Raises ValueError for what would end it."""
    if ";" in setting:
        raise ValueError("';' in what belongs to a cookie: %r" % setting)
    return check_text(setting)
