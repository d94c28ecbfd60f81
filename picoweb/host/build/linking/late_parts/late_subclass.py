"""Becomes a module of the package: what a subclass needs, as `super()` finds only what is in the class."""


def complete(cls):
    """Add to a class the methods that are else loaded at their first use, as functions that load them."""
    from .late_table import names

    for name in names(cls.late_key):
        if not hasattr(cls, name):
            setattr(cls, name, _late(cls, name))


def _late(cls, name):
    def method(*args, **kwargs):
        from . import load_late

        found = load_late(cls.late_key, name)
        for each, function in found:
            setattr(cls, each, function)
        return dict(found)[name](*args, **kwargs)

    return method
