"""Stands in for a board's `machine` on a computer."""


class Pin:
    """A pin that says how it is set."""

    IN, OUT, PULL_UP = range(3)

    def __init__(self, name, mode=IN, pull=None):
        self.name = name
        self.level = 0

    def value(self, level=None):
        if level is None:
            return self.level
        self.level = level
        print("Pin", self.name, "is", level)

    def on(self):
        self.value(1)

    def off(self):
        self.value(0)


class ADC:
    """Measures always the same."""

    def __init__(self, pin):
        pass

    def read_u16(self):
        return 32768


def reset():
    print("The board would restart now.")
