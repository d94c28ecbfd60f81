"""Step: local variables that are never needed at the same time share a place, which makes frames smaller.

Places are called by names that every MicroPython port has in its firmware. Parameters that somebody may give by name keep
theirs. A function that the step cannot see through stays as it is.
"""
from .merge import ROM_NAMES, apply, merge

__all__ = ("ROM_NAMES", "apply", "merge")
