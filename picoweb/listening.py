"""Opening the port that an app is served at, on a board."""

import socket


def listen(app, host, port):
    """A socket that listens and does not block, on a board. Raises OSError if the port is taken."""
    s = socket.socket()
    try:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(socket.getaddrinfo(host, port)[0][-1])
        s.listen(16)  # who comes while others are served is not turned away
        s.setblocking(False)
    except OSError as e:
        s.close()
        raise OSError(e.args[0], "%s, port %s" % (host, port))
    if app.debug > 0:
        print("* Running on http%s://%s:%s/" % ("s" if app.ssl else "", host, port))
    return s
