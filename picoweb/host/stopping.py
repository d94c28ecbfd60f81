"""The end of the server on a computer: of whichever there is."""

from .. import steps, stopping


def shutdown(app, grace_ms=None):
    """Stop accepting connections, and end those there are: idle ones now, the others when they have their answer.

    grace_ms: int, how long they may take for it, in milliseconds; None: `limits.grace_ms`.
    """
    if isinstance(app.server, steps.Server):
        stopping.shutdown(app, grace_ms)
    elif app.server:
        app.server.close((app.limits.grace_ms if grace_ms is None else grace_ms) / 1000)
