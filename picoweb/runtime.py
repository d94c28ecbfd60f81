"""What differs between MicroPython and CPython below the transports: coroutines, ticks of the clock, and late imports.

Nothing else in the package asks which of them it runs on.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Any, TypeVar

    from typing_extensions import ParamSpec

    from .types import Step

    _P = ParamSpec("_P")
    _T = TypeVar("_T")

IS_MICROPYTHON = sys.implementation.name == "micropython"

MOST_MS = (1 << 29) - 1  # milliseconds (six days): the longest time that `ticks_add` can add

OFTEN = 2048  # bytes that are allocated between two collections while modules are imported

if not TYPE_CHECKING and IS_MICROPYTHON:
    import gc
    from time import ticks_add, ticks_diff, ticks_ms, ticks_us

    def import_module(module, name):
        """A module (str, its full name), imported for one of its names, and with garbage collected often meanwhile.

        What stays of modules lies side by side then, and the rest of the heap is left in large pieces.
        """
        gc.collect()
        if not hasattr(gc, "threshold"):  # a firmware may be built without
            return __import__(module, None, None, (name,))
        threshold = gc.threshold()
        gc.threshold(OFTEN)
        try:
            return __import__(module, None, None, (name,))
        finally:
            gc.threshold(threshold)

    def coroutine(function):
        """Mark a generator function as one whose results can be waited for: here, all can."""
        return function

else:
    import time

    if TYPE_CHECKING:

        def coroutine(function: "Callable[_P, Generator[Any, Any, _T]]") -> "Callable[_P, Step[_T]]":
            """Mark a generator function as one whose results can be waited for."""

    else:
        from types import coroutine

    def import_module(module: str, name: str) -> "Any":
        """A module (str, its full name), imported for one of its names."""
        return __import__(module, None, None, (name,))

    _PERIOD = 1 << 30
    _HALF = _PERIOD >> 1

    def ticks_us() -> int:
        """Microseconds of a clock that only goes forward, modulo 2**30: compare with ticks_diff() only."""
        return time.monotonic_ns() // 1000 % _PERIOD

    def ticks_ms() -> int:
        """Milliseconds of a clock that only goes forward, modulo 2**30: compare with ticks_diff() only."""
        return time.monotonic_ns() // 1000000 % _PERIOD

    def ticks_add(ticks: int, delta: int) -> int:
        """The tick value `delta`, which may be negative, after `ticks`. Raises OverflowError from half a period on."""
        if not -_HALF < delta < _HALF:
            raise OverflowError("ticks interval overflow")
        return (ticks + delta) % _PERIOD

    def ticks_diff(later: int, earlier: int) -> int:
        """How many ticks from `earlier` to `later`; negative if it is the other way round."""
        return (later - earlier + _HALF) % _PERIOD - _HALF


#: What there is to wait for where nothing is left to do: a coroutine at its end, which costs nothing.
DONE: "Step[None]" = coroutine(lambda: (yield))()
list(DONE)
