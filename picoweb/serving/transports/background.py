"""What runs beside the server of an app: `WebApp.create_task` and `WebApp.on_startup`. It is loaded by an app that has such.

Tasks are made when the server has opened its port, in the loop that serves, whichever that is. An app that is mounted has
its own, which begin and end with those of the app around it.
"""

from asyncio import sleep  # a server that stands in for asyncio hands over now, before anything else needs asyncio

from ...runtime import coroutine, ticks_add, ticks_diff, ticks_ms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Any

    from ...app import WebApp

LOOK_EVERY = 0.01  # seconds between two looks at whether the tasks have ended
PATIENCE = 1000  # milliseconds that tasks have for their `finally`
WITHOUT_ASYNCIO = "tasks need asyncio: run() and start_server() serve by it, and steps(), start_thread() and mode= do not"


class Background:
    """What runs beside an app. functions: to call at each start. coros: what becomes tasks at the next one. tasks: that run."""

    def __init__(self, app):
        self.app = app
        self.functions: "list[Any]" = []
        self.coros: "list[Any]" = []
        self.tasks: "list[Any]" = []

    def begin(self):
        """Begin all of it, in the loop that runs."""
        for function in self.functions:
            self.call(function)
        coros = self.coros
        self.coros = []
        for coro in coros:
            self.make_task(coro)

    def call(self, function):
        """Call a function. A coroutine that it returns becomes a task."""
        result = function()
        if hasattr(result, "send"):
            self.make_task(result)

    def make_task(self, coro):
        """A task of a coroutine."""
        self.tasks = [task for task in self.tasks if not task.done()]
        task = self.app.get_event_loop().create_task(_watched(self.app, coro))
        self.tasks.append(task)
        return task

    @coroutine
    def end(self) -> "Generator[Any, Any, None]":
        """Cancel the tasks, and wait for their end."""
        for task in self.tasks:
            task.cancel()
        until = ticks_add(ticks_ms(), PATIENCE)
        while ticks_diff(until, ticks_ms()) > 0 and not all(task.done() for task in self.tasks):
            pause: "Any" = sleep(LOOK_EVERY)
            yield from pause
        self.tasks = []


@coroutine
def _watched(app: "WebApp", coro: "Any") -> "Generator[Any, Any, Any]":
    """What a coroutine does and returns. Its exception is logged at once: nobody may ever wait for the task."""
    try:
        return (yield from coro)
    except Exception as error:
        app = _outermost(app)
        if not app.log:
            raise
        app._log_text("error", "a task beside the server", error)


def _outermost(app):
    """The app around all others: it is the one that is served."""
    while app._parent:
        app = app._parent
    return app


def _server_of(app):
    """What serves an app now; None if nothing does yet. Raises RuntimeError for what has no tasks."""
    server = _outermost(app).server
    if server and hasattr(server, "poll"):
        raise RuntimeError(WITHOUT_ASYNCIO)
    return server and server.listener


def create_task(app: "WebApp", coro: "Any") -> "Any":
    """Run a coroutine beside the server, as for `WebApp.create_task`."""
    if not hasattr(coro, "send"):
        raise TypeError("create_task() takes a coroutine, as work() gives one, not %r" % (coro,))
    app._background = kept = app._background or Background(app)
    if _server_of(app):
        return kept.make_task(coro)
    kept.coros.append(coro)
    return None


def on_startup(app: "WebApp", f: "Callable[[], Any]") -> "Any":
    """Call a function when the server starts, as for `WebApp.on_startup`."""
    if not callable(f):
        raise TypeError("on_startup() takes a function, and create_task() a coroutine, not %r" % (f,))
    app._background = kept = app._background or Background(app)
    if _server_of(app):
        kept.call(f)
    kept.functions.append(f)
    return f
