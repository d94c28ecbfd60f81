"""MicroPython's name for `io`: importing it gives the standard module itself."""

import io
import sys

sys.modules[__name__] = io
