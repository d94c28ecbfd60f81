"""Routes for one method each: methods of `WebApp`, added at their first use. Arguments as for `route`."""


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
