"""URLs made from the map."""

from .utils import quote


def name_of(route):
    """What a route tuple's handler is called: its `endpoint`, or the function's name; "" if it has none."""
    if hasattr(route[0], "parts"):
        return route[0].name
    extra = route[2] if len(route) > 2 else {}
    return extra.get("endpoint") or getattr(route[1], "__name__", "")


def url_for(*args, **values):
    """The path (str) to a handler: `app.url_for(name)`, by its name or its route's `endpoint`; also in mounted apps.

    values: of the rule's variables; what is left becomes the query. Raises ValueError for a
    handler that is not there, or a value that is missing.
    """
    app, name = args  # without names of their own, which a rule's variables may have
    path = _path(app, name, values)
    if path is None:
        raise ValueError("no route to %r" % name)
    while app:
        path = app.url + path
        app = app.__dict__.get("_parent")
    pairs = ["%s=%s" % (quote(key, ""), quote(str(values[key]), "")) for key in values]
    return path + "?" + "&".join(pairs) if pairs else path


def _build(rule, values):
    # The path for a dict of values; those it uses are taken out.
    path = ""
    for text, name, _, is_path in rule.parts:
        if name not in values:
            raise ValueError("%s needs a value for %r" % (rule.url, name))
        path += text + quote(str(values.pop(name)), "/" if is_path else "")
    return path + rule.tail


def _path(app, name, values):
    for route in app.url_map:
        if route[0] is app:
            if name == "static" and "filename" in values:
                return "/static/" + quote(values.pop("filename"))
        elif name_of(route) == name:
            if hasattr(route[0], "parts"):
                return _build(route[0], values)
            if isinstance(route[0], str):
                return route[0]
    for sub in app.mounts:
        path = _path(sub, name, values)
        if path is not None:
            return sub.url + path
