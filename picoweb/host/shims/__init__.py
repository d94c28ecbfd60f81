"""The modules that an app for MicroPython imports and CPython lacks.

They lie in this folder, to be imported by their own names (`import utime`) once
install() has been called, which `import picoweb` never does. They stand in for
MicroPython's standard library and know nothing of HTTP; hardware is not among them.
"""

import asyncio
import builtins
import gc
import os
import sys
import time
import traceback


def install() -> None:
    """Make this process take apps for MicroPython: the modules, `const`, and what its standard modules have besides.

    A module that is installed under the same name wins, and nothing that exists
    is replaced. Calling it again changes nothing.
    """
    folder = os.path.dirname(os.path.abspath(__file__))
    if folder not in sys.path:
        sys.path.append(folder)
    _complete_modules()


def _complete_modules():
    """Give the standard modules what MicroPython's have besides."""
    from . import micropython, uos, utime

    _add(builtins, const=micropython.const)
    _add(asyncio, sleep_ms=_sleep_ms, wait_for_ms=_wait_for_ms)
    _add(gc, mem_alloc=_mem_alloc, mem_free=_mem_free, threshold=_threshold)
    _add(os, ilistdir=uos.ilistdir)
    _add(sys, print_exception=_print_exception)
    names = "ticks_ms ticks_us ticks_cpu ticks_add ticks_diff sleep_ms sleep_us"
    _add(time, **{name: getattr(utime, name) for name in names.split()})


def _add(module, **attributes):
    """Give a module what it has not got."""
    for name, value in attributes.items():
        if not hasattr(module, name):
            setattr(module, name, value)


async def _sleep_ms(milliseconds):
    """asyncio.sleep(), in milliseconds."""
    await asyncio.sleep(milliseconds / 1000)


async def _wait_for_ms(future, timeout):
    """asyncio.wait_for(), in milliseconds."""
    return await asyncio.wait_for(future, timeout / 1000)


def _mem_alloc():
    """Bytes of memory that the process has had at most; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _mem_free():
    """Bytes of memory that the machine has free; 0 where the system does not say."""
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 0


def _threshold(amount=-1):
    """-1, which is "collect when memory runs out", or nothing when an amount is set: CPython decides for itself."""
    return -1 if amount == -1 else None


def _print_exception(exception, file=None):
    """Print an exception with its traceback to `file`, a text stream; None: standard output."""
    traceback.print_exception(type(exception), exception, exception.__traceback__, file=file or sys.stdout)
