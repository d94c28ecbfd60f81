"""A port, opened on a board."""

import socket

BACKLOG = 16  # clients that may wait to be accepted: who comes while others are served is not turned away


def listen(app, host, port):
    """A socket that listens and does not block, on a board. host: str; "" or None: all addresses of this machine.

    port: int, or a str of digits. Raises OSError if the port is taken, ValueError for what is no number.
    """
    host = host or "0.0.0.0"
    port = int(port)
    listener = None
    try:
        info = socket.getaddrinfo(host, port)[0]
        listener = socket.socket(info[0])
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(info[-1])
        listener.listen(BACKLOG)
        listener.setblocking(False)
    except OSError as error:
        if listener:
            listener.close()
        raise OSError(error.errno, "%s, port %s" % (host, port))
    if app.debug > 0:  # build: only if debug
        from ...http.hosts import host_of_url

        print("* Running on %s://%s:%s/" % ("https" if app.ssl else "http", host_of_url(host), port))
    return listener
