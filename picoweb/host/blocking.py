"""`app.run(mode="blocking")` on a computer, where SIGTERM is a shutdown."""

from .. import blocking as board
from .signals import terminable


def run_blocking(app, host, port):
    """Serve until interrupted, SIGTERM, or `shutdown()`."""
    with terminable(app.shutdown):
        board.run_blocking(app, host, port)
