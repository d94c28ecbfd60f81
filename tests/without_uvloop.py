"""The portable tests on asyncio's own loop, though uvloop may be installed. Takes the place of runner.py."""

import sys

sys.modules["uvloop"] = None  # importing it raises ImportError

import runner  # noqa: E402, F401
