"""SIGTERM, which systemd and its kin send to end a server."""

import contextlib
import signal
import threading


@contextlib.contextmanager
def terminable(stop):
    """Have SIGTERM call `stop()`, where nobody has said otherwise."""
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, lambda number, frame: stop())
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
