"""What is done once before an app serves."""

from .log import Log


def prepare(app, debug, lazy_init, log, ssl):
    """Prepare an app, and those mounted in it; arguments as for `run`. Raises AttributeError for `ssl` that is no SSLContext."""
    if ssl and ssl.wrap_socket:
        app.ssl = ssl
    app.debug = int(debug)
    app.log = None
    if app.debug >= 0:  # build: only if log
        app.log = log or Log()
    if not lazy_init:
        initialise(app)


def initialise(app):
    """Call `init()` of an app and of those mounted in it, once for each."""
    for each in [app] + app.mounts:
        if not each.inited:
            each.init()
            each.inited = True
