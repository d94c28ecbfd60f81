"""The commands `picoweb build` and `picoweb explain`."""
import argparse
import sys
from pathlib import Path

from .output.mapping import Map, explain
from .output.mpy import Missing
from .pipeline import FORMATS, STEPS, build
from .program import Refused

FAILED = 2


def add_to(commands) -> None:
    """Add both commands to the parser's subcommands. Each sets `command`, which is called with (options, words)."""
    _add_build(commands)
    parser = commands.add_parser("explain", help="tell a traceback of a board in terms of the source")
    parser.add_argument("map", metavar="MAP", type=Path, help="the map that the build wrote, beside its folder")
    parser.add_argument("traceback", metavar="FILE", nargs="?", type=argparse.FileType(), default=sys.stdin,
                        help="the traceback; it is read from standard input if no file is named")
    parser.set_defaults(command=_explain)


def _add_build(commands) -> None:
    parser = commands.add_parser(
        "build", help="make of an app, or of picoweb alone, what goes onto a board",
        epilog="With an app, what it does not reach is left out, and the rest is one module, with the templates in it. "
               "DIR has all that the board needs, and main.py, which starts the app. Beside it are DIR.map, for "
               "`picoweb explain`, and DIR.romfs, the image.")
    parser.add_argument("app", metavar="APP.py", nargs="?", type=Path, help="the app's file; none: picoweb for any app")
    parser.add_argument("--out", metavar="DIR", type=Path, default=Path("build/board"), help="where it goes (%(default)s)")
    parser.add_argument("--format", choices=FORMATS, default="mpy", help="bytecode, sources, or an image for ROMFS")
    parser.add_argument("--root", metavar="DIR", type=Path, help="the folder that has templates/ and static/ (the app's)")
    parser.add_argument("--explain", action="store_true", help="say of each name why it is in")
    parser.add_argument("--without", metavar="STEP", nargs="*", choices=STEPS, default=(),
                        help=f"leave out steps, of {', '.join(STEPS)}")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="another order of new names")
    parser.set_defaults(command=_build)


def _build(options, words) -> int:
    progress = _Progress(sys.stderr)
    try:
        report = build(options.app, options.out, options.format, options.without, options.seed, root=options.root,
                       progress=progress)
    except (Refused, Missing, OSError) as error:
        progress.end()
        print(f"picoweb build: {error}", file=sys.stderr)
        return FAILED
    progress.end()
    for line in report.lines(options.explain):
        print(line)
    return 0


def _explain(options, words) -> int:
    try:
        explain(Map.read(options.map), options.traceback, sys.stdout)
    except (OSError, ValueError) as error:
        print(f"picoweb explain: {error}", file=sys.stderr)
        return FAILED
    return 0


class _Progress:
    """Shows what is done at the moment, in one line of a terminal; nothing elsewhere."""

    def __init__(self, file) -> None:
        self.file = file
        self.shown = file.isatty()

    def __call__(self, text: str) -> None:
        if self.shown:
            self.file.write(f"\r\x1b[K{text} ...")
            self.file.flush()

    def end(self) -> None:
        """Take the line away."""
        if self.shown:
            self.file.write("\r\x1b[K")
