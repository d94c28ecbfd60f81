"""picoweb: a web framework that fits where others don't.

Names are loaded when they are first asked for: what an app does not use costs no heap.
"""

import sys
from gc import collect

__version__ = "2.0.0"


def find(name, owner="-"):
    """Load what is called `name` among what belongs to `owner`. Raises AttributeError."""
    module = __import__("picoweb.places", None, None, (name,)).find(name, owner)
    clear()
    if module:
        return getattr(__import__("picoweb." + module, None, None, (name,)), name)
    return find("module")(name, owner)


def clear():
    """Drop the table of names, and all else that is garbage: what stays is then loaded side by side."""
    del sys.modules["picoweb.places"], globals()["places"]
    collect()


def later(self, name):
    """`__getattr__` of a class whose methods are added to it at their first use."""
    setattr(type(self), name, find(name, self.owner))
    return getattr(self, name)


def public(name):
    """A name of the package itself, loaded once. Raises AttributeError."""
    value = globals().get(name)
    if value is None:
        globals()[name] = value = find(name)
    return value


__getattr__ = public


def coroutine(f):
    """Mark a generator function as one whose results can be waited for."""
    return f


if sys.implementation.name != "micropython":  # the one place where the package looks beyond itself
    from .host import clear, coroutine

#: What there is to wait for where nothing is left to do: a coroutine at its end, which costs nothing.
DONE = coroutine(lambda: (yield))()
for _ in DONE:
    pass
