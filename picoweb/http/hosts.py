"""What a Host field may say: names, and addresses in brackets (RFC 9110, 7.2; RFC 3986, 3.2.2)."""

from .errors import HTTPError


def check_host(seen, line):
    """Raise HTTPError 400 unless `line` (bytes) is a good Host field (RFC 9110, 7.2), the first (`seen`: bool)."""
    value = line[5:].strip(b" \t").lower()
    host, _, port = value.partition(b":")
    if value[:1] == b"[":
        host, end, port = value[1:].partition(b"]")
        seen = seen or not end or not is_address(host) or port[:1] not in (b"", b":")
        host = b""
        port = port[1:]
    for each in host.split(b"%")[1:]:
        if len(each) < 2 or each[:2].strip(b"0123456789abcdef"):
            seen = True  # percent-encoding that is none
    if seen or host.strip(b"0123456789.abcdefghijklmnopqrstuvwxyz-%_~!$&'()*+,;=") or port.strip(b"0123456789"):
        raise HTTPError(400, "Host")


def is_address(text):
    """Whether `text` (bytes, in lower case, without the brackets) is an IPv6 address, or one of some future version."""
    if text[:1] == b"v":
        version, mark, rest = text[1:].partition(b".")
        good = b"0123456789abcdefghijklmnopqrstuvwxyz-._~!$&'()*+,;=:"
        return bool(version and mark and rest and not version.strip(b"0123456789abcdef") and not rest.strip(good))
    left, gap, right = text.partition(b"::")
    groups = (left.split(b":") if left else []) + (right.split(b":") if right else [])
    last = groups[-1] if groups else b""
    if b"." in last and (right or not gap):
        numbers = last.split(b".")
        for each in numbers:
            if not each.isdigit() or len(each) > 3 or int(each) > 255:
                return False
        if len(numbers) != 4:
            return False
        groups[-1:] = b"0", b"0"
    for each in groups:
        if not 0 < len(each) < 5 or each.strip(b"0123456789abcdef"):
            return False
    return len(groups) < 8 if gap else len(groups) == 8
