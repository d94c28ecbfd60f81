"""Symbolic links, which there are where a computer is below. No board's file system has them."""

import os

from ..http.errors import HTTPError


def check(folder, path):
    """Raise HTTPError 403 if a link in the way to a file (`path`, str) leads out of its folder (str)."""
    if hasattr(os, "readlink"):
        if os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder), "")):
            return
        raise HTTPError(403)
    from ffi import open  # MicroPython's os knows no links, and so follows none

    readlink = open(None).func("i", "readlink", "spi")
    end = len(folder)
    while end >= 0:
        end = path.find("/", end + 1)
        if readlink(path if end < 0 else path[:end], bytearray(1), 1) >= 0:
            raise HTTPError(403)
