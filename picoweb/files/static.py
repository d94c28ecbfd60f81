"""The static folder: which of its files a client may name."""

import sys

from ..http.errors import HTTPError
from ..package_folder import folder_of
from ..runtime import coroutine
from .sendfile import sendfile, stat


class Match:
    """A match object with one group: the file, from the app's folder on."""

    def __init__(self, path):
        self.path = path

    def group(self, number):
        return self.path if number else "/" + self.path


def static_match(app, path):
    """The match object for a path (str) in the static folder; None if there is nothing to be seen."""
    if path[8:] or has(folder_of(app) + "static/index.html"):
        return Match(path[1:])


@coroutine
def send_static(app, req, resp):
    """Answer with a static file, of a folder with its index.html. To be waited for.

    Raises HTTPError 403 for a path that leads elsewhere, 404 where there is nothing, 405 for methods other than GET and
    HEAD, 308 for a folder without a slash.
    """
    path = req.url_match.group(1)
    if req.method not in ("GET", "HEAD"):
        raise HTTPError(204 if req.method == "OPTIONS" else 405, "", [("Allow", "GET, HEAD, OPTIONS")])
    if not is_safe(path):
        raise HTTPError(403)
    start, folder = getattr(req.url_match, "root", None) or (folder_of(app), path.split("/")[0])
    if path[-1:] == "/":
        path += "index.html"
    if sys.platform in ("linux", "darwin", "win32"):  # no board's file system has links
        from .links import check

        check(start + folder, start + path)
    try:
        yield from sendfile(app, resp, path, root=start)
    except HTTPError as error:
        if error.status != 404:
            raise
        from .folders import not_found

        raise not_found(start + path, req.qs)


def has(path):
    """Whether there is a file (str), or its twin in gzip."""
    return stat(path) or stat(path + ".gz")


def is_safe(path):
    """Whether a path (str) leads down only."""
    return ".." not in path and "//" not in path and "\\" not in path and "\0" not in path
