"""A lock between tasks, handed on in the order in which they asked. Not for threads."""

import asyncio
from collections import deque

from picoweb.runtime import coroutine


class Lock:
    """Not bound to a loop before somebody has to wait. `async with lock` works as well."""

    def __init__(self):
        self._held = False
        self._waiting = deque()

    def locked(self):
        """Whether a task has the lock."""
        return self._held

    @coroutine
    def acquire(self):
        """Wait for the lock and take it. Returns True."""
        if not self._held:
            self._held = True
            return True
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            yield from turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self.release()  # it was ours already, and nobody is left to give it back
            raise
        return True

    def release(self):
        """Hand the lock to the task that waits longest. Raises RuntimeError if it is not held."""
        if not self._held:
            raise RuntimeError("Lock not acquired")
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._held = False

    @coroutine
    def __aenter__(self):
        return (yield from self.acquire())

    @coroutine
    def __aexit__(self, *exception):
        self.release()
        yield from ()
