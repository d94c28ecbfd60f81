"""Routes whose paths are written as they are in a URL, percent-encoded: picoweb 1 compared them so."""

from ..http.percent import unquote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def find_encoded(root: "Any", urls: "list[Any]", req: "Any") -> "Any":
    """The route tuple of a URL map whose path is that of a request once it is decoded; None if there is none."""
    for route in urls:
        pattern = route[0]
        if isinstance(pattern, str) and "%" in pattern and unquote(pattern) == req.path:
            if len(route) < 3 or root.special(route, req):
                return route
    return None
