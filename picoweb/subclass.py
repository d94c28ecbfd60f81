"""What a subclass of `WebApp` needs: `super()` finds only what is in the class."""

from . import find
from .places import ROWS


def complete(cls):
    """Add to the class the methods that are else added at their first use."""
    for row in ROWS:
        words = row.split()
        if words[0] == cls.owner:
            for name in words[2:]:
                if name not in cls.__dict__:
                    setattr(cls, name, _later(cls, name))


def _later(cls, name):
    def method(*args, **kwargs):
        value = find(name, "A")
        setattr(cls, name, value)
        return value(*args, **kwargs)

    return method
