"""Runs mypy's stubtest on picoweb: the stubs against the code. Arguments: as for stubtest.

Methods that are added to a class at their first use are added before, so that they are compared as well.
"""

import functools
import importlib
import inspect
import sys

from mypy import stubtest

import picoweb
from picoweb import app
from picoweb.messages import request
from picoweb.serving import stream

CLASSES = {"A": app.WebApp, "S": stream.Stream, "R": request.HTTPRequest}


def methods():
    """Yield (class, name, value) of all that is added to a class."""
    for line in "".join(picoweb.places.TABLE).split("\n"):
        if line[:1] in CLASSES:
            owner, room, *names = line.split()
            module = importlib.import_module("picoweb." + room)
            for name in names:
                yield CLASSES[owner], name, getattr(module, name)


def method(function):
    """`function` as it is in a class: its first parameter is `self`."""
    signature = inspect.signature(function)
    first, *others = signature.parameters.values()

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    wrapper.__signature__ = signature.replace(parameters=[first.replace(name="self"), *others])
    return wrapper


if __name__ == "__main__":
    for cls, name, value in methods():
        setattr(cls, name, method(value) if callable(value) else value)
    sys.exit(stubtest.main())
