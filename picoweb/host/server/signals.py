"""Signals: Ctrl-C, and SIGTERM, which systemd and its kin send to end a server."""

import contextlib
import signal


@contextlib.contextmanager
def terminable(stop):
    """Have SIGTERM call `stop()`, where nobody has said otherwise."""
    with handling(signal.SIGTERM, signal.SIG_DFL, lambda number, frame: stop()):
        yield


@contextlib.contextmanager
def handling(number, usual, handler):
    """Have a function handle a signal (int) in place of the `usual` handler.

    Another one than the usual is left alone. So are all where signals cannot be handled: outside the main thread.
    """
    is_handled = False
    if signal.getsignal(number) is usual:
        with contextlib.suppress(ValueError):
            signal.signal(number, handler)
            is_handled = True
    try:
        yield
    finally:
        if is_handled:
            signal.signal(number, usual)
