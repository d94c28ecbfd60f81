"""What a Host field may say: names, and addresses in brackets (RFC 9110, 7.2; RFC 3986, 3.2.2)."""

from .errors import HTTPError
from .percent import HEXADECIMAL

DIGITS = b"0123456789"
FREQUENT_CHARACTERS = b"0123456789.abcdefghijklmnopqrstuvwxyz-"
NAME_CHARACTERS = b"0123456789.abcdefghijklmnopqrstuvwxyz-%_~!$&'()*+,;="
ADDRESS_CHARACTERS = b"0123456789abcdefghijklmnopqrstuvwxyz-._~!$&'()*+,;=:"  # of some future version


def check_host(value: bytes) -> None:
    """Raise HTTPError 400 unless `value` is a host, with or without a port. An empty one is good (RFC 9110, 7.2)."""
    authority = value.lower()
    host, _, port = authority.partition(b":")
    if host.strip(FREQUENT_CHARACTERS) or port.strip(DIGITS):
        _check_unusual(authority)


def _check_unusual(authority: bytes) -> None:
    """As `check_host`, for whatever there may be, in lower case."""
    if authority.startswith(b"["):
        address, bracket, port = authority[1:].partition(b"]")
        good = bracket == b"]" and is_address(address) and port[:1] in (b"", b":")
        port = port[1:]
    else:
        host, _, port = authority.partition(b":")
        good = is_name(host)
    if not good or port.strip(DIGITS):
        raise HTTPError(400, "Host")


def is_name(host: bytes) -> bool:
    """Whether `host`, in lower case, is a name, which may be percent-encoded (RFC 3986, 3.2.2)."""
    for encoded in host.split(b"%")[1:]:
        if len(encoded) < 2 or encoded[:2].strip(HEXADECIMAL):
            return False
    return not host.strip(NAME_CHARACTERS)


def is_address(address: bytes) -> bool:
    """Whether `address`, in lower case and without its brackets, is of IPv6, or of some future version."""
    if address.startswith(b"v"):
        version, dot, rest = address[1:].partition(b".")
        return bool(version and rest) and not version.strip(HEXADECIMAL) and not rest.strip(ADDRESS_CHARACTERS)
    left, gap, right = address.partition(b"::")
    groups = _groups(left) + _groups(right)
    if groups and b"." in groups[-1] and (right or not gap):
        if not _is_of_ipv4(groups.pop()):
            return False
        groups += b"0", b"0"  # it stands for two
    for group in groups:
        if not 0 < len(group) < 5 or group.strip(HEXADECIMAL):
            return False
    return len(groups) < 8 if gap else len(groups) == 8


def _groups(part: bytes) -> "list[bytes]":
    """What stands between the colons of a part of an address; nothing in an empty one."""
    return part.split(b":") if part else []


def _is_of_ipv4(address: bytes) -> bool:
    """Whether an address is one of IPv4."""
    numbers = address.split(b".")
    for number in numbers:
        if not number.isdigit() or len(number) > 3 or int(number) > 255:
            return False
    return len(numbers) == 4
