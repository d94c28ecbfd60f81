"""A generator, loaded late, and what is only asked of it."""

from ..runtime import coroutine


@coroutine
def each_route(app, *names):
    """The paths of an app, one after another."""
    for path, _ in app.routes:
        yield path
    yield names
