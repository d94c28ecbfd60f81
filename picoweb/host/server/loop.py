"""The event loop of a computer, for apps that were written for MicroPython's.

There every generator is a coroutine and one loop is always at hand; here are the
few functions that make CPython's asyncio look so. Knows nothing of HTTP or of apps.
"""

import asyncio
import contextlib
import signal
import threading
import warnings
from types import CoroutineType, coroutine

from .signals import handling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# asyncio itself holds a task only weakly, and apps seldom keep what create_task() returned.
_tasks: "set[asyncio.Task[Any]]" = set()
_making = threading.Lock()

# Tasks that a run of a loop lasts for, besides what it was begun for. The keys are the loops that a Loop runs.
_lasting: "dict[asyncio.AbstractEventLoop, list[asyncio.Task[Any]]]" = {}


def current_loop():
    """The asyncio loop of this thread: the one that runs, else the one that is set, else a new one, set.

    A new one is uvloop's where that is installed, unless the app has set a policy of its own. A loop that has been
    closed counts as none.
    """
    with warnings.catch_warnings():
        # Policies are deprecated, and so is, in some releases, the lookup for the loop it may have to make.
        warnings.simplefilter("ignore", DeprecationWarning)
        with _making_fast_ones():
            return _open_loop()


def _open_loop():
    """The loop that asyncio gives, or a new one in place of one that is closed."""
    try:
        loop = asyncio.get_event_loop()
    except RuntimeError:
        loop = None
    if loop is None or loop.is_closed():
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
    return loop


@contextlib.contextmanager
def _making_fast_ones():
    """Have the default policy make loops of uvloop's: it makes one where none is set, but does not say that none was."""
    policy = asyncio.get_event_loop_policy()
    make = _maker_of_uvloop()
    if not make or type(policy) is not asyncio.DefaultEventLoopPolicy:
        yield
        return
    with _making:  # the policy is one for all threads
        policy.new_event_loop = make  # type: ignore[method-assign]
        try:
            yield
        finally:
            del policy.new_event_loop


def _maker_of_uvloop():
    """What makes uvloop's loops; None where it is not installed."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop


def discard(loop, patience=1):
    """Cancel the tasks of an asyncio loop, give them `patience` seconds to end, and close it.

    Does nothing to a loop that runs or is closed.
    """
    if loop.is_running() or loop.is_closed():
        return
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.wait(tasks, timeout=patience))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


def awaitable(source):
    """What `await` and a coroutine's `yield from` accept for what MicroPython would wait for as it is.

    source: a generator, a coroutine, an object with `__await__`, or any iterable.
    Raises TypeError, when waited for, if it is none of these.
    """
    if isinstance(source, CoroutineType):
        return source
    iterate = getattr(type(source), "__await__", None)
    return _steps(iterate(source) if iterate else source)


@coroutine
def _steps(iterable):
    """All that an iterable yields, and what it returns."""
    return (yield from iterable)


def is_coroutine(value):
    """Whether a task can be made of `value`: a coroutine or a generator, started or not."""
    return hasattr(value, "send") and hasattr(value, "throw")


def native(source):
    """A coroutine object that asyncio takes for a task, from a coroutine or a generator.

    Raises TypeError for anything else, the function that would make one included.
    """
    if not is_coroutine(source):
        raise TypeError(f"coroutine expected, not {source!r}")
    return source if isinstance(source, CoroutineType) else _run(source)


async def _run(generator):
    """A coroutine that does what a generator does."""
    return await _steps(generator)


@contextlib.contextmanager
def _interruptible(loop):
    """Have Ctrl-C end the loop between two steps, wherever it strikes; a second one strikes at once."""
    if loop.get_exception_handler() is None:
        loop.set_exception_handler(_report)
    normal = signal.default_int_handler

    def interrupt(number, frame):
        signal.signal(signal.SIGINT, normal)
        loop.call_soon_threadsafe(normal, number, frame)

    with handling(signal.SIGINT, normal, interrupt):
        yield


def _report(loop, context):
    """Report an error, unless it ends the loop: that raises it, too, and the task in which it came up has nothing to add."""
    if not isinstance(context.get("exception"), (KeyboardInterrupt, SystemExit)):
        loop.default_exception_handler(context)


@contextlib.contextmanager
def _running(loop):
    """Note that a Loop runs a loop. Gives the list of the tasks that it has to last for."""
    tasks = _lasting[loop] = []
    try:
        yield tasks
    finally:
        del _lasting[loop]


def runs_loop():
    """Whether a loop runs in this thread."""
    return asyncio._get_running_loop() is not None


def can_outlast():
    """Whether the loop that runs lasts for tasks besides what it was begun for: a Loop runs it."""
    return asyncio.get_running_loop() in _lasting


def outlast(coro):
    """Make a task of a coroutine, and have the loop that runs last for it."""
    loop = asyncio.get_running_loop()
    _lasting[loop].append(loop.create_task(native(coro)))


class Loop:
    """An asyncio loop with what MicroPython's has on top; every other attribute is asyncio's own."""

    def __init__(self, loop=None):
        """loop: an asyncio loop; without one, this thread's."""
        self._loop = loop or current_loop()

    def __getattr__(self, name):
        return getattr(self._loop, name)

    def create_task(self, coro):
        """Run a coroutine or a generator beside the others. Returns an asyncio.Task; raises TypeError."""
        task = self._loop.create_task(native(coro))
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)
        return task

    def call_soon(self, callback, *args):
        """Call a function in the next turn of the loop, or start a coroutine or a generator."""
        return self._loop.call_soon(*self._call(callback, args))

    def call_later(self, delay, callback, *args):
        """As call_soon(), but after `delay` seconds."""
        return self._loop.call_later(delay, *self._call(callback, args))

    def call_later_ms(self, delay, callback, *args):
        """As call_soon(), but after `delay` milliseconds."""
        return self.call_later(delay / 1000, callback, *args)

    def _call(self, callback, args):
        """A function for asyncio, and its arguments."""
        return (self.create_task, callback) if is_coroutine(callback) else (callback, *args)

    def run_until_complete(self, coro):
        """Run the loop until a coroutine, generator, task or future has ended.

        Returns its result, or raises its exception.
        """
        future = native(coro) if is_coroutine(coro) else coro
        with _interruptible(self._loop), _running(self._loop) as lasting:
            result = self._loop.run_until_complete(future)
            for task in lasting:
                self._loop.run_until_complete(task)
        return result

    def run_forever(self):
        """Run the loop until stop(), or Ctrl-C, which raises KeyboardInterrupt."""
        with _interruptible(self._loop), _running(self._loop):
            self._loop.run_forever()

    def close(self):
        """Cancel the tasks that are left, and close. The next one to ask for a loop gets a new one."""
        discard(self._loop)
