"""The tree that mounted apps are: the way in to an app, and the way out of it."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


def around(app: "Any", path: str) -> "Iterator[tuple[Any, str]]":
    """Yield the app and those mounted in it that `path` (str) is for, outermost first, each with its path."""
    while app:
        yield app, path
        app, path = _below(app, path)


def _below(app, path):
    """The app mounted in `app` that a path is for, with the path that it sees; (None, path) if it is for none."""
    for sub in app.mounts:
        url = prefix_of(sub)
        # A prefix ends where a segment does: /app1 is not the app for /app1zzz.
        if path.startswith(url) and path[len(url) : len(url) + 1] in ("", "/"):
            return sub, path[len(url) :] or "/"
    return None, path


def prefix_of(app: "Any") -> str:
    """What the paths for a mounted app begin with, in the app around it."""
    prefix: str = app.url if app._prefix is None else app._prefix  # older apps may put one into `mounts` by themselves
    return prefix


def outward(app: "Any") -> "Iterator[Any]":
    """Yield an app, the one that it is mounted in, the one that that is mounted in, and so on."""
    while app:
        yield app
        app = app._parent
