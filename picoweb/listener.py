"""The socket that connections come to, on a board."""

import socket


def listen(host, port):
    """A listening socket that does not block. Raises OSError if the port is taken."""
    s = socket.socket()
    try:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(socket.getaddrinfo(host, port)[0][-1])
        s.listen(5)
        s.setblocking(False)
    except OSError:
        s.close()
        raise
    return s
