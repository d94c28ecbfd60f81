"""Other ways to add routes: methods of `WebApp`, added at their first use. Arguments as for `route`."""


def add_url_rule(app, url, func, **kwargs):
    """Let `url` go to the handler `func`; arguments as for `route`."""
    app.route(url, **kwargs)(func)


def get(app, url, **kwargs):
    """Decorator: GET, and HEAD, of `url` go to this handler."""
    return app.route(url, methods=["GET"], **kwargs)


def post(app, url, **kwargs):
    """Decorator: POST to `url` goes to this handler."""
    return app.route(url, methods=["POST"], **kwargs)


def put(app, url, **kwargs):
    """Decorator: PUT to `url` goes to this handler."""
    return app.route(url, methods=["PUT"], **kwargs)


def patch(app, url, **kwargs):
    """Decorator: PATCH of `url` goes to this handler."""
    return app.route(url, methods=["PATCH"], **kwargs)


def delete(app, url, **kwargs):
    """Decorator: DELETE of `url` goes to this handler."""
    return app.route(url, methods=["DELETE"], **kwargs)
