"""Looks routes up."""


def find(app, path):
    """The handler for a path, or None."""
    for pattern, handler in app.routes:
        if matches(pattern, path):
            return handler
    return None


def matches(pattern, path):
    """Whether a pattern is a path, or says itself that it matches."""
    return pattern == path if isinstance(pattern, str) else pattern.match(path)
