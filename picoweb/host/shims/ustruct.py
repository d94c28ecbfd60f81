"""MicroPython's name for `struct`: importing it gives the standard module itself."""

import struct
import sys

sys.modules[__name__] = struct
