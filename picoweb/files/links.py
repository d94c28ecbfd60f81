"""Symbolic links, which there are where a computer is below. No board's file system has them."""

import os

from .names import entry

LISTED_AS_LINK = 10, 0xA000  # DT_LNK or S_IFLNK, as MicroPython's `os.ilistdir` has it


def leads_out(folder: str, path: str) -> bool:
    """Whether a link in the way to a file (`path`, str) leads out of its folder (str)."""
    if hasattr(os, "readlink"):
        return not os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder), ""))
    return _has_links(path, len(folder))


def _has_links(path, start):
    """Whether there is a link in a path, behind its first `start` characters: MicroPython's os cannot say where one leads."""
    try:
        from ffi import open  # type: ignore[import-not-found]

        readlink = open(None).func("i", "readlink", "spi")
    except ImportError:  # MicroPython may be made without it
        readlink = _read_listed_link
    end = start
    while end >= 0:
        end = path.find("/", end + 1)
        if readlink(path if end < 0 else path[:end], bytearray(1), 1) >= 0:
            return True
    return False


def _read_listed_link(path, buf, size):
    """As C's readlink, but that nothing is read: a negative number where a folder lists something else than a link."""
    found = entry(path)
    return 0 if found and found[1] in LISTED_AS_LINK else -1
