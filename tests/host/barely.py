"""Imported before an app: its `run` serves by `app.steps`, on sockets that have as little as a small board's."""

import socket
from errno import EAGAIN

import stepwise


class Bare:
    """A real socket, of which only this is left. It cannot be polled, and what would block is an OSError."""

    def __init__(self, s):
        self._s = s
        self._readinto = s.recv_into if hasattr(s, "recv_into") else s.readinto

    def _try(self, f, *args):
        try:
            value = f(*args)
        except OSError as error:
            raise OSError(error.args[0])
        if value is None:
            raise OSError(EAGAIN)
        return value

    def bind(self, address):
        self._s.bind(address)

    def listen(self, backlog):
        self._s.listen(backlog)

    def setblocking(self, flag):
        self._s.setblocking(flag)

    def accept(self):
        s, addr = self._try(self._s.accept)
        return Bare(s), addr

    def recv_into(self, buf):
        return self._try(self._readinto, buf)

    def send(self, data):
        return self._try(self._s.send, data)

    def close(self):
        self._s.close()


def listening(app, host, port):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bare = Bare(s)
    bare.bind(socket.getaddrinfo(host, port)[0][-1])
    bare.listen(16)
    return bare


stepwise.listening = listening
