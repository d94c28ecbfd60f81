"""Tokens: the names of methods and of header fields (RFC 9110, 5.6.2)."""

from .errors import HTTPError

# Frequent characters first, as `strip` looks through them in this order.
TOKEN_CHARACTERS = b"etaoins-rchldgpumfywkvbxjqz0123456789!#$%&'*+.^_`|~"


def check_token(name):
    """Raise HTTPError 400 unless all of `name` (bytes, in lower case) are token characters."""
    if not name or name.strip(TOKEN_CHARACTERS):
        raise HTTPError(400, "name")
