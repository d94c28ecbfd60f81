"""`picoweb run`: runs an app file. Serving is the app's own business, and that of `WebApp.run`."""

from ..server import loop
from ..app import WebApp
from .app_classes import overridden
from .loading import load
from .reporting import Problem, nothing_to_serve

OVERRIDES = ("host", "port", "debug")  # options that go before what the app passes to run()


def add_to(commands):
    """Add the command to argparse's subcommands."""
    parser = commands.add_parser(
        "run",
        help="run an app written for MicroPython on this computer",
        usage="picoweb run APP.py [--host HOST] [--port PORT] [--debug N] [--workers N] [...] [-- ARGUMENT ...]",
        epilog="What is given here goes before what the app passes to run(). What follows -- is the app's sys.argv.",
    )
    parser.add_argument("app", metavar="APP.py", help="a file that calls run(), or makes a WebApp named `app`")
    parser.add_argument("--host", help="the address to listen at, 0.0.0.0 for all")
    parser.add_argument("--port", type=int, help="the port to listen at, 0 for a free one")
    parser.add_argument("--debug", type=int, metavar="N", help="-1: no log; 0: requests and errors; 1, 2: more")
    parser.add_argument("--workers", type=_count, metavar="N", help="serve by N processes of uvicorn, or else of granian")
    parser.add_argument("--forwarded-allow-ips", metavar="PROXIES", dest="proxies",
                        help="with --workers: the addresses, with commas, whose X-Forwarded-For is believed")
    parser.set_defaults(command=_run)


def _count(text):
    """The number of processes. Raises ValueError."""
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


def _run(options, words):
    """Run an app file, and what is left of its loop to the end."""
    given = {name: getattr(options, name) for name in OVERRIDES if getattr(options, name) is not None}
    if options.workers:
        from .launch import launch

        return launch(options.app, words, options.workers, given, options.proxies)
    if options.proxies:
        raise Problem("--forwarded-allow-ips goes with --workers: without it, no X-Forwarded-For is believed")
    app_class = overridden(given)
    try:
        _run_app(load(options.app, words, app_class), options.app, app_class.made)
    finally:
        loop.discard(loop.current_loop())


def _run_app(module, path, made):
    """Run the module's `app`, if nothing has served it yet. made: the apps (list) that the file at `path` has made.

    Raises Problem if there is none, and no other one has been served.
    """
    app = getattr(module, "app", None)
    if not isinstance(app, WebApp):
        if not any(map(_has_run, made)):
            raise nothing_to_serve(path)
    elif not _has_run(app):
        app.run(debug=True)


def _has_run(app):
    """Whether something has served an app, or a request to it. A mounted one is served by another."""
    return getattr(app, "was_started", False) or app.inited or app.server or app.url
