"""The static folder: which of its files a client may name, and what it is told of the others."""

from ..http.errors import HTTPError
from ..http.percent import quote
from ..package_folder import folder_of
from ..runtime import coroutine
from .description import ON_COMPUTER, is_there
from .names import is_spelled
from .sendfile import sendfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

PREFIX = "/static/"
INDEX = "index.html"
ALLOWED = [("Allow", "GET, HEAD, OPTIONS")]


class StaticMatch:
    """What a pattern of files says of a path: a match object with one group, the file, from `root` on.

    root: str, with a slash at its end, or "": where the folder is; None: the app's. folder: str, the folder there.
    """

    def __init__(self, file, root=None, folder=None):
        self.file = file
        self.root = root
        self.folder = folder

    def group(self, number):
        """The file (str); with a slash in front of it for 0."""
        return self.file if number else "/" + self.file


def static_match(app: "Any", path: str) -> "StaticMatch | None":
    """The match object for a path (str) in the static folder; None if there is nothing to be seen."""
    if path != PREFIX or is_there(folder_of(app) + path[1:] + INDEX):
        return StaticMatch(path[1:])
    return None


@coroutine
def send_static(app: "Any", req: "Any", resp: "Any") -> "Generator[Any, Any, None]":
    """Answer with a static file, of a folder with its index.html. To be waited for.

    Raises HTTPError 403 for a path that leads elsewhere, 404 where there is nothing, or nothing that is spelled so, 405 for
    methods other than GET and HEAD, 308 for a folder without a slash.
    """
    check_method(req.method)
    file = req.url_match.group(1)
    if not is_safe(file):
        raise HTTPError(403)
    root, folder = place_of(app, req.url_match, file)
    if file[-1:] == "/":
        file += INDEX
    check_links(root + folder, root + file)
    named = len(root)  # what a client names begins here: a pattern of an app's own may have a group of another kind
    if isinstance(req.url_match, StaticMatch):
        named += len(folder) + 1
    if not is_spelled(root + file, named):
        raise HTTPError(404)
    try:
        yield from sendfile(app, resp, file, root=root, is_all=True, folder=root + folder or ".")
    except HTTPError as error:
        if error.status != 404:
            raise
        raise not_found(root + file, named, req.qs)


def check_method(method) -> None:
    """Raise HTTPError 405 for a method that no file has, and 204 for OPTIONS (RFC 9110, 9.3.7)."""
    if method not in ("GET", "HEAD"):
        raise HTTPError(204 if method == "OPTIONS" else 405, "", ALLOWED)


def is_safe(path) -> bool:
    """Whether a path (str) leads down only."""
    is_plain = "//" not in path and "/./" not in path and path[-2:] != "/."
    return is_plain and ".." not in path and "\\" not in path and "\0" not in path


def place_of(app, match, file):
    """Where the folder of a file is, and that folder. match: of any pattern; an app may have one of its own, for its files."""
    root = getattr(match, "root", None)
    if root is not None:
        return root, match.folder
    return folder_of(app), file[: max(file.find("/"), 0)]


def check_links(folder, path) -> None:
    """Raise HTTPError 403 if a symbolic link leads out of a folder, where there are links."""
    if ON_COMPUTER:
        from .links import leads_out

        if leads_out(folder, path):
            raise HTTPError(403)


def not_found(path, named, query) -> HTTPError:
    """The HTTPError for a path (str) at which there is no file: 308 to the folder of that name that has an index, or 404.

    named: int, where what the client names begins. query: str, which goes along.
    """
    index = path + "/" + INDEX
    if not (is_there(index) and is_spelled(index, named)):
        return HTTPError(404)
    name = quote(path[path.rfind("/") + 1 :])
    return HTTPError(308, "", [("Location", "./%s/%s" % (name, "?" + query if query else ""))])
