"""MicroPython's name for `random`: importing it gives the standard module itself."""

import random
import sys

sys.modules[__name__] = random
