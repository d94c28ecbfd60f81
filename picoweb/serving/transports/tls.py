"""HTTPS on a board."""

import io
import select
import time


def wrap_socket(app, s):
    """The socket of a connection, encrypted by the SSLContext of the app.

    The handshake comes with the first bytes.
    """
    s.setsockopt(6, 1, 1)  # IPPROTO_TCP, TCP_NODELAY
    return Secure(s, app.ssl.wrap_socket(s, server_side=True, do_handshake_on_connect=False), app.log, app.limits.head_ms)


class Secure(io.IOBase):
    """A socket that does not block, and encrypts. MicroPython's own does not close the plain one after an error."""

    def __init__(self, plain, encrypted, log, ms):
        self.log = log
        self._until = time.ticks_add(time.ticks_ms(), ms)
        self.write = encrypted.write
        self._plain = plain
        self._encrypted = encrypted
        self._poll = select.poll()

    def readinto(self, buf):
        try:
            n = self._encrypted.readinto(buf)
            if self._until and time.ticks_diff(self._until, time.ticks_ms()) < 0:
                raise OSError(110)  # ETIMEDOUT: a handshake byte by byte
        except OSError as error:
            if self.log:
                self.log.info("no TLS: %r", error)
            raise
        if n:
            self.log = self._until = None  # the handshake is done
            self.readinto = self._encrypted.readinto
        return n

    def ioctl(self, request, flags):
        """What `select.poll` asks of a stream. What was decrypted is read before anybody waits, so the plain one tells."""
        if request == 10:  # MP_STREAM_GET_FILENO, asked on a computer
            return self._plain.fileno()
        if request != 3:  # MP_STREAM_POLL
            return -22  # EINVAL
        self._poll.register(self._plain, flags)
        for _, flags in self._poll.ipoll(0):
            return flags
        return 0

    def close(self):
        try:
            self._encrypted.close()
        finally:
            self._plain.close()
