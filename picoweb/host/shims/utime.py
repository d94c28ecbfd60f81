"""MicroPython's time: the standard module, with the ticks, and with whole seconds and 8-tuples as on a board."""

import time as _time
from time import *  # noqa: F403

from picoweb.runtime import ticks_add, ticks_diff, ticks_ms, ticks_us  # noqa: F401

ticks_cpu = ticks_us


def sleep_ms(milliseconds):
    """Sleep for so many milliseconds; 0 or less: not at all."""
    _time.sleep(max(milliseconds, 0) / 1000)


def sleep_us(microseconds):
    """Sleep for so many microseconds; 0 or less: not at all."""
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
