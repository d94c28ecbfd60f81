"""Symbolic links, which there are where a computer is below. No board's file system has them."""

import os

from ..http.errors import HTTPError


def check(folder, path) -> None:
    """Raise HTTPError 403 if a link in the way to a file (`path`, str) leads out of its folder (str)."""
    if hasattr(os, "readlink"):
        leads_out = not os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder), ""))
    else:
        leads_out = _has_links(path, len(folder))
    if leads_out:
        raise HTTPError(403)


def _has_links(path, start):
    """Whether there is a link in a path, behind its first `start` characters: MicroPython's os cannot say where one leads."""
    from ffi import open  # type: ignore[import-not-found]

    readlink = open(None).func("i", "readlink", "spi")
    end = start
    while end >= 0:
        end = path.find("/", end + 1)
        if readlink(path if end < 0 else path[:end], bytearray(1), 1) >= 0:
            return True
    return False
