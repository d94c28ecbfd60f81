"""Stands in for a board's module: a sensor in soil that is neither dry nor wet."""


class Pin:
    OUT = 1

    def __init__(self, number, mode=None):
        pass

    def value(self, on):
        print("the pump is", "on" if on else "off")


class ADC:
    def __init__(self, pin):
        assert isinstance(pin, Pin)

    def read_u16(self):
        return 40000
