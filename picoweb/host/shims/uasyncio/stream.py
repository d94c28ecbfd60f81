"""MicroPython's streams: one object that reads and writes, over a pair of asyncio's."""

import asyncio

from picoweb.runtime import coroutine
from picoweb.host.server.loop import Loop


class Stream:
    """A connection. The methods that old versions had (awrite, awritestr, awriteiter, aclose) are here too.

    Writing to a peer that has gone raises OSError.
    """

    def __init__(self, sock, extra=None):
        """sock: a connected stream socket; extra: what get_extra_info() knows besides the socket's own facts."""
        self.s = sock
        self._extra = extra or {}
        self._early = bytearray()  # written before the first coroutine could bring the socket into the loop
        self._reader = self._writer = None

    @classmethod
    def over(cls, reader, writer):
        """The stream over a pair that asyncio has made."""
        stream = cls(writer.get_extra_info("socket"))
        stream._reader, stream._writer = reader, writer
        return stream

    def __getattr__(self, name):
        # What only asyncio's own have: is_closing, at_eof, readuntil...
        for half in (self.__dict__.get("_writer"), self.__dict__.get("_reader")):
            if hasattr(half, name):
                return getattr(half, name)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    @coroutine
    def _attach(self):
        """Bring the socket into the running loop, if it is not there yet."""
        if self._writer is None:
            self._reader, self._writer = yield from asyncio.open_connection(sock=self.s)
            self._writer.write(bytes(self._early))

    @coroutine
    def read(self, n=-1):
        """Up to `n` bytes, as soon as there are any; -1: all until the end. b"" is the end."""
        yield from self._attach()
        return (yield from self._reader.read(n))

    @coroutine
    def readinto(self, buf):
        """Fill `buf` with what is there. Returns how many bytes; 0 is the end."""
        data = yield from self.read(len(buf))
        buf[: len(data)] = data
        return len(data)

    @coroutine
    def readexactly(self, n):
        """Exactly `n` bytes. Raises EOFError if the end comes first."""
        yield from self._attach()
        return (yield from self._reader.readexactly(n))

    @coroutine
    def readline(self):
        """A line, its newline included; without one at the end; b"" is the end."""
        yield from self._attach()
        return (yield from self._reader.readline())

    def write(self, data):
        """Take str or bytes for sending; drain() waits until they are on their way."""
        if self._writer is None:
            self._early += _bytes(data)
        else:
            self._writer.write(_bytes(data))

    @coroutine
    def drain(self):
        """Wait until what was written is on its way."""
        yield from self._attach()
        yield from self._writer.drain()

    @coroutine
    def awrite(self, data, off=0, sz=-1):
        """Write `sz` bytes (-1: all) of `data`, str or bytes, from `off` on, and wait."""
        data = memoryview(_bytes(data))
        self.write(data[off : None if sz < 0 else off + sz])
        yield from self.drain()

    @coroutine
    def awritestr(self, text):
        """Write a str, and wait."""
        yield from self.awrite(text)

    @coroutine
    def awriteiter(self, pieces):
        """Write pieces one after another, and wait for each."""
        for piece in pieces:
            yield from self.awrite(piece)

    def close(self):
        """Close, once what has been written is sent."""
        (self._writer or self.s).close()

    @coroutine
    def wait_closed(self):
        """Wait until it is closed. That the peer was faster is no error."""
        try:
            if self._writer:
                yield from self._writer.wait_closed()
        except ConnectionError:
            pass

    @coroutine
    def aclose(self):
        """Close, and wait until it is closed."""
        self.close()
        yield from self.wait_closed()

    @coroutine
    def __aenter__(self):
        yield from ()
        return self

    @coroutine
    def __aexit__(self, *exception):
        yield from self.aclose()

    def get_extra_info(self, name, default=None):
        """A fact about the connection, by asyncio's names: peername, sockname, socket..."""
        if name in self._extra or self._writer is None:
            return self._extra.get(name, default)
        return self._writer.get_extra_info(name, default)


def _bytes(data):
    """str or bytes as bytes of its own."""
    # asyncio may hold on to what it is given; apps use their buffers again.
    return data.encode() if isinstance(data, str) else bytes(data)


StreamReader = StreamWriter = Stream


@coroutine
def open_connection(host, port, ssl=None, server_hostname=None):
    """Connect. Returns (reader, writer), the same stream twice; raises OSError."""
    if ssl and server_hostname is None:
        server_hostname = host
    pair = yield from asyncio.open_connection(host, port, ssl=ssl or None, server_hostname=server_hostname)
    stream = Stream.over(*pair)
    return stream, stream


@coroutine
def start_server(callback, host, port, backlog=5, ssl=None):
    """Listen, and run the coroutine or generator `callback(reader, writer)` for each connection.

    Returns an asyncio server; raises OSError if the port is taken.
    """

    def connected(reader, writer):
        stream = Stream.over(reader, writer)
        Loop().create_task(callback(stream, stream))

    return (yield from asyncio.start_server(connected, host, port, backlog=backlog, ssl=ssl or None))
