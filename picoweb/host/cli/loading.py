"""An app file, run as MicroPython would run it."""

import os
import sys
import traceback
from types import ModuleType

from .. import shims
from .finder import RUNNING, Finder
from .reporting import Problem
from .rewrite import compile_source


def load(path, args, app_class):
    """Run a file as the main program, with MicroPython's modules and its idea of a coroutine. Returns the module.

    path: str. args: list of str, the program's. app_class: what the file gets for `picoweb.WebApp`, a class of that kind.
    Raises Problem for a file that cannot be read, or is no Python.
    """
    code = _compile(path)
    sys.modules[RUNNING].WebApp = app_class  # type: ignore[attr-defined]
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    sys.argv = [path, *args]
    Finder(sys.path[0]).install()
    shims.install()  # they import picoweb by its usual name, which this package may not have
    sys.path.append(os.path.join(sys.path[0], "lib"))  # a board has it on its path; what is here already goes before
    module = sys.modules["__main__"] = ModuleType("__main__")
    module.__file__ = path
    exec(code, module.__dict__)
    return module


def _compile(path):
    """The code of an app file. Raises Problem."""
    try:
        with open(path, "rb") as file:
            return compile_source(file.read(), path)
    except OSError as error:
        raise Problem(f"cannot read {path}: {error.strerror}") from error
    except SyntaxError as error:
        where = "".join(traceback.format_exception_only(type(error), error))
        raise Problem("syntax error\n" + where.rstrip()) from error
