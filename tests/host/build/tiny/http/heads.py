"""Heads of answers, and how many were made."""

from ..runtime import coroutine

count = 0  # of heads
LIMIT = 3


def start(text, status=200):
    """The head of an answer."""
    global count
    count += 1
    return "%d %s" % (status, shortened(text))


def shortened(text):
    """A text of at most LIMIT characters."""
    return text[:LIMIT]


@coroutine
def unused_generator():
    """Nobody calls it."""
    yield start("x")
