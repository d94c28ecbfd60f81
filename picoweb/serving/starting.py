"""What is done once before an app serves."""

import gc

from ..runtime import coroutine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from ssl import SSLContext
    from typing import Any

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
    set_debug(app, debug, log)
    if not lazy_init:
        initialise(app)
    gc.collect()  # what the start left, before the transport is loaded


def set_debug(app: "WebApp", debug: "bool | int", log: "Logger | None") -> None:
    """Have an app log as `debug` says, to `log`; None: to one that writes to standard error."""
    app.debug = int(debug)
    app.log = None
    if app.debug >= 0:  # build: only if log
        from .log import Log

        app.log = log or Log()


def initialise(app: "WebApp") -> None:
    """Call `init()` of an app and of those mounted in it, once for each."""
    if not app.inited:
        app.init()
        app.inited = True
    for each in app.mounts:  # build: only if mounts
        initialise(each)


# build: only if the app uses create_task, on_startup
def begin_tasks(app: "WebApp") -> None:
    """Begin what is to run beside an app that is served from now on, and beside those mounted in it."""
    if app._background:
        app._background.begin()
    for each in app.mounts:
        begin_tasks(each)


# build: only if the app uses create_task, on_startup
@coroutine
def end_tasks(app: "WebApp") -> "Generator[Any, Any, None]":
    """End what runs beside an app, and beside those mounted in it. To be waited for."""
    if app._background:
        yield from app._background.end()
    for each in app.mounts:
        yield from end_tasks(each)
