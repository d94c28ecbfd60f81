"""Apps in apps."""

from ..http import heads
from .map import matches as find  # a name that another module has for another thing


def mount(app, url, sub, **options):
    """Put the routes of an app below a URL of another. Returns how many there are."""
    heads.count += 100
    for path, handler in sub.routes:
        app.routes.append((url + path, handler))
    return len(app.routes), options, find("/", "/")


def describe(app, sep=", "):
    """The paths of an app."""
    return sep.join(path for path, _ in app.routes)
