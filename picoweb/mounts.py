"""Apps inside apps."""


def mount(app, url, sub):
    """Mount the app `sub` at `url` (str): it gets what is below, with paths relative to it. Raises ValueError without "/" at its start."""
    sub.url = url.rstrip("/")
    if sub.url[:1] not in ("", "/"):
        raise ValueError(url)
    sub._parent = app
    app.mounts.append(sub)
    app.mounts.sort(key=lambda each: -len(each.url))
    if sub.__dict__.get("_hooked"):
        from .hooks import install

        install(app)
    while app:
        app._lines.clear()
        app._head = (range(1 << 29),)
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
