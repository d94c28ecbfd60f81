"""MicroPython's collections: the standard module, with a deque that can refuse to overflow."""

import collections as _collections
from collections import *  # noqa: F403


class deque(_collections.deque):
    """flags: with 1, what would push an item out raises IndexError instead."""

    def __init__(self, iterable=(), maxlen=None, flags=0):
        super().__init__(iterable, maxlen)
        self._checked = flags & 1

    def append(self, item):
        """Add an item at the right end. Raises IndexError for a full deque whose `flags` say so."""
        self._check()
        super().append(item)

    def appendleft(self, item):
        """Add an item at the left end. Raises IndexError as `append`."""
        self._check()
        super().appendleft(item)

    def _check(self):
        """Raise IndexError if an item would be pushed out that must not be."""
        if self._checked and len(self) == self.maxlen:
            raise IndexError("full")
