"""MicroPython's asyncio on top of CPython's: the same names, usable with `await` and `yield from`.

What MicroPython does not have comes from asyncio itself. Knows nothing of picoweb's apps.
"""

import asyncio as _asyncio

from .core import (  # noqa: F401
    CancelledError,
    Loop,
    Task,
    TimeoutError,
    coroutine,
    create_task,
    current_task,
    ensure_future,
    gather,
    get_event_loop,
    new_event_loop,
    run,
    run_until_complete,
    sleep,
    sleep_ms,
    wait_for,
    wait_for_ms,
)
from .event import Event, ThreadSafeFlag  # noqa: F401
from .lock import Lock  # noqa: F401
from .stream import Stream, StreamReader, StreamWriter, open_connection, start_server  # noqa: F401


def __getattr__(name):
    return getattr(_asyncio, name)
