"""Apps inside apps: how one is mounted, and which of them a request is for."""

from .tree import around, outward

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..app import WebApp


def mount(app: "WebApp", url: str, sub: "WebApp") -> None:
    """Mount the app `sub` at `url` (str): it gets what is below, with paths relative to it.

    Raises ValueError for what does not begin with "/", and for an app that is mounted here already, or has this one in it.
    """
    if url[:1] not in ("", "/") or sub in app.mounts or sub in outward(app):
        raise ValueError("cannot mount at %r" % url)
    sub.url = url.rstrip("/")
    sub._parent = app
    _put_in_order(app.mounts, sub)
    if sub._is_hooked:  # build: only if the app uses before_request, after_request, errorhandler, teardown, teardown_request
        _hook(app)
    for each in outward(app):
        _forget_last(each)


def _put_in_order(mounts, sub):
    """Put an app into a list of mounted ones: those with the longest URLs come first."""
    place = 0
    while place < len(mounts) and len(mounts[place].url) >= len(sub.url):
        place += 1
    mounts.insert(place, sub)


def _hook(app):
    """Let an app go by way of the hooks of one that is mounted in it."""
    from .hooks import install

    install(app)


def _forget_last(app):
    """Let an app forget what it found for the last request: that may lead elsewhere now."""
    app.last_line = type(app).last_line
    app.last_head = type(app).last_head


def descend(app: "WebApp", req: "Any") -> "WebApp":
    """The app that a request is for; `req.path` becomes relative to it."""
    for app, req.path in around(app, req.path):
        pass
    return app


def handler_of_exceptions(app: "WebApp", req: "Any", inherited: "Any") -> "WebApp":
    """The innermost app around a request whose class has a `handle_exc` of its own, not the `inherited`; else `app`."""
    found = app
    for each, _ in around(app, req.request_head.request_line.url_path):  # req.path may be relative already
        if type(each).handle_exc is not inherited:
            found = each
    return found
