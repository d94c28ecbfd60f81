"""Files of an app on a computer, where a link may lead out of its folders. No board's file system has links."""

import os

from .. import coroutine, files
from ..files import sendfile, static_match  # noqa: F401  what else is in the table's row
from ..http import HTTPError


@coroutine
def send_static(app, req, resp):
    """Answer with a static file. To be waited for. Raises HTTPError 403 for a path that leads elsewhere, or 404."""
    folder = os.path.realpath(files.root(app) + "static")
    if not os.path.realpath(files.root(app) + req.url_match.group(1).replace("\0", "")).startswith(folder + os.sep):
        raise HTTPError(403)
    yield from files.send_static(app, req, resp)
