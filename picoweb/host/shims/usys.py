"""MicroPython's name for `sys`: importing it gives the standard module itself."""

import sys

sys.modules[__name__] = sys
