"""MicroPython's binascii: the standard module, which here also takes str for bytes."""

import binascii as _binascii
from binascii import *  # noqa: F403


def _bytes(data):
    """str or bytes as bytes."""
    return data.encode() if isinstance(data, str) else data


def hexlify(data, *separator):
    """The bytes of `data` in hexadecimal, with a separator between them if one is given."""
    return _binascii.hexlify(_bytes(data), *separator)


def b2a_base64(data, *, newline=True):
    """`data` in base64, as bytes."""
    return _binascii.b2a_base64(_bytes(data), newline=newline)


def crc32(data, value=0):
    """The CRC-32 of `data`, going on from `value`."""
    return _binascii.crc32(_bytes(data), value)
