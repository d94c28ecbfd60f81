"""A port, opened on a board."""

import socket


def listen(app, host, port):
    """A socket that listens and does not block, on a board. Raises OSError if the port is taken."""
    s = socket.socket()
    try:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        addr = socket.getaddrinfo(host, port)[0][-1]
        s.bind(addr)
        s.listen(16)  # who comes while others are served is not turned away
        s.setblocking(False)
    except OSError as e:
        s.close()
        value = "%s, port %s" % (host, port)
        raise OSError(e.errno, value)
    if app.debug > 0:
        value = "https" if app.ssl else "http"
        value = "* Running on %s://%s:%s/" % (value, host, port)
        print(value)
    return s
