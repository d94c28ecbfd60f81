"""What each process of `picoweb run --workers` serves: an app file, loaded as `picoweb run` does it.

The ASGI server imports `asgi_app` from here. The file is run up to its `run()` when the server's loop runs already, so
that tasks it makes before belong to that loop. launch.py says by the environment which file it is.
"""

import json
import os
import sys

from ...serving.log import Log
from ..app import WebApp
from ..asgi import ASGI
from .app_classes import Caught, CaughtApp, arguments_of_run
from .loading import load
from .reporting import nothing_to_serve, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VARIABLE = "PICOWEB_WORKER"  # of the environment: JSON, a dict of path, args, debug and proxies

_app: "list[Any]" = []  # the ASGI of this process, once it is loaded


def catch(path, args):
    """Run an app file up to where it calls `run()`. Returns its app, and the arguments of `run`, a dict.

    A file that calls no `run()` has to have a WebApp named `app`. Raises Problem where there is nothing to serve.
    """
    try:
        app = getattr(load(path, args, CaughtApp), "app", None)
    except Caught as caught:
        return caught.app, caught.arguments
    if not isinstance(app, WebApp):
        raise nothing_to_serve(path)
    return app, arguments_of_run(app, (), {"debug": True})


async def asgi_app(scope, receive, send):
    """The app of this process; it is loaded when the server says that it starts."""
    if scope["type"] == "lifespan" and not _app:
        try:
            _app.append(_load())
        except Exception as error:
            report(error)
            await receive()
            await send({"type": "lifespan.startup.failed", "message": f"the app cannot be loaded: {error!r}"})
            return
    await _app[0](scope, receive, send)


def _load():
    """The ASGI app of the file that the environment names."""
    told = json.loads(os.environ[VARIABLE])
    app, arguments = catch(told["path"], told["args"])
    app.debug = told["debug"]
    served = ASGI(app, arguments["log"] or Log())
    if app.debug < 0:
        app.log = None
    if told["proxies"] and "granian" in sys.modules:  # uvicorn is told on its command line
        from granian.utils.proxies import wrap_asgi_with_proxy_headers

        return wrap_asgi_with_proxy_headers(served, trusted_hosts=told["proxies"])
    return served
