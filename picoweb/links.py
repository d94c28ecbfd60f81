"""Symbolic links, which there are where a computer is below. No board's file system has them."""

import os


def leads_out(folder, path):
    """Whether a link in the way to a file (`path`, str) leads out of its folder (str)."""
    if hasattr(os, "readlink"):
        return not os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder), ""))
    from ffi import open  # MicroPython's os knows no links

    readlink = open(None).func("i", "readlink", "spi")
    buf = bytearray(1)
    end = len(folder)
    while end >= 0:
        end = path.find("/", end + 1)
        if readlink(path if end < 0 else path[:end], buf, 1) >= 0:
            realpath = open(None).func("s", "realpath", "sp")
            buf = bytearray(4096)  # PATH_MAX
            return not (realpath(path, buf) or "").startswith((realpath(folder, buf) or "") + "/")
    return False
