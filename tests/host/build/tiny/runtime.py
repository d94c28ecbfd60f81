"""What differs between runtimes."""

import sys

IS_BOARD = sys.implementation.name == "micropython"


def coroutine(function):
    """Mark a function as one whose results can be waited for."""
    return function


DONE = coroutine(lambda: (yield))()
list(DONE)
