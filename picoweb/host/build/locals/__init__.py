"""Step: local variables that are never needed at the same time share a place, which makes frames smaller.

Places are called by names that every MicroPython port has in its firmware. Parameters that somebody may give by name keep
theirs. A function that the step cannot see through stays as it is.
"""
from .merge import GIVEN_NAMES, ROM_NAMES, apply, merge

__all__ = ("GIVEN_NAMES", "ROM_NAMES", "apply", "merge")
