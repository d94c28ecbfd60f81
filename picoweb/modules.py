"""Names that are in no table: modules reached through the package, and what is missing."""

_CLASSES = {"A": "WebApp", "S": "Stream", "R": "HTTPRequest"}


def module(name, owner):
    """A module of the package, or one that older apps take from it, with or without u.

    Raises AttributeError, also for any name of one of the classes.
    """
    if owner in _CLASSES:
        hint = "; read_form_data() or parse_qs() makes it" if name == "form" else ""
        raise AttributeError("'%s' object has no attribute '%s'%s" % (_CLASSES[owner], name, hint))
    plain = name[1:] if name[0] == "u" else name
    if plain in ("asyncio", "re", "errno", "json", "time"):
        return __import__(plain)
    if name[0] != "_":
        try:
            return __import__("picoweb." + name, None, None, (name,))
        except ImportError:
            pass
    raise AttributeError("module 'picoweb' has no attribute '%s'" % name)
