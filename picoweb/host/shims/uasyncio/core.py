"""Tasks, time and the loop. One loop a thread, there from the start, as on a board."""

import asyncio
from asyncio import (
    CancelledError as CancelledError, Task as Task, TimeoutError as TimeoutError, current_task as current_task)

from picoweb.host.server.loop import Loop as Loop, current_loop, discard, is_coroutine
from picoweb.runtime import coroutine as coroutine


def get_event_loop(runq_len=0, waitq_len=0):
    """The loop of this thread, made if need be. The queue lengths, which old versions wanted, mean nothing here."""
    return Loop()


def new_event_loop():
    """Drop the loop of this thread with its tasks, and return a new one."""
    discard(current_loop())
    return Loop()


def create_task(coro):
    """Run a coroutine or a generator beside the others, once the loop runs. Returns a Task; raises TypeError."""
    return Loop().create_task(coro)


ensure_future = create_task


def run(coro):
    """Run the loop until `coro` has ended, and return its result; other tasks stay, for the next run()."""
    return Loop().run_until_complete(coro)


run_until_complete = run


@coroutine
def sleep(seconds):
    """Give way to other tasks for that long; 0 or less: for one turn."""
    yield from asyncio.sleep(seconds)


@coroutine
def sleep_ms(milliseconds):
    """sleep(), in milliseconds."""
    yield from asyncio.sleep(milliseconds / 1000)


@coroutine
def wait_for(coro, timeout):
    """The result of `coro`, a coroutine, generator, task or future.

    After `timeout` seconds (None: never) it is cancelled, and this raises TimeoutError.
    """
    return (yield from asyncio.wait_for(_future(coro), timeout))


@coroutine
def wait_for_ms(coro, timeout):
    """wait_for(), in milliseconds."""
    return (yield from wait_for(coro, None if timeout is None else timeout / 1000))


@coroutine
def gather(*coros, return_exceptions=False):
    """The list of what all of them return; `return_exceptions` puts exceptions into it instead of raising the first."""
    tasks = [_future(coro) for coro in coros]
    return (yield from asyncio.gather(*tasks, return_exceptions=return_exceptions))


def _future(coro):
    """A task for a coroutine or generator; a future as it is."""
    return create_task(coro) if is_coroutine(coro) else coro
