"""HTTPS on a board."""

import io
import select

from ...runtime import MOST_MS, ticks_add, ticks_diff, ticks_ms

IPPROTO_TCP = 6
TCP_NODELAY = 1
ETIMEDOUT = 110
EINVAL = 22
# What the runtime asks of a stream.
MP_STREAM_POLL = 3
MP_STREAM_GET_FILENO = 10


def wrap_socket(app, socket):
    """The socket of a connection, encrypted by the SSLContext of the app.

    The handshake comes with the first bytes.
    """
    socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    encrypted = app.ssl.wrap_socket(socket, server_side=True, do_handshake_on_connect=False)
    return Secure(socket, encrypted, app)


class Secure(io.IOBase):
    """A socket that does not block, and encrypts. MicroPython's own does not close the plain one after an error."""

    def __init__(self, plain, encrypted, app):
        self._app = app
        self._deadline: "int | None" = ticks_add(ticks_ms(), min(app.limits.head_ms, MOST_MS))  # of the handshake; None: it is done
        self.write = encrypted.write
        self._plain = plain
        self._encrypted = encrypted
        self._poll = select.poll()

    def readinto(self, buf):
        """Receive into a buffer, and do the handshake before. Returns how much, as a socket's does. Raises OSError."""
        try:
            received = self._encrypted.readinto(buf)
            if self._deadline and ticks_diff(self._deadline, ticks_ms()) < 0:
                raise OSError(ETIMEDOUT)  # a handshake byte by byte
        except OSError as error:
            if self._app and self._app.log:
                self._app._log_text("info", "no TLS: %r" % error)
            raise
        if received:
            self._app = self._deadline = None
            self.readinto = self._encrypted.readinto  # type: ignore[method-assign]
        return received

    def ioctl(self, request, flags):
        """What `select.poll` asks of a stream. What was decrypted is read before anybody waits, so the plain one tells."""
        if request == MP_STREAM_GET_FILENO:  # asked on a computer
            return self._plain.fileno()
        if request != MP_STREAM_POLL:
            return -EINVAL
        self._poll.register(self._plain, flags)
        for _, flags in self._poll.ipoll(0):  # type: ignore[attr-defined]
            return flags
        return 0

    def close(self):
        """Close the connection."""
        try:
            self._encrypted.close()
        finally:
            self._plain.close()
