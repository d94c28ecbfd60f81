"""One coroutine run to its end on MicroPython's asyncio, beside the tasks there are."""

from asyncio import core

from .server import Runner


def run_coroutine(app, coro):
    """Run the loop until a coroutine has ended. Returns its result."""
    runner = Runner()
    runner.coro = coro
    return core.get_event_loop().run_until_complete(runner)
