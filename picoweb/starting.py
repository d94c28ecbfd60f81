"""What is needed to start an app, and not any more: whoever loads this drops it again."""
# It is compiled when heap is scarce: expressions that are nested deeply would take more of it.

import socket
import sys

from . import find, first
from .app import WebApp


def start(app, host, port, debug, lazy_init, log, ssl, mode):
    """Prepare an app. Arguments are those of `run`.

    Returns a function that serves it, and a tuple of its arguments.
    Raises AttributeError for `ssl` that is no SSLContext, OSError if the port is taken.
    """
    if ssl and ssl.wrap_socket:
        app.ssl = ssl
    app.debug = int(debug)
    app.log = None
    if app.debug >= 0:
        app.log = log or find("Log")()
    if not lazy_init:
        for sub in [app] + app.mounts:
            if not sub.inited:
                sub.init()
                sub.inited = True
    if mode:
        return find("run_" + mode), (app, host, port)
    if type(app) is WebApp and "asyncio" not in sys.modules and "picoweb.host" not in sys.modules:
        s = listen(app, host, port)
        return first("steps").serve_alone, (app, s)
    return app.run_loop, (host, port)


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
