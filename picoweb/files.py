"""Files of an app as answers. Which of them a client may have is decided here."""

import os

from . import clear, coroutine, stream
from .http import HTTPError
from .stream import start_response

_types = """
 html htm :text/html; charset=utf-8
 css :text/css; charset=utf-8
 js mjs :text/javascript; charset=utf-8
 svg :image/svg+xml
 png :image/png
 jpg jpeg :image/jpeg
 ico :image/x-icon
"""


def root(app):
    """The folder of an app's package, with a slash at its end; "" is the current directory."""
    if not app.pkg:
        return ""
    from .folder import folder

    return folder(app.pkg)


def get_mime_type(fname):
    """The media type for a file name (str), by its ending."""
    global _types
    end = " " + fname[fname.rfind(".") + 1 :].lower() + " "
    start = _types.find(end)
    if start < 0:
        from .rare import media_type

        start = len(_types)
        _types += media_type(end)  # the next time it is there
        clear("rare")
        if start == len(_types):
            return "application/octet-stream"
    return _types[_types.find(":", start) + 1 : _types.find("\n", start)]


@coroutine
def sendfile(app, writer, fname, content_type=None, headers=None):
    """Answer with a file: `fname` (str), from the app's folder on. To be waited for.

    content_type: str; None: by the ending. headers: as for `start_response`.
    Raises HTTPError 404 if there is none, OSError if it cannot be read.
    """
    try:
        path = root(app) + fname
        size = os.stat(path)[6]
        f = open(path, "rb")
    except OSError as error:
        if error.args[0] != 2:  # ENOENT
            raise
        raise HTTPError(404)
    try:
        yield from start_response(writer, content_type or get_mime_type(fname), 200, headers, size)
        yield from sendstream(writer, f)
    finally:
        f.close()


@coroutine
def sendstream(writer, f):
    """Write what is left in an open binary file. To be waited for; raises OSError."""
    if writer.pos == writer.end:  # its input buffer is as good as another while no input is in it
        writer.release()
    buf = stream.POOL.pop() if stream.POOL else bytearray(stream.SIZE)
    while True:
        n = f.readinto(buf)
        if not n:
            break
        yield from writer.awrite(buf, 0, n)
    if not stream.POOL:
        stream.POOL.append(buf)


def static_match(app, path):
    """The match object for a path (str) in the static folder."""
    return StaticMatch(path)


class StaticMatch:
    """A match object with one group, the file."""

    def __init__(self, path):
        self.path = path

    def group(self, number):
        return self.path[1:] if number else self.path


@coroutine
def send_static(app, req, resp):
    """Answer with a static file. To be waited for. Raises HTTPError 403 for a path that leads elsewhere, or 404."""
    path = req.url_match.group(1)
    if not _safe(path):
        raise HTTPError(403)
    try:
        is_file = os.stat(root(app) + path)[0] & 0xF000 == 0x8000
    except (OSError, ValueError):
        is_file = False
    if not is_file:
        raise HTTPError(404)
    yield from sendfile(app, resp, path)


def _safe(path):
    return ".." not in path and "//" not in path and "\\" not in path and "\0" not in path
