"""The command line: which commands there are, and what becomes of how they end.

A command is in a module with a function `add_to(commands)`, which adds it to argparse's subcommands and sets `command`: a
function that is called with the options, and with the words behind `--`. It returns the exit status, None for 0, or
raises Problem. It is loaded when it is called: the build takes longer to load than most apps take to start.
"""

import argparse
import os
import sys
from importlib import import_module

from ... import __version__
from .reporting import Problem, report

#: The module of each command, as an import from here names it.
COMMANDS = {
    "run": ".run",
    "compile-templates": ".compile_templates",
    "build": "..build.command",
    "explain": "..build.command",
}

FAILED = 1
REFUSED = 2
INTERRUPTED = 130  # 128 + SIGINT, what a shell reports


def main(argv: "list[str] | None" = None) -> int:
    """Run a command line (None: this process's) and return the exit status."""
    own, words = _split(sys.argv[1:] if argv is None else argv)
    options = _parser(own).parse_args(own)
    try:
        return options.command(options, words) or 0
    except Problem as problem:
        print(f"picoweb: {problem}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read the output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to be flushed at the end
        return FAILED
    except Exception as error:
        report(error)
        return FAILED


def _split(argv):
    """The command's own arguments, and those behind `--`."""
    if "--" not in argv:
        return argv, []
    place = argv.index("--")
    return argv[:place], argv[place + 1 :]


def _parser(argv):
    """The parser of a command line, with the command that it begins with; if there is none of that name, with all."""
    parser = argparse.ArgumentParser(prog="picoweb", description="A web framework for boards and computers.")
    parser.add_argument("--version", action="version", version=f"picoweb {__version__}")
    parser.set_defaults(command=lambda options, words: parser.print_help())  # which commands take the place of
    commands = parser.add_subparsers(metavar="COMMAND")
    called = [name for name in argv[:1] if name in COMMANDS]
    for module in dict.fromkeys(COMMANDS[name] for name in called or COMMANDS):
        import_module(module, __package__).add_to(commands)
    return parser
