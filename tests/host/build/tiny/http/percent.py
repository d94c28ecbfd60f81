"""Percent-encoding."""

SAFE = "abc"


def quote(text):
    """Quote a text."""
    return "".join(each if each in SAFE else "%%%02X" % ord(each) for each in text)
