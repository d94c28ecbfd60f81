"""MicroPython's time: the standard module, with the ticks, and with whole seconds and 8-tuples as on a board."""

import time as _time
from time import *  # noqa: F403

_PERIOD = 1 << 30
_HALF = _PERIOD >> 1


def ticks_us():
    """Microseconds of a clock that only goes forward, modulo 2**30: compare with ticks_diff() only."""
    return _time.monotonic_ns() // 1000 % _PERIOD


def ticks_ms():
    """Milliseconds of a clock that only goes forward, modulo 2**30: compare with ticks_diff() only."""
    return _time.monotonic_ns() // 1000000 % _PERIOD


ticks_cpu = ticks_us


def ticks_add(ticks, delta):
    """The tick value `delta`, which may be negative, after `ticks`. Raises OverflowError from half a period on."""
    if not -_HALF < delta < _HALF:
        raise OverflowError("ticks interval overflow")
    return (ticks + delta) % _PERIOD


def ticks_diff(later, earlier):
    """How many ticks from `earlier` to `later`; negative if it is the other way round."""
    return (later - earlier + _HALF) % _PERIOD - _HALF


def sleep_ms(milliseconds):
    _time.sleep(max(milliseconds, 0) / 1000)


def sleep_us(microseconds):
    _time.sleep(max(microseconds, 0) / 1000000)


def time():
    """Seconds since the epoch, whole ones as on a board."""
    return int(_time.time())


def gmtime(seconds=None):
    """(year, month, day, hour, minute, second, weekday, day of the year), UTC; None: now."""
    return tuple(_time.gmtime(seconds))[:8]


def localtime(seconds=None):
    """As gmtime(), in local time."""
    return tuple(_time.localtime(seconds))[:8]


def mktime(local):
    """Seconds since the epoch of a tuple as localtime() returns it."""
    return int(_time.mktime(tuple(local)[:8] + (-1,)))
