"""MicroPython's socket: the standard module, with sockets that are streams and addresses that fit them."""

import socket as _socket
from socket import *  # noqa: F403


class socket(_socket.socket):
    """A socket that also has read, readinto, readline and write, unbuffered."""

    def accept(self):
        """Returns (socket, address) of the next connection."""
        connection, address = super().accept()
        timeout = connection.gettimeout()
        stream = socket(connection.family, connection.type, connection.proto, fileno=connection.detach())
        stream.settimeout(timeout)
        return stream, address

    def read(self, n=-1):
        """Exactly `n` bytes, or those before the end; -1: all until the end."""
        data = bytearray()
        while len(data) != n:
            piece = self.recv(4096 if n < 0 else n - len(data))
            if not piece:
                break
            data += piece
        return bytes(data)

    def readinto(self, buf, n=-1):
        """Fill `buf`, or `n` bytes of it. Returns how many came before the end."""
        data = self.read(len(buf) if n < 0 else n)
        buf[: len(data)] = data
        return len(data)

    def readline(self):
        """A line, its newline included; without one at the end."""
        line = bytearray()
        while not line.endswith(b"\n"):
            byte = self.recv(1)
            if not byte:
                break
            line += byte
        return bytes(line)

    def write(self, data):
        """Send all of `data`, str or bytes. Returns how many bytes that were."""
        if isinstance(data, str):
            data = data.encode()
        self.sendall(data)
        return len(data)


def getaddrinfo(host, port, af=_socket.AF_INET, type=_socket.SOCK_STREAM, proto=0, flags=0):
    """As the standard one, but by default only with addresses for a default socket: apps take the first."""
    return _socket.getaddrinfo(host, port, af, type, proto, flags)
