"""The end of a server on a board, and of its connections."""

from ..runtime import MOST_MS, ticks_add, ticks_diff, ticks_ms
from .limits import is_idle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..app import WebApp


def shutdown(app: "WebApp", grace_ms: "int | None" = None) -> None:
    """Stop accepting connections, and end those there are: idle ones now, the others when they have their answer.

    grace_ms: how long they may take for it, in milliseconds; None: `limits.grace_ms`.
    """
    server = app.server
    if server:
        most_ms = app.limits.grace_ms if grace_ms is None else grace_ms
        server.until = ticks_add(ticks_ms(), min(most_ms, MOST_MS))
        listener = server.listener
        server.listener = None
        server.stop_accepting(listener)
        if listener:
            listener.close()


def wind_down(server):
    """End the idle connections of a server that was shut down, and all of them after the grace.

    Returns whether there are requests to answer still.
    """
    if server.app.server is not server:
        return False  # another one serves them
    is_late = ticks_diff(server.until, ticks_ms()) <= 0
    for stream in list(server.streams.values()):
        if is_late or is_idle(stream):
            server.end(stream)
    return server.has_requests(is_late)
