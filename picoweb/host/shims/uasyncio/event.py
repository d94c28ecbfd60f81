"""Telling a task that something has happened: from another task, or from another thread."""

import asyncio

from picoweb.runtime import coroutine


class Event:
    """A flag that any number of tasks can wait for. Not bound to a loop before somebody waits."""

    def __init__(self):
        self.state = False
        self._waiting = set()

    def is_set(self):
        """Whether the flag is set."""
        return self.state

    def clear(self):
        """Take the flag away."""
        self.state = False

    def set(self):
        """Wake every task that waits now, even if clear() comes before its turn."""
        self.state = True
        for waiter in self._waiting:
            _wake(waiter)

    @coroutine
    def wait(self):
        """Wait until the flag is set; at once, without giving way, if it is. Returns True."""
        if not self.state:
            waiter = asyncio.get_running_loop().create_future()
            self._waiting.add(waiter)
            try:
                yield from waiter
            finally:
                self._waiting.discard(waiter)
        return True


class ThreadSafeFlag:
    """A flag that one task waits for and any thread may set; the wait that sees it clears it."""

    def __init__(self):
        self.state = False
        self._notify = None

    def set(self):
        """Set the flag, from any thread, and wake the task that waits."""
        self.state = True
        notify = self._notify
        if notify:
            notify()

    def clear(self):
        """Take the flag away."""
        self.state = False

    @coroutine
    def wait(self):
        """Wait until the flag is set, and clear it."""
        loop = asyncio.get_running_loop()
        waiter = loop.create_future()
        self._notify = lambda: loop.call_soon_threadsafe(_wake, waiter)
        try:
            # Looked at only now: a thread that sets it from here on has something to notify.
            if not self.state:
                yield from waiter
        finally:
            self._notify = None
        self.state = False


def _wake(waiter):
    """Have a waiter go on, unless it was cancelled."""
    if not waiter.done():
        waiter.set_result(None)
