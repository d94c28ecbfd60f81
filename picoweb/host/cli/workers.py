"""What each process of `picoweb run --workers` serves: an app file, loaded as `picoweb run` does it.

The ASGI server imports `asgi_app` from here. The file is run up to its `run()` when the server's loop runs already, so
that tasks it makes before belong to that loop. launch.py says by the environment which file it is.
"""

import asyncio
import functools
import inspect
import json
import os
import signal
import threading

from ...app import WebApp
from ...serving.log import Log
from ..asgi import ASGI
from . import commands

VARIABLE = "PICOWEB_WORKER"

_app = []  # the ASGI of this process, once it is loaded


class Caught(BaseException):
    """Ends the running of an app file where it would serve. arguments: dict, those of `run`."""

    def __init__(self, arguments):
        self.arguments = arguments


def catch(path, args):
    """Run an app file up to where it calls `run()`. Returns the arguments of that, a dict with the app as "self".

    A file that calls no `run()` has to have a WebApp named `app`. Raises commands.Problem where there is nothing to serve.
    """
    run = WebApp.run

    @functools.wraps(run)
    def caught(*args, **kwargs):
        raise Caught(_bound(run, args, kwargs))

    def started(*args, **kwargs):
        raise commands.Problem("the app starts its server itself: --workers takes what run() would serve")

    WebApp.run, WebApp.start_server = caught, started
    try:
        app = getattr(commands.load(path, args), "app", None)
        if not isinstance(app, WebApp):
            raise commands.Problem(f"{path} calls no run(), and has no WebApp named `app`")
        return _bound(run, [app], {"debug": True})
    except Caught as found:
        return found.arguments
    finally:
        WebApp.run = run
        del WebApp.start_server


def _bound(function, args, kwargs):
    bound = inspect.signature(function).bind(*args, **kwargs)
    bound.apply_defaults()
    return bound.arguments


async def asgi_app(scope, receive, send):
    """The app of this process; it is loaded when the server says that it starts."""
    if scope["type"] == "lifespan" and not _app:
        try:
            _app.append(_load())
        except Exception as error:
            commands.report(error)
            await receive()
            await send({"type": "lifespan.startup.failed", "message": f"the app cannot be loaded: {error!r}"})
            return
    await _app[0](scope, receive, send)


def _load():
    told = json.loads(os.environ[VARIABLE])
    given = catch(told["path"], told["args"])
    app = given["self"]
    app.debug = told["debug"]
    app.log = given["log"] or Log()
    served = ASGI(app)
    if app.debug < 0:
        app.log = None
    _shut_down_by_signals(app)
    return served


def _shut_down_by_signals(app):
    # Streams of events have no end of their own, and the server would wait for them until its patience is over.
    if threading.current_thread() is threading.main_thread():
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            before = signal.getsignal(number)
            if callable(before) and before is not signal.default_int_handler:
                signal.signal(number, _both(functools.partial(loop.call_soon_threadsafe, app.shutdown), before))


def _both(function, before):
    def handler(number, frame):
        function()
        before(number, frame)

    return handler
