"""What is said of a command that fails: in plain words, and from the app's point of view."""

import os
import sys
import traceback

BOARD_ONLY = frozenset(
    "machine umachine network esp esp32 espnow rp2 pyb stm mimxrt nrf wipy pycom ubluetooth bluetooth "
    "btree framebuf neopixel dht onewire ds18x20 apa102 lcd160cr uctypes cryptolib ucryptolib vfs".split()
)

_OWN_FOLDER = os.path.dirname(__file__)
_LOOP = os.path.join(os.path.dirname(_OWN_FOLDER), "server", "loop.py")


class Problem(Exception):
    """A command cannot be done; the text says why."""


def nothing_to_serve(path):
    """The Problem to be raised for an app file (str, its path) that serves nothing."""
    return Problem(f"{path} calls no run(), and has no WebApp named `app`")


def report(error):
    """Print a traceback from the app's point of view, and what to do about a module that computers lack."""
    for line in _trimmed(traceback.TracebackException.from_exception(error)).format():
        print(line, end="", file=sys.stderr)
    name = getattr(error, "name", None) if isinstance(error, ModuleNotFoundError) else None
    if name in BOARD_ONLY:
        print(_hint(name), file=sys.stderr)


def _trimmed(trace):
    """A TracebackException without the frames that brought the app to run."""
    frames = [frame for frame in trace.stack if not _is_machinery(frame.filename)]
    trace.stack = traceback.StackSummary.from_list(frames)
    for other in (trace.__cause__, trace.__context__):
        if other is not None:
            _trimmed(other)
    return trace


def _is_machinery(path):
    """Whether a file is of no interest to who wrote the app."""
    return os.path.dirname(path) == _OWN_FOLDER or path == _LOOP or path.startswith("<frozen importlib")


def _hint(name):
    """What to do about a module that only a board has."""
    return (
        f"picoweb: `{name}` is a board-only module: it belongs to MicroPython's firmware, and a computer has none.\n"
        f"Import it only on a board (try: ... except ImportError: ...), or put a stand-in {name}.py beside the app."
    )
