"""MicroPython's name for `errno`: importing it gives the standard module itself."""

import errno
import sys

sys.modules[__name__] = errno
