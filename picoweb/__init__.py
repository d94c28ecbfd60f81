"""picoweb: a web framework that fits where others don't.

Names are loaded when they are first asked for: what an app does not use costs no heap.
"""

import sys
import time as clock
from gc import collect

__version__ = "2.0.0"


def load(name, key):
    """The module that has `name` among what belongs to an owner, and all that it has of it (list of str).

    key: int, the owner: 0 for the package, else as the classes say. Raises AttributeError.
    """
    value = first("places").find(name, key)
    clear("places")
    if not value:
        return find("module")(name, key), value
    return first(value[0]), value[1:]


def find(name, key=0):
    """Load what is called `name` among what belongs to an owner. Raises AttributeError."""
    return getattr(load(name, key)[0], name)


def first(name):
    """A module of the package, when it is needed for the first time: without garbage, what stays lies side by side."""
    collect()
    return __import__("picoweb." + name, None, None, (name,))


def clear(name):
    """Drop a module that is a table."""
    sys.modules.pop("picoweb." + name).__dict__.clear()
    del globals()[name]


def later(self, name):
    """`__getattr__` of a class to which methods are added, those of a module at a time, when one is asked for."""
    module, value = load(name, self.key)
    for key in value:
        if not hasattr(type(self), key):
            setattr(type(self), key, getattr(module, key))
    return getattr(self, name)


def __getattr__(name):
    """A name of the package itself, loaded once. Raises AttributeError."""
    value = globals().get(name)
    if value is None:
        globals()[name] = value = find(name)
    return value


def coroutine(f):
    """Mark a generator function as one whose results can be waited for."""
    return f


if sys.implementation.name != "micropython":  # the one place where the package looks beyond itself
    from .host import clear, clock, collect, coroutine, later

#: What there is to wait for where nothing is left to do: a coroutine at its end, which costs nothing.
DONE = coroutine(lambda: (yield))()
list(DONE)
