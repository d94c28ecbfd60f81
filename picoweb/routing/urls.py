"""URLs made from the map."""

from ..http.percent import quote


def name_of(route):
    """What a route tuple's handler is called: its `endpoint`, or the function's name; "" if it has none."""
    if hasattr(route[0], "parts"):
        return route[0].name
    extra = route[2] if len(route) > 2 else {}
    return extra.get("endpoint") or getattr(route[1], "__name__", "")


def url_for(*args, **values):
    """The path (str) to a handler: `app.url_for(name)`, by its name or its route's `endpoint`; also in mounted apps.

    values: of the rule's variables; what is left becomes the query, a list its key so many times. Raises ValueError
    for a handler that is not there, or a value that is missing or that the rule does not match.
    """
    app, name = args  # without names of their own, which a rule's variables may have
    path = _path(app, name, values)
    if path is None:
        raise ValueError("no route to %r" % name)
    while app:
        path = app.url + path
        app = app.__dict__.get("_parent")
    pairs = []
    for key in values:
        value = values[key]
        for each in value if isinstance(value, (list, tuple)) else (value,):
            pairs.append("%s=%s" % (quote(key, ""), quote(str(each), "")))
    return path + "?" + "&".join(pairs) if pairs else path


def _build(rule, values):
    # The path for a dict of values; those it uses are taken out.
    from .rules import converters

    path = plain = ""
    for text, name, convert, is_path in rule.parts:
        if name not in values:
            raise ValueError("%s needs a value for %r" % (rule.url, name))
        value = values.pop(name)
        if isinstance(value, int) and convert is converters["float"]:
            value = float(value)
        path += text + quote(str(value), "/" if is_path else "")
        plain += text + str(value)
    if not rule.match(plain + rule.tail):
        raise ValueError("%s does not match %r" % (rule.url, plain + rule.tail))
    return path + rule.tail


def _path(app, name, values):
    for route in app.url_map:
        if route[0] is app or hasattr(route[0], "folder"):
            if name == "static" and "filename" in values:
                url = "/static/" if route[0] is app else route[0].url
                return quote(url + values.pop("filename"))
        elif name_of(route) == name:
            if hasattr(route[0], "parts"):
                return _build(route[0], values)
            if isinstance(route[0], str):
                return route[0]
    for sub in app.mounts:
        path = _path(sub, name, values)
        if path is not None:
            return sub.url + path
