"""One request and its answer as ASGI events: what a socket is on the other transports.

It knows what events there are, neither heads nor handlers.
"""

import asyncio
from errno import EPIPE, ETIMEDOUT

from ... import buffers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Exchange:
    """scope, receive, send: what the ASGI server called the app with. server: whose `app.limits` it keeps to."""

    def __init__(self, server, scope, receive, send):
        self.scope = scope
        self.chunked = False  # nobody knows how long the content is: the stream gets it in chunks
        self.gone = False  # the client, or all that it came for
        self._server = server
        self._receive = receive
        self._send = send
        self._received = b""  # and not read yet
        self._closed = False
        self._reading: "asyncio.Task[None] | None" = None  # the task that receives
        self._sign: "asyncio.Task[None] | None" = None  # the last of those tasks that send a sign of life
        self._waiters: "list[asyncio.Future[None]]" = []
        self._sent_pieces = 0  # of content

    # The stream's side

    def readinto(self, buf):
        """As a socket's that does not block."""
        if not self._received:
            self._watch()
            return 0 if self.gone or self._closed else None
        count = min(len(buf), len(self._received))
        buf[:count] = self._received[:count]
        self._received = self._received[count:]
        self.wake()
        return count

    def write(self, data):
        """As a socket's, for a sign of life that is not worth waiting for."""
        self._sign = asyncio.ensure_future(self.send_content(data, True))
        self._sign.add_done_callback(_forget)
        return len(data)

    def close(self):
        """Send and receive no more."""
        self._closed = True
        self.wake()

    async def send_content(self, data, more):
        """Send a piece of content. more: whether it is not the last."""
        if more and self._sent_pieces:  # who leaves before the end should be missed; before that, nobody has to look
            self._watch()
        self._sent_pieces += 1
        await self.send({"type": "http.response.body", "body": bytes(data), "more_body": more}, len(data))

    async def send(self, event, size=0):
        """Send an event, which the client has its time to take, and the time that `size` bytes take.

        Raises OSError when it does not, or has gone.
        """
        if self.gone or self._closed:
            raise BrokenPipeError(EPIPE, "the client has gone")
        limits = self._server.app.limits
        deadline = Deadline(limits.write_ms / 1000 + size / limits.rate)
        try:
            await self._send(event)
        except asyncio.CancelledError:
            if not deadline.is_over:
                raise
            self.close()  # what comes next would be taken for what is lost
            deadline.uncancel()
            raise _timed_out() from None
        except OSError:
            self.gone = True
            raise
        finally:
            deadline.end()

    # The server's side

    async def wait(self, ms):
        """Wait, at most `ms` milliseconds, until there is something to read. Returns how many are left."""
        loop = asyncio.get_running_loop()
        until = loop.time() + ms / 1000
        while not self._received and not self.gone and not self._closed:
            self._watch()
            await self._change(until - loop.time())
        return int((until - loop.time()) * 1000)

    async def over(self):
        """Wait until the stream is closed, the client has gone, or the server goes."""
        self._watch()
        while not self.gone and not self._closed and self._server.listener:
            await self._change()

    def end(self):
        """Ask the ASGI server for nothing more."""
        self.close()
        if self._reading:
            self._reading.cancel()

    def wake(self):
        """Have those look again who wait for something."""
        waiters = self._waiters
        self._waiters = []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def _change(self, seconds=None):
        """Wait until something may be other than it was. Raises TimeoutError after so many seconds."""
        loop = asyncio.get_running_loop()
        waiter = loop.create_future()
        self._waiters.append(waiter)
        timer = None if seconds is None else loop.call_later(seconds, _expire, waiter)
        try:
            await waiter
        finally:
            if timer:
                timer.cancel()

    # Receiving: by a task, as it is to be known at any time whether the client is still there

    def _watch(self):
        """See to it that what comes is received."""
        if not self._reading:
            self._reading = asyncio.ensure_future(self._read())

    async def _read(self):
        """Receive until the client has gone, and no more than a buffer ahead of the stream."""
        try:
            event = await self._receive()
            while event["type"] != "http.disconnect":
                self._keep(event.get("body", b""), event.get("more_body", False))
                self.wake()
                while len(self._received) > buffers.SIZE:
                    await self._change()
                event = await self._receive()
        finally:
            self.gone = True
            self.wake()

    def _keep(self, content, more):
        """Keep a piece of content for the stream. more: whether it is not the last."""
        if not self.chunked:
            self._received += content
            return
        if content:
            self._received += b"%x\r\n%b\r\n" % (len(content), content)
        if not more:
            self._received += b"0\r\n\r\n"


class Deadline:
    """Cancels the current task after so many seconds; on Python 3.9, asyncio has nothing for it."""

    def __init__(self, seconds):
        self.is_over = False
        self._task: "Any" = asyncio.current_task()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._expire)

    def _expire(self):
        """Have the task see that its time is over."""
        self.is_over = True
        self._task.cancel()

    def uncancel(self):
        """Have the task count as not cancelled, as newer Pythons count that."""
        if hasattr(self._task, "uncancel"):
            self._task.uncancel()

    def end(self):
        """Do nothing any more."""
        self._timer.cancel()


def _timed_out():
    """The error of who waits for a client in vain."""
    return TimeoutError(ETIMEDOUT, "the client took too long")


def _expire(waiter):
    """Have who waits see that the time is over."""
    if not waiter.done():
        waiter.set_exception(_timed_out())


def _forget(task):
    """Take note of how a task has ended, of which nobody else does: who left is missed soon enough."""
    if not task.cancelled():
        task.exception()
