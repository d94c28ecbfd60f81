"""The static folder: which of its files a client may name."""

import sys

from . import coroutine
from .files import regular, root, sendfile
from .http import HTTPError


class Match:
    """A match object with one group: the file, from the app's folder on."""

    def __init__(self, path):
        self.path = path

    def group(self, number):
        return self.path if number else "/" + self.path


def static_match(app, path):
    """The match object for a path (str) in the static folder; None if there is nothing to be seen."""
    if path[8:] or regular(root(app) + "static/index.html"):
        return Match(path[1:])


@coroutine
def send_static(app, req, resp):
    """Answer with a static file, of a folder with its index.html. To be waited for.

    Raises HTTPError 403 for a path that leads elsewhere, 404 where there is nothing, 308 for a folder without a slash.
    """
    path = req.url_match.group(1)
    if not is_safe(path):
        raise HTTPError(403)
    base, folder = getattr(req.url_match, "place", None) or (root(app), path.split("/")[0])
    if path[-1:] == "/":
        path += "index.html"
    if sys.platform in ("linux", "darwin", "win32"):  # no board's file system has links
        from .links import leads_out

        if leads_out(base + folder, base + path):
            raise HTTPError(403)
    try:
        yield from sendfile(app, resp, path, base=base)
    except HTTPError as error:
        if error.status != 404:
            raise
        from .folders import without_slash

        raise without_slash(base + path)


def is_safe(path):
    """Whether a path (str) leads down only."""
    return ".." not in path and "//" not in path and "\\" not in path and "\0" not in path
