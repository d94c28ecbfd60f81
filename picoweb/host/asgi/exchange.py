"""One request and its answer as ASGI events: what a socket is on the other transports.

It knows what events there are, neither heads nor handlers.
"""

import asyncio

from ... import buffers

LATE = "the client took too long"


class Exchange:
    """scope, receive, send: what the ASGI server called the app with. server: whose `app.limits` it keeps to."""

    def __init__(self, server, scope, receive, send):
        self.scope = scope
        self.chunked = False  # nobody knows how long the content is: the stream gets it in chunks
        self.gone = False  # the client, or all that it came for
        self._server = server
        self._receive = receive
        self._send = send
        self._data = b""  # has come, and was not read yet
        self._closed = False
        self._reading = None  # the task that receives
        self._sign = None  # the last of those tasks that nobody waits for
        self._waiters = []
        self._pieces = 0  # of content that were sent

    # The stream's side

    def readinto(self, buf):
        if not self._data:
            self._watch()
            return 0 if self.gone or self._closed else None
        n = min(len(buf), len(self._data))
        buf[:n] = self._data[:n]
        self._data = self._data[n:]
        self.wake()
        return n

    def write(self, data):
        """As a socket's, for a sign of life that is not worth waiting for."""
        self._sign = asyncio.ensure_future(self.send_content(data, True))
        self._sign.add_done_callback(_forget)
        return len(data)

    def close(self):
        self._closed = True
        self.wake()

    async def send_content(self, data, more):
        """Send a piece of content. more: whether it is not the last."""
        if more and self._pieces:  # who leaves before the end should be missed; before that, nobody has to look
            self._watch()
        self._pieces += 1
        await self.send({"type": "http.response.body", "body": bytes(data), "more_body": more}, len(data))

    async def send(self, event, n=0):
        """Send an event, which the client has its time to take, and the time that `n` bytes take.

        Raises OSError when it does not, or has gone.
        """
        if self.gone or self._closed:
            raise BrokenPipeError(32, "the client has gone")
        task = asyncio.current_task()
        late = []

        def expire():
            late.append(True)
            task.cancel()

        limits = self._server.app.limits
        timer = asyncio.get_running_loop().call_later(limits.write_ms / 1000 + n / limits.rate, expire)
        try:
            await self._send(event)
        except asyncio.CancelledError:
            if not late:
                raise
            self.close()  # what comes next would be taken for what is lost
            if hasattr(task, "uncancel"):
                task.uncancel()
            raise TimeoutError(110, LATE) from None
        except OSError:
            self.gone = True
            raise
        finally:
            timer.cancel()

    # The server's side

    async def wait(self, ms):
        """Wait, at most `ms` milliseconds, until there is something to read. Returns how many are left."""
        loop = asyncio.get_running_loop()
        until = loop.time() + ms / 1000
        while not self._data and not self.gone and not self._closed:
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
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def _change(self, seconds=None):
        # Until something may be other than it was. Raises TimeoutError after so many seconds.
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
        if not self._reading:
            self._reading = asyncio.ensure_future(self._read())

    async def _read(self):
        try:
            while True:
                event = await self._receive()
                if event["type"] == "http.disconnect":
                    break
                self._take(event.get("body", b""), event.get("more_body", False))
                self.wake()
                while len(self._data) > buffers.SIZE:
                    await self._change()
        finally:
            self.gone = True
            self.wake()

    def _take(self, data, more):
        if self.chunked:
            data = b"%x\r\n%b\r\n" % (len(data), data) if data else b""
            if not more:
                data += b"0\r\n\r\n"
        self._data += data


def _expire(waiter):
    if not waiter.done():
        waiter.set_exception(TimeoutError(110, LATE))


def _forget(task):
    task.cancelled() or task.exception()  # who left is missed soon enough
