"""MicroPython's collections: the standard module, with a deque that can refuse to overflow."""

import collections as _collections
from collections import *  # noqa: F403


class deque(_collections.deque):
    """flags: with 1, what would push an item out raises IndexError instead."""

    def __init__(self, iterable=(), maxlen=None, flags=0):
        super().__init__(iterable, maxlen)
        self._checked = flags & 1

    def append(self, item):
        self._check()
        super().append(item)

    def appendleft(self, item):
        self._check()
        super().appendleft(item)

    def _check(self):
        if self._checked and len(self) == self.maxlen:
            raise IndexError("full")
