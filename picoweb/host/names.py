"""The names that a class gets when they are first asked for, on a computer."""

import picoweb

from .. import places


class Late:
    """A name of a class, loaded when it is asked for, with the others of its module."""

    def __init__(self, owner, name):
        self.owner = owner
        self.name = name

    def __get__(self, obj, cls=None):
        module, names = picoweb.load(self.name, self.owner.key)
        for name in names:
            if type(self.owner.__dict__[name]) is Late:
                setattr(self.owner, name, getattr(module, name))
        value = getattr(module, self.name)
        return value.__get__(obj, cls) if hasattr(value, "__get__") else value


class Later:
    """What is `__getattr__` of a class on a board. CPython finds the attributes of a class that has one several times more
    slowly, all of them; so here a class gets its names when it is made, each of them `Late`.
    """

    def __set_name__(self, owner, name):
        delattr(owner, name)
        for line in "".join(places.TABLE).splitlines():
            key, _, *names = line.split() or "--"
            if "-ASR".index(key) == owner.key:
                for each in names:
                    if each not in owner.__dict__:
                        setattr(owner, each, Late(owner, each))

    def __call__(self, obj, name):
        module, names = picoweb.load(name, obj.key)
        for each in names:
            setattr(type(obj), each, getattr(module, each))
        return getattr(obj, name)


later = Later()
