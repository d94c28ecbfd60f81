"""What is done once before an app serves."""

import gc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ssl import SSLContext

    from ..app import WebApp
    from ..types import Logger


def prepare(
    app: "WebApp", debug: "bool | int", lazy_init: bool, log: "Logger | None", ssl: "SSLContext | None"
) -> None:
    """Prepare an app, and those mounted in it; arguments as for `run`.

    Raises AttributeError for `ssl` that is no SSLContext.
    """
    # build: only if tls
    if ssl and ssl.wrap_socket:  # type: ignore[truthy-function]
        app.ssl = ssl
    app.debug = int(debug)
    app.log = None
    if app.debug >= 0:  # build: only if log
        from .log import Log

        app.log = log or Log()
    if not lazy_init:
        initialise(app)
    gc.collect()  # what the start left, before the transport is loaded


def initialise(app: "WebApp") -> None:
    """Call `init()` of an app and of those mounted in it, once for each."""
    if not app.inited:
        app.init()
        app.inited = True
    for each in app.mounts:  # build: only if mounts
        initialise(each)
