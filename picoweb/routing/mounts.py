"""Apps inside apps."""


def mount(app, url, sub):
    """Mount the app `sub` at `url` (str): it gets what is below, with paths relative to it.

    Raises ValueError for what does not begin with "/", and for an app that is mounted here already, or has this one in it.
    """
    above = app
    while above and above is not sub:
        above = above.__dict__.get("_parent")
    if above or sub in app.mounts or url[:1] not in ("", "/"):
        raise ValueError("cannot mount at %r" % url)
    sub.url = url.rstrip("/")
    sub._parent = app
    n = 0  # the longest come first
    while n < len(app.mounts) and len(app.mounts[n].url) >= len(sub.url):
        n += 1
    app.mounts.insert(n, sub)
    if sub.__dict__.get("_hooked"):
        from .hooks import install

        install(app)
    while app:
        app.last_line = type(app).last_line
        app.last_head = type(app).last_head
        app = app.__dict__.get("_parent")


def descend(app, req):
    """The app that a request is for; `req.path` becomes relative to it."""
    for app, req.path in around(app, req.path):
        pass
    return app


def around(app, path):
    """Yield the app and those mounted in it that `path` (str) is for, outermost first, each with its path."""
    while app:
        yield app, path
        subs = app.mounts
        app = None
        for sub in subs:
            url = sub.url
            # A prefix ends where a segment does: /app1 is not the app for /app1zzz.
            if path.startswith(url) and path[len(url) : len(url) + 1] in ("", "/"):
                path = path[len(url) :] or "/"
                app = sub
                break


def handler_of_exceptions(app, req, inherited):
    """The innermost app around a request whose class has a `handle_exc` of its own, not the `inherited`; else `app`."""
    for each, _ in around(app, req.request_head.request_line.url_path):  # req.path may be relative already
        if type(each).handle_exc is not inherited:
            app = each
    return app
