"""What differs between runtimes."""

import sys

IS_BOARD = sys.implementation.name == "micropython"


def coroutine(function):
    """Mark a function as one whose results can be waited for."""
    return function


DONE = coroutine(lambda: (yield))()
list(DONE)


def import_module(module, name):
    """A module, imported for one of its names: what is built to load late asks for it."""
    return __import__(module, None, None, (name,))
