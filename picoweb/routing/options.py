"""Options of a route that are not picoweb's: `method`, as older apps spell `methods`, and what is refused."""

from .map import OPTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: What to write in place of the options of other frameworks.
REMEDIES = {
    "name": "endpoint=... is the name for url_for",
    "strict_slashes": "a path with a slash at its end is another route: give the handler both",
    "defaults": "give the handler's arguments default values, and the handler another route without the variable",
    "host": "look at req.headers[\"Host\"] in the handler",
    "subdomain": "look at req.headers[\"Host\"] in the handler",
    "status_code": "return the status behind the content: return value, 201",
}


def taken(url: "Any", options: "dict[str, Any]") -> "dict[str, Any]":
    """Options of a route as `WebApp.route` takes them: those that are given, with `method` (str, or a list) as `methods`.

    Raises TypeError for an option that there is not, and for both.
    """
    found = dict(options)
    if "method" in found and "methods" not in found:
        found["methods"] = found.pop("method")
    for name in found:
        if name == "method":
            raise TypeError("the route %s has its methods already, and method=%r as well" % (url, found[name]))
        if name not in OPTIONS:
            remedy = REMEDIES.get(name, "there are methods=[...], headers=... and endpoint=...")
            raise TypeError("the route %s has no option %s=: %s" % (url, name, remedy))
    return found
