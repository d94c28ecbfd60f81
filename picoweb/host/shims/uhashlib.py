"""MicroPython's hashlib: the standard functions, which here also take str for bytes."""

import hashlib as _hashlib


def _taking_str(new):
    """A function of hashlib's that takes str for bytes."""
    def hash_of(data=b""):
        return new(data.encode() if isinstance(data, str) else data)

    return hash_of


md5 = _taking_str(_hashlib.md5)
sha1 = _taking_str(_hashlib.sha1)
sha256 = _taking_str(_hashlib.sha256)
