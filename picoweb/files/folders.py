"""Folders of files other than static/, each below a URL of its own."""

from ..package_folder import folder_of
from .description import is_there
from .names import is_spelled
from .static import INDEX, StaticMatch, is_safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Folder:
    """The pattern of a folder of files. app: whose it is. url: str, what their paths begin with. folder: str, absolute or
    from the app's folder on.
    """

    def __init__(self, app, url, folder):
        self.app = app
        self.url = self.changes_below = url if url[-1:] == "/" else url + "/"
        self.folder = folder

    def match(self, path):
        """The StaticMatch for a path. At the root of all, only for what is there: other routes are below it as well."""
        if not path.startswith(self.url):
            return None
        root = "" if self.folder[:1] == "/" else folder_of(self.app)
        file = self.folder + "/" + path[len(self.url) :]
        if self.url == "/" and not _is_to_be_seen(root + file, len(root) + len(self.folder) + 1):
            return None
        return StaticMatch(file, root, self.folder)


def _is_to_be_seen(path, named):
    """Whether there is a file, or a folder with an index, at a path that leads down only. named: int, as for `is_spelled`."""
    if not is_safe(path[named - 1 :]):
        return False
    if not is_there(path):
        path = path.rstrip("/") + "/" + INDEX
    return is_there(path) and is_spelled(path, named)


def add_static(app: "Any", static_folder: "str | None" = "static", static_url_path: "str | None" = None) -> None:
    """Serve a folder (str; None: none), an absolute one or one in the app's, below a URL path (None: its own name)."""
    if static_folder:
        folder = static_folder.rstrip("/")
        if static_url_path is None:
            static_url_path = folder[folder.rfind("/") + 1 :]
        pattern = Folder(app, "/" + static_url_path.strip("/"), folder)
        app.url_map.append((pattern, app.handle_static, {"methods": ["GET"]}))
