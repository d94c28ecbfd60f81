"""Stands in for a board's module: a network that is there at the second look."""

STA_IF = 0


class WLAN:
    def __init__(self, interface):
        self.looks = 0

    def active(self, on):
        pass

    def connect(self, name, password):
        assert name and password

    def isconnected(self):
        self.looks += 1
        return self.looks > 1

    def ifconfig(self):
        return ("192.0.2.7", "255.255.255.0", "192.0.2.1", "192.0.2.1")
