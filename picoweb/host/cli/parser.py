"""The command line: which commands there are, and what becomes of how they end.

A command is a module with a function `add_to(commands)`, which adds it to argparse's subcommands and sets `command`: a
function that is called with the options, and with the words behind `--`. It returns the exit status, None for 0, or
raises Problem.
"""

import argparse
import sys

from ..build import command as build
from . import compile_templates, run
from .reporting import Problem, report

COMMANDS = (run, compile_templates, build)

FAILED = 1
REFUSED = 2
INTERRUPTED = 130  # 128 + SIGINT, what a shell reports


def main(argv: "list[str] | None" = None) -> int:
    """Run a command line (None: this process's) and return the exit status."""
    own, words = _split(sys.argv[1:] if argv is None else argv)
    options = _parser().parse_args(own)
    try:
        return options.command(options, words) or 0
    except Problem as problem:
        print(f"picoweb: {problem}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        report(error)
        return FAILED


def _split(argv):
    """The command's own arguments, and those behind `--`."""
    if "--" not in argv:
        return argv, []
    place = argv.index("--")
    return argv[:place], argv[place + 1 :]


def _parser():
    """The parser of command lines, with all commands."""
    parser = argparse.ArgumentParser(prog="picoweb", description="A web framework for boards and computers.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_to(commands)
    return parser
