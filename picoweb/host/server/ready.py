"""What the task of a connection waits for.

A future of asyncio's would have the task go on in the loop's next turn, and be made anew for each request. This one has
it go on in the very callback that has what it waits for, and is used again and again.
"""

import asyncio
import math
from asyncio import current_task
from errno import ETIMEDOUT
from time import monotonic
from types import coroutine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Ready:
    """What one task at a time waits for: to asyncio's tasks, a future."""

    __slots__ = "until", "_loop", "_callback", "_context", "_error", "_asyncio_future_blocking"

    def __init__(self, loop):
        self.until: "float | None" = None  # when the waiting is to end, by time.monotonic(); None: nobody waits
        self._loop = loop
        self._callback: "Callable[[Ready], None] | None" = None  # has the task go on; None: nobody waits
        self._context: "Any" = None  # for the callback
        self._error: "BaseException | None" = None  # that the task is to go on with
        self._asyncio_future_blocking = False  # what tasks look at

    @coroutine
    def wait(self, ms, most=math.inf):
        """Wait for `wake()`. ms: how long, in milliseconds. most: how long before the server looks after it.

        Returns how many of `ms` are left. Raises TimeoutError when none are.
        """
        now = monotonic()
        end = now + ms / 1000
        self.until = now + min(ms, most) / 1000
        self._asyncio_future_blocking = True
        try:
            yield self
        finally:
            self.until = None
        return int((end - monotonic()) * 1000)

    def wake(self):
        """Have the task go on now; if another one runs, as soon as that one waits."""
        if not self._callback:
            return
        if current_task(self._loop):
            self._loop.call_soon(self.wake)
        else:
            self.wake_at_once()

    def wake_at_once(self):
        """Have the task go on now: in a callback of the loop, where no other task runs."""
        callback = self._callback
        if callback:
            self._callback = self.until = None
            self._context.run(callback, self)

    def expire(self):
        """Have the task go on with a TimeoutError."""
        self._fail(TimeoutError(ETIMEDOUT, "the client took too long"))

    def _fail(self, error):
        """Have the task go on with an error."""
        self.until = None
        self._error = error
        self._loop.call_soon(self.wake)

    # The task's side

    def add_done_callback(self, callback, *, context):
        """Keep what has the task go on, as a future does."""
        self._callback = callback
        self._context = context

    def result(self):
        """Nothing, or the error to go on with, which is raised."""
        error = self._error
        if error:
            self._error = None
            raise error

    def cancel(self, msg=None):
        """Have the task go on with a CancelledError. msg: its argument, if any."""
        self._fail(asyncio.CancelledError() if msg is None else asyncio.CancelledError(msg))
        return True


@coroutine
def at_once(ms):
    """What to wait for where there is no need to: `ms` milliseconds are left."""
    return ms
    yield


@coroutine
def give_way(ms):
    """Let others have their turn, for `ms` milliseconds."""
    if ms:
        yield from asyncio.sleep(ms / 1000)
    else:
        yield
