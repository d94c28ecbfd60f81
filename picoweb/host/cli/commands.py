"""The `picoweb` command: runs an app that was written for a board on this computer.

`run` loads the file as MicroPython would and says in plain words what went
wrong. Serving is the app's own business, and that of WebApp.run().
"""

import argparse
import contextlib
import errno
import functools
import inspect
import os
import sys
import traceback
from types import ModuleType

from ...app import WebApp
from ...templates.loader import Loader
from .. import shims
from ..build import command as build
from ..server import loop
from . import rewrite
from .precompile import module_source

INTERRUPTED = 130  # 128 + SIGINT, what a shell reports

BOARD_ONLY = frozenset(
    "machine umachine network esp esp32 espnow rp2 pyb stm mimxrt nrf wipy pycom ubluetooth bluetooth "
    "btree framebuf neopixel dht onewire ds18x20 apa102 lcd160cr uctypes cryptolib ucryptolib vfs".split()
)

_MACHINERY = [module.__file__ for module in (loop, rewrite, sys.modules[__name__])]


class Problem(Exception):
    """The app cannot be run; the text says why."""


def main(argv=None):
    """Run a command line (a list of str; None: this process's) and return the exit status."""
    argv = sys.argv[1:] if argv is None else argv
    own, args = _split(argv)
    options = _parser().parse_args(own)
    try:
        return options.command(options, args) or 0
    except Problem as problem:
        print(f"picoweb: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        report(error)
        return 1


def _split(argv):
    """The command's own arguments, and those behind `--`."""
    if "--" not in argv:
        return argv, []
    place = argv.index("--")
    return argv[:place], argv[place + 1 :]


def _parser():
    parser = argparse.ArgumentParser(prog="picoweb", description="A web framework for boards and computers.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    run = commands.add_parser(
        "run",
        help="run an app written for MicroPython on this computer",
        usage="picoweb run APP.py [--host HOST] [--port PORT] [--debug N] [--workers N] [-- ARGUMENT ...]",
        epilog="What is given here goes before what the app passes to run(). What follows -- is the app's sys.argv.",
    )
    run.add_argument("app", metavar="APP.py", help="a file that calls run(), or makes a WebApp named `app`")
    run.add_argument("--host", help="the address to listen at, 0.0.0.0 for all")
    run.add_argument("--port", type=int, help="the port to listen at, 0 for a free one")
    run.add_argument("--debug", type=int, metavar="N", help="-1: no log; 0: requests and errors; 1, 2: more")
    run.add_argument("--workers", type=_count, metavar="N", help="serve by N processes of uvicorn, or else of granian")
    run.set_defaults(command=_run_app_file)
    templates = commands.add_parser(
        "compile-templates",
        help="make modules of templates, so that a board needs no compiler for them",
        epilog="Of a.tpl it makes a_tpl.py beside it, which is then used in its place.",
    )
    templates.add_argument("folder", metavar="DIR", help="the folder of templates")
    templates.set_defaults(command=_compile_templates)
    build.add_to(commands)
    return parser


def _count(text):
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


def _run_app_file(options, args):
    given = {name: getattr(options, name) for name in ("host", "port", "debug")}
    given = {name: value for name, value in given.items() if value is not None}
    if options.workers:
        from .launch import launch

        return launch(options.app, args, options.workers, given)
    _override(given)
    _run(options.app, args)


def _compile_templates(options, args):
    loader = Loader("", options.folder)
    wrong = []
    for name in _templates_in(options.folder):
        target = os.path.join(options.folder, name.replace(".", "_") + ".py")
        try:
            source = module_source(loader, name)
            with open(target, "w", encoding="utf-8") as file:
                file.write(source)
        except (OSError, SyntaxError) as error:
            wrong.append(f"{name}: {error}")
            with contextlib.suppress(OSError):
                os.remove(target)  # of an earlier run: it would be taken for this template
        else:
            print(target)
    if wrong:
        raise Problem("\n".join(wrong))


def _templates_in(folder):
    """Names of the templates in a folder and below, relative to it: of all files but Python's and hidden ones."""
    if not os.path.isdir(folder):
        raise Problem(f"no folder: {folder}")
    for place, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if not name.endswith((".py", ".pyc", ".mpy", "~")) and not name.startswith("."):
                yield os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/")


def _override(given):
    """Let WebApp.run() take what the command line says instead of its own arguments."""
    run = WebApp.run

    @functools.wraps(run)
    def overridden(*args, **kwargs):
        bound = inspect.signature(run).bind(*args, **kwargs)
        bound.arguments.update(given)
        try:
            return run(*bound.args, **bound.kwargs)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            port = bound.arguments.get("port", 8081)
            raise Problem(f"port {port} is taken: --port takes another") from None

    WebApp.run = overridden


def _run(path, args):
    try:
        _run_app(load(path, args))
    finally:
        loop.discard(loop.current_loop())


def load(path, args):
    """Run the file as the main program, with MicroPython's modules and its idea of a coroutine. Returns the module."""
    code = _compile(path)
    folder = os.path.dirname(os.path.abspath(path))
    sys.path.insert(0, folder)
    sys.argv = [path, *args]
    shims.install()
    rewrite.Finder(folder).install()
    module = sys.modules["__main__"] = ModuleType("__main__")
    module.__file__ = path
    exec(code, module.__dict__)
    return module


def _compile(path):
    try:
        with open(path, "rb") as file:
            return rewrite.compile_source(file.read(), path)
    except OSError as error:
        raise Problem(f"cannot read {path}: {error.strerror}") from error
    except SyntaxError as error:
        where = "".join(traceback.format_exception_only(type(error), error))
        raise Problem("syntax error\n" + where.rstrip()) from error


def _run_app(module):
    """Run the module's `app`, if nothing has served it yet."""
    app = getattr(module, "app", None)
    if hasattr(app, "run") and not _has_run(app):
        app.run(debug=True)


def _has_run(app):
    # run() initialises an app, unless told not to, and starts a server; a mounted one is served by another.
    return getattr(app, "inited", True) or getattr(app, "server", None) or getattr(app, "url", None)


def report(error):
    """Print a traceback from the app's point of view, and what to do about a module that computers lack."""
    for line in _trimmed(traceback.TracebackException.from_exception(error)).format():
        print(line, end="", file=sys.stderr)
    name = getattr(error, "name", None) if isinstance(error, ModuleNotFoundError) else None
    if name in BOARD_ONLY:
        print(_hint(name), file=sys.stderr)


def _trimmed(report):
    """A TracebackException without the frames that brought the app to run."""
    frames = [frame for frame in report.stack if not _is_machinery(frame.filename)]
    report.stack = traceback.StackSummary.from_list(frames)
    for other in (report.__cause__, report.__context__):
        if other is not None:
            _trimmed(other)
    return report


def _is_machinery(filename):
    return filename in _MACHINERY or filename.startswith("<frozen importlib")


def _hint(name):
    return (
        f"picoweb: `{name}` is a board-only module: it belongs to MicroPython's firmware, and a computer has none.\n"
        f"Import it only on a board (try: ... except ImportError: ...), or put a stand-in {name}.py beside the app."
    )
