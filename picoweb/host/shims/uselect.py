"""MicroPython's select: the standard module, whose poll() here answers with the objects that were registered."""

import select as _select
from select import *  # noqa: F403


class poll:
    """Waits until one of its objects, sockets or files, is ready."""

    def __init__(self):
        self._poll = _select.poll()
        self._objects = {}

    def register(self, obj, events=5):
        """Watch `obj` for `events`; 5 is POLLIN | POLLOUT."""
        self._poll.register(obj, events)
        self._objects[_number(obj)] = obj

    def modify(self, obj, events):
        """Raises OSError if `obj` is not watched."""
        self._poll.modify(obj, events)

    def unregister(self, obj):
        """Watch `obj` no longer, if it is watched."""
        if self._objects.pop(_number(obj), None) is not None:
            self._poll.unregister(obj)

    def poll(self, timeout=-1):
        """[(object, events)] of what is ready, after `timeout` milliseconds at most; -1: when something is."""
        return [(self._objects[number], events) for number, events in self._poll.poll(timeout)]

    def ipoll(self, timeout=-1, flags=0):
        """poll(), one after the other. flags: 1 stops watching what was reported."""
        for obj, events in self.poll(timeout):
            if flags & 1:
                self.modify(obj, 0)
            yield obj, events


def _number(obj):
    """The descriptor of a socket or file, or the number itself."""
    return obj if isinstance(obj, int) else obj.fileno()
