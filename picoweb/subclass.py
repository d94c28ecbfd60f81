"""What a subclass of `WebApp` needs: `super()` finds only what is in the class."""

from . import clear, load


def complete(cls):
    """Add to the class the methods that are else added at their first use."""
    from .places import TABLE

    for data in TABLE:
        for line in data.split("\n"):
            if line[:1] == "A":
                for name in line[2:].split()[1:]:
                    if name not in cls.__dict__ and name not in ("converters", "max_age"):  # which are no methods
                        setattr(cls, name, _later(cls, name))
    clear("places")


def _later(cls, name):
    def method(*args, **kwargs):
        module, names = load(name, cls.key)
        for each in names:
            setattr(cls, each, getattr(module, each))
        return getattr(module, name)(*args, **kwargs)

    return method
