"""Sockets with little more than `accept recv_into send close`: what steps.py asks of MicroPython's, made of that.

They cannot be polled. So they are tried: what comes of it is kept until it is asked for.
"""

from errno import EAGAIN
from time import sleep

BLOCKS = (EAGAIN, 10035)  # as Windows has it


class Socket:
    """A connection. `early`: None, or what came of the last try: how many bytes, one being in `byte`."""

    early = None

    def __init__(self, s):
        self.s = s
        self.byte = bytearray(1)
        self.close = s.close
        self.setblocking = s.setblocking

    def setsockopt(self, *args):
        if hasattr(self.s, "setsockopt"):
            self.s.setsockopt(*args)

    def attempt(self, f, value):
        """What f(value) returns; None: it would block."""
        try:
            return f(value)
        except OSError as e:
            if e.args[0] not in BLOCKS:
                raise

    def ready(self):
        """Whether something has come."""
        if self.early is None:
            self.early = self.attempt(self.s.recv_into, self.byte)
        return self.early is not None

    def readinto(self, buf):
        n = self.early
        if not n:
            self.early = None
            return self.attempt(self.s.recv_into, buf) if n is None else 0
        buf[0] = self.byte[0]
        self.early = None
        if len(buf) > 1:
            n += self.attempt(self.s.recv_into, memoryview(buf)[1:]) or 0
        return n

    def write(self, data):
        return self.attempt(self.s.send, data)


class Listener(Socket):
    """A socket that accepts."""

    def ready(self):
        if not self.early:
            self.early = self.attempt(lambda _: self.s.accept(), None)
        return self.early

    def accept(self):
        if not self.early:
            return self.s.accept()  # it raises again what it did for `ready`
        s, addr = self.early
        self.early = None
        return Socket(s), addr


class poll:
    """Stands in for MicroPython's `select.poll`, with the part of it that steps.py uses."""

    def __init__(self):
        self.waiting = {}  # [socket, flags] by the socket's id

    def register(self, s, flags):
        self.waiting[id(s)] = s, flags

    def unregister(self, s):
        self.waiting.pop(id(s), None)

    def pause(self, ms):
        """Wait a little. Returns how many of `ms` milliseconds are left."""
        sleep(0.001)
        return ms - 1

    def ipoll(self, ms):
        """Yield (socket, None) for each for which something is to be done; at once, or within `ms` milliseconds."""
        paused = not ms
        while True:
            found = False
            for s, flags in list(self.waiting.values()):
                try:
                    value = s.ready() if flags == 1 else paused  # what a client takes is not known until it is tried
                except OSError:
                    value = True  # who tries again will see
                if value:
                    found = True
                    yield s, None
            if found or ms <= 0:
                return
            ms = self.pause(ms)
            paused = True
