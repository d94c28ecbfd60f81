"""Goes into the package itself: names of the package, and methods of its classes, are loaded when first asked for.

The package brings `import_module` in its `runtime`.
"""

import sys


def load_late(key, name):
    """What is called `name` among what belongs to an owner, with all that its module has of it: pairs (name, value).

    key: str, the owner's, "-" for the package. Raises AttributeError.
    """
    found = load_module("late_table").find(key, name)
    sys.modules.pop(__name__ + ".late_table").__dict__.clear()  # it takes no heap between two questions
    globals().pop("late_table", None)
    if not found:
        raise AttributeError(name)
    module = load_module(found[0])
    return [(each.split(":")[0], getattr(module, each.split(":")[-1])) for each in found[1:]]


def load_module(name):
    """A module of the package."""
    from .runtime import import_module

    return import_module(__name__ + "." + name, name)


def late_method(self, name, error=None):
    """`__getattr__` of a class with late methods: it gets them, those of a module at a time.

    error: what to raise for a name that is none of them.
    """
    cls = type(self)
    try:
        found = load_late(self.late_key, name)
    except AttributeError:
        raise error or AttributeError("'%s' object has no attribute '%s'" % (cls.__name__, name))
    for method, function in found:
        if not hasattr(cls, method):
            setattr(cls, method, function)
    return getattr(self, name)


def __getattr__(name):
    """A name of the package, loaded once. Raises AttributeError."""
    try:
        found = load_late("-", name)
    except AttributeError:
        return other_name(name)
    value = globals()[name] = dict(found)[name]
    return value


def other_name(name):
    """A name that is in no table."""
    raise AttributeError("module '%s' has no attribute '%s'" % (__name__, name))
