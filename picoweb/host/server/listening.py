"""A port, opened on a computer: at all addresses that its host has."""

import socket

BACKLOG = 128  # clients that the system lets wait
HIGHEST_PORT = 65535


def listeners(host, port):
    """Sockets that listen, and do not block. host: str; "" or None: all addresses of this machine.

    port: int, 0 for any; a str of digits is taken, too.

    Raises OSError if the port is taken, ValueError for what is no port.
    """
    number = number_of(port)
    found = socket.getaddrinfo(host or None, number, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    opened = []
    try:
        for family, _, _, _, address in dict.fromkeys(found):
            if family != socket.AF_INET6 or socket.has_ipv6:
                listener = socket.socket(family)
                opened.append(listener)
                _listen(listener, address)
    except OSError as error:
        for listener in opened:
            listener.close()
        raise OSError(error.errno, "cannot listen at %s:%s: %s" % (host, port, error.strerror)) from None
    return opened


def number_of(port):
    """A port, int or str, as an int. Raises ValueError for what is none."""
    try:
        number = int(port)
    except (TypeError, ValueError):
        number = -1
    if not 0 <= number <= HIGHEST_PORT:
        raise ValueError("no port: %r" % (port,))
    return number


def _listen(listener, address):
    """Bind a socket, and have it listen."""
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if listener.family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listener.bind(address)
    listener.listen(BACKLOG)
    listener.setblocking(False)
