"""MicroPython's name for `re`: importing it gives the standard module itself."""

import re
import sys

sys.modules[__name__] = re
