"""Signals that end an ASGI server: streams of events end with them. They have no end of their own, and the server would wait."""

import asyncio
import functools
import signal
import threading

ENDING = (signal.SIGINT, signal.SIGTERM)


def shut_down_by_signals(app):
    """Have the signals that the server handles shut the app down first. Returns a function that takes this back."""
    changed = {}
    if threading.current_thread() is threading.main_thread():
        shut_down = functools.partial(asyncio.get_running_loop().call_soon_threadsafe, app.shutdown)
        for number in ENDING:
            before = signal.getsignal(number)
            if callable(before) and before is not signal.default_int_handler:
                changed[number] = (_both(shut_down, before), before)
                signal.signal(number, changed[number][0])
    return functools.partial(_take_back, changed)


def _both(function, before):
    """A handler of signals that calls a function, and then the handler that there was before."""

    def handler(number, frame):
        function()
        before(number, frame)

    return handler


def _take_back(changed):
    """Put the handlers back that there were before, where nobody has changed them since."""
    for number, (handler, before) in changed.items():
        if signal.getsignal(number) is handler:
            signal.signal(number, before)
