"""Broadcasts."""


class Broadcast:
    """Keeps what is sent."""

    def __init__(self):
        self.sent = []

    def push(self, value):
        """Keep a value."""
        self.sent.append(value)
