"""What a Host field may say: names, and addresses in brackets (RFC 9110, 7.2; RFC 3986, 3.2.2)."""

from .errors import HTTPError
from .percent import HEXADECIMAL

# Frequent characters first, as `strip` looks through them in this order.
NAME_CHARACTERS = b"0123456789.abcdefghijklmnopqrstuvwxyz-_~!$&'()*+,;="


def check_host(value: bytes) -> None:
    """Raise HTTPError 400 unless `value` is a host, with or without a port. An empty one is good (RFC 9110, 7.2)."""
    authority = value.lower()
    host, _, port = authority.partition(b":")
    if host.strip(NAME_CHARACTERS):
        port = _port_behind_unusual(authority)
    if port and not port.isdigit():
        raise HTTPError(400, "Host")


def _port_behind_unusual(authority: bytes) -> bytes:
    """The port, if there is one, behind an address in brackets or a name that is percent-encoded. Raises HTTPError 400."""
    if authority.startswith(b"["):
        address, bracket, rest = authority[1:].partition(b"]")
        nothing, _, port = rest.partition(b":")
        good = bracket and not nothing and is_address(address)
    else:
        host, _, port = authority.partition(b":")
        good = is_encoded_name(host)
    if not good:
        raise HTTPError(400, "Host")
    return port


def is_encoded_name(host: bytes) -> bool:
    """Whether `host`, in lower case, is a name that may be percent-encoded (RFC 3986, 3.2.2)."""
    for encoded in host.split(b"%")[1:]:
        if len(encoded) < 2 or encoded[:2].strip(HEXADECIMAL):
            return False
    return not host.replace(b"%", b"").strip(NAME_CHARACTERS)


def is_address(address: bytes) -> bool:
    """Whether `address`, in lower case and without its brackets, is of IPv6, or of some future version."""
    if address.startswith(b"v"):
        version, _, rest = address[1:].partition(b".")
        is_version = version != b"" and not version.strip(HEXADECIMAL)
        return is_version and rest != b"" and not rest.replace(b":", b"").strip(NAME_CHARACTERS)
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


def host_of_url(host: str) -> str:
    """A host as it stands in a URL: an IPv6 address has brackets there (RFC 3986, 3.2.2)."""
    return "[%s]" % host if ":" in host else host
