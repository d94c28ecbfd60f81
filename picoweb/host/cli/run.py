"""`picoweb run`: runs an app file. Serving is the app's own business, and that of `WebApp.run`."""

from ..server import loop
from .app_classes import overridden
from .loading import load

OVERRIDES = ("host", "port", "debug")  # options that go before what the app passes to run()


def add_to(commands):
    """Add the command to argparse's subcommands."""
    parser = commands.add_parser(
        "run",
        help="run an app written for MicroPython on this computer",
        usage="picoweb run APP.py [--host HOST] [--port PORT] [--debug N] [--workers N] [-- ARGUMENT ...]",
        epilog="What is given here goes before what the app passes to run(). What follows -- is the app's sys.argv.",
    )
    parser.add_argument("app", metavar="APP.py", help="a file that calls run(), or makes a WebApp named `app`")
    parser.add_argument("--host", help="the address to listen at, 0.0.0.0 for all")
    parser.add_argument("--port", type=int, help="the port to listen at, 0 for a free one")
    parser.add_argument("--debug", type=int, metavar="N", help="-1: no log; 0: requests and errors; 1, 2: more")
    parser.add_argument("--workers", type=_count, metavar="N", help="serve by N processes of uvicorn, or else of granian")
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

        return launch(options.app, words, options.workers, given)
    try:
        _run_app(load(options.app, words, overridden(given)))
    finally:
        loop.discard(loop.current_loop())


def _run_app(module):
    """Run the module's `app`, if nothing has served it yet."""
    run = getattr(getattr(module, "app", None), "run", None)
    if run and not _has_run(module.app):
        run(debug=True)


def _has_run(app):
    """Whether something has served an app: run() initialises it, unless told not to, and starts a server.

    A mounted one is served by another.
    """
    return getattr(app, "inited", True) or getattr(app, "server", None) or getattr(app, "url", None)
