"""Folders of files other than static/, and what is said to a folder's name without its slash."""

from ..http.errors import HTTPError
from ..http.percent import quote
from ..package_folder import folder_of
from .static import Match, is_safe, has


class Folder:
    """The pattern of a folder of files. url: str, what their paths begin with."""

    def __init__(self, app, url, folder):
        self.app = app
        self.url = url if url[-1:] == "/" else url + "/"
        self.folder = folder

    def match(self, path):
        """The Match for a path. At the root of all, only for what is there: other routes are below it as well."""
        if not path.startswith(self.url):
            return None
        base = "" if self.folder[:1] == "/" else folder_of(self.app)
        found = Match(self.folder + "/" + path[len(self.url) :])
        found.root = base, self.folder
        if len(self.url) > 1 or is_safe(found.path) and (
            has(base + found.path) or has(base + found.path.rstrip("/") + "/index.html")
        ):
            return found


def add_static(app, static_folder="static", static_url_path=None):
    """Serve a folder (str; None: none), an absolute one or one in the app's, below a URL path (None: its own name)."""
    if static_folder:
        folder = static_folder.rstrip("/")
        if static_url_path is None:
            static_url_path = folder[folder.rfind("/") + 1 :]
        pattern = Folder(app, "/" + static_url_path.strip("/"), folder)
        app.url_map.append((pattern, app.handle_static, {"methods": ["GET"]}))


def not_found(path, qs):
    """The HTTPError for a path (str) at which there is no file: 308 to the folder of that name that has an index, or 404.

    qs: str, the query, which goes along.
    """
    if has(path + "/index.html"):
        return HTTPError(308, "", [("Location", "./%s/%s" % (quote(path[path.rfind("/") + 1 :]), "?" + qs if qs else ""))])
    return HTTPError(404)
