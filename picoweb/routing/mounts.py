"""Apps inside apps: how one is mounted, and which of them a request is for."""

from .tree import around, outward, prefix_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..app import WebApp


def mount(app: "WebApp", url: str, sub: "WebApp") -> None:
    """Mount the app `sub` at `url` (str): it gets what is below, with paths relative to it.

    Raises ValueError for an app that is mounted here already, or has this one in it. For what does not begin with "/" there is
    a line in the log, and no mount, as no path begins so.
    """
    if sub in app.mounts or sub in outward(app):
        raise ValueError("cannot mount at %r" % url)
    if url[:1] not in ("", "/"):
        app._log_text("error", "no '/' at the start of %r: nothing goes to the app that is mounted there" % url)  # build: only if log
        return
    sub._prefix = url.rstrip("/")
    sub._parent = app
    set_url(sub, app.url + sub._prefix)
    _put_in_order(app.mounts, sub)
    if sub._is_hooked:  # build: only if the app uses before_request, after_request, errorhandler, teardown, teardown_request
        _hook(app)
    for each in outward(app):
        _forget_last(each)


def _put_in_order(mounts, sub):
    """Put an app into a list of mounted ones: those with the longest URLs come first."""
    place = 0
    while place < len(mounts) and len(prefix_of(mounts[place])) >= len(sub._prefix):
        place += 1
    mounts.insert(place, sub)


def set_url(app: "Any", url: str) -> None:
    """Let an app be at a URL, and those mounted in it below."""
    app.url = url
    for sub in app.mounts:
        sub._prefix = prefix_of(sub)
        set_url(sub, url + sub._prefix)


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
    path = req.path if req._full_path is None else req._full_path  # it may be relative already
    for each, _ in around(app, path):
        if type(each).handle_exc is not inherited:
            found = each
    return found
