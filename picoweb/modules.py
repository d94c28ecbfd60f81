"""Names that are in no table: modules reached through the package, and what is missing."""

import sys

_CLASSES = (None, "WebApp", "Stream", "HTTPRequest")


def module(name, key):
    """The package, with a module in it that is called `name`: its own, or one that older apps take from it.

    Raises AttributeError, also for any name of one of the classes.
    """
    if key:
        hint = "; read_form_data() or parse_qs() makes it" if name == "form" else ""
        raise AttributeError("'%s' object has no attribute '%s'%s" % (_CLASSES[key], name, hint))
    plain = name[1:] if name[0] == "u" else name
    if plain in ("asyncio", "re", "errno", "json", "time"):
        value = __import__(plain)
    else:
        try:
            value = __import__("picoweb." + name, None, None, (name,)) if name[0] != "_" else None
        except ImportError:
            value = None
    if not value:
        raise AttributeError("module 'picoweb' has no attribute '%s'" % name)
    package = sys.modules["picoweb"]
    setattr(package, name, value)
    return package
