"""Apps inside apps."""


def mount(app, url, sub):
    """Mount the app `sub` at `url` (str): it gets what is below, with paths relative to it."""
    sub.url = url.rstrip("/")
    sub._parent = app
    app.mounts.append(sub)
    app.mounts.sort(key=lambda each: -len(each.url))
    if sub.__dict__.get("_hooked"):
        from .hooks import install

        install(app)
    while app:
        app._lines.clear()
        app._head = (b"\0",)
        app = app.__dict__.get("_parent")


def descend(app, req):
    """The app that a request is for; `req.path` becomes relative to it."""
    sub = below(app, req.path)
    while sub:
        app = sub
        req.path = req.path[len(app.url) :] or "/"
        sub = below(app, req.path)
    return app


def below(app, path):
    """The app mounted directly in `app` that `path` (str) is for, or None."""
    for sub in app.mounts:
        url = sub.url
        # A prefix ends where a segment does: /app1 is not the app for /app1zzz.
        if path.startswith(url) and path[len(url) : len(url) + 1] in ("", "/"):
            return sub
