"""Addresses in brackets, as hosts (RFC 3986, 3.2.2)."""


def check(text):
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
