"""Sockets with little more than `accept recv_into send close`: what steps.py asks of MicroPython's, made of that.

They cannot be polled. So they are tried: what comes of it is kept until it is asked for.
"""

from errno import EAGAIN
from time import sleep

try:
    from select import select  # as a computer's system has it
except ImportError:
    select = None  # type: ignore[assignment]

BLOCKS = EAGAIN, 10035  # as Windows has it
POLLIN = 1
PAUSE = 0.001  # seconds between two tries


def attempt(function, *args):
    """What a function of a socket returns; None: it would block. Raises OSError for other errors."""
    try:
        return function(*args)
    except OSError as error:
        if error.args[0] not in BLOCKS:
            raise


class Socket:
    """A connection. received_early: how many bytes came of the last try, one of them in `early_byte`; None: nothing yet."""

    received_early = None

    def __init__(self, plain):
        self.plain = plain
        self.early_byte = bytearray(1)
        self.close = plain.close
        self.setblocking = plain.setblocking

    def setsockopt(self, *args):
        """Set an option, where there are any."""
        if hasattr(self.plain, "setsockopt"):
            self.plain.setsockopt(*args)

    def is_ready(self):
        """Whether something has come."""
        if self.received_early is None:
            self.received_early = attempt(self.plain.recv_into, self.early_byte)
        return self.received_early is not None

    def readinto(self, buf):
        """Receive into a buffer. Returns how much; None: it would block; 0: end of file."""
        received = self.received_early
        self.received_early = None
        if received is None:
            return attempt(self.plain.recv_into, buf)
        if received:
            buf[0] = self.early_byte[0]
            if len(buf) > 1:
                received += attempt(self.plain.recv_into, memoryview(buf)[1:]) or 0
        return received

    def write(self, data):
        """Send bytes. Returns how many; None: it would block."""
        return attempt(self.plain.send, data)


class Listener:
    """A socket that accepts. accepted_early: what came of the last try; None: nothing yet."""

    accepted_early = None

    def __init__(self, plain):
        self.plain = plain
        self.close = plain.close
        self.setblocking = plain.setblocking

    def is_ready(self):
        """Whether there is a connection."""
        if not self.accepted_early:
            self.accepted_early = attempt(self.plain.accept)
        return self.accepted_early

    def accept(self):
        """The next connection, and its address. Raises OSError if there is none."""
        plain, address = self.accepted_early or self.plain.accept()  # which raises again what it did for `is_ready`
        self.accepted_early = None
        return Socket(plain), address


class Poll:
    """Stands in for MicroPython's `select.poll`, with the part of it that steps.py uses."""

    def __init__(self):
        self.waiting = {}  # (socket, flags) by the socket's id

    def register(self, socket, flags):
        """Have it look at a socket: POLLIN or another flag."""
        self.waiting[id(socket)] = socket, flags

    def unregister(self, socket):
        """Have it look no more."""
        self.waiting.pop(id(socket), None)

    def ipoll(self, ms):
        """Yield (socket, None) for each for which something is to be done; at once, or within `ms` milliseconds."""
        has_paused = not ms
        while True:
            found = False
            for socket, flags in list(self.waiting.values()):
                if has_paused if flags != POLLIN else _is_ready(socket):  # what a client takes is known when it is tried
                    found = True
                    yield socket, None
            if found or ms <= 0:
                return
            ms = self.pause(ms)
            has_paused = True

    def pause(self, ms):
        """Wait until the system says that there is something to do, `ms` milliseconds at most; a little where it cannot.

        Returns how many of them are left: 0 once the system has waited.
        """
        waiting = list(self.waiting.values())
        try:
            receiving = [socket.plain for socket, flags in waiting if flags == POLLIN]
            sending = [socket.plain for socket, flags in waiting if flags != POLLIN]
            select(receiving, sending, [], ms / 1000)
        except (TypeError, ValueError, OSError):  # there is none, or the sockets are not the system's, or too many
            sleep(PAUSE)
            return ms - 1
        return 0


def _is_ready(socket):
    """Whether there is something to receive, or an error: who tries again will see."""
    try:
        return socket.is_ready()
    except OSError:
        return True
