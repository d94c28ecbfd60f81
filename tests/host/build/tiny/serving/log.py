"""The log."""


class Log:
    """Keeps lines."""

    def __init__(self):
        self.lines = []

    def info(self, text):
        """Keep a line."""
        self.lines.append(text)


def info(app, text):
    """Log a text."""
    app.log.info(text)
