"""What an app file gets for `picoweb.WebApp`: a class whose `run` does what the command line wants."""

import errno
import inspect

from ..app import WebApp
from .reporting import Problem

_SIGNATURE = inspect.signature(WebApp.run)


def arguments_of_run(app, args, kwargs):
    """The arguments of `app.run(*args, **kwargs)` by their names, a dict. Raises TypeError as calling it does."""
    bound = _SIGNATURE.bind(app, *args, **kwargs)
    bound.apply_defaults()
    arguments = dict(bound.arguments)
    del arguments["self"]
    return arguments


class _NotingApp(WebApp):
    """An app that notes that there is one, and that something serves it."""

    made: "list[WebApp]"
    was_started = False

    def __init__(self, *args, **kwargs):
        self.made.append(self)
        super().__init__(*args, **kwargs)

    def start_server(self, *args, **kwargs):
        """As `WebApp.start_server`."""
        self.was_started = True
        return super().start_server(*args, **kwargs)

    def steps(self, *args, **kwargs):
        """As `WebApp.steps`."""
        self.was_started = True
        return super().steps(*args, **kwargs)

    def start_thread(self, *args, **kwargs):
        """As `WebApp.start_thread`."""
        self.was_started = True
        return super().start_thread(*args, **kwargs)


def overridden(given):
    """A class whose `run` goes by `given`, a dict of its arguments, before those that it is called with.

    Its `made` is the list of its apps. `was_started` of an app is True once something has served it.
    """

    class App(_NotingApp):
        __doc__ = WebApp.__doc__

        made: "list[WebApp]" = []

        def run(self, *args, **kwargs):
            """As `WebApp.run`, by what the command line says."""
            self.was_started = True
            arguments = {**arguments_of_run(self, args, kwargs), **given}
            try:
                super().run(**arguments)
            except OSError as error:
                if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                    raise
                raise cannot_listen(arguments["port"], error) from None

    return App


def cannot_listen(port, error):
    """The Problem to be raised for a port (int) that is taken, or not for this user. error: the OSError that says so."""
    reason = "taken" if error.errno == errno.EADDRINUSE else "for the administrator only"
    return Problem(f"port {port} is {reason}: --port takes another")


class Caught(BaseException):
    """Ends the running of an app file where it would serve. app: WebApp. arguments: dict, those of `run`."""

    def __init__(self, app, arguments):
        self.app = app
        self.arguments = arguments


class CaughtApp(WebApp):
    """An app whose `run` raises Caught: it is for another server to serve it."""

    __doc__ = WebApp.__doc__

    def run(self, *args, **kwargs):
        """End the running of the app file here."""
        raise Caught(self, arguments_of_run(self, args, kwargs))

    def start_server(self, *args, **kwargs):
        """Refuse: what serves the app is another server."""
        raise Problem("the app starts its server itself: --workers takes what run() would serve")
