"""From the loop of steps.py to asyncio's, while connections are open."""

import sys


def move(old):
    """Have asyncio serve what a server of steps.py does: the connection that runs has asked for asyncio.

    The connection's coroutine has a task from now on, and goes on.
    """
    del sys.modules["asyncio"]
    from asyncio import core  # type: ignore[attr-defined]

    from ..connection import serve_connection
    from .asyncio_server import Server

    app = old.app
    new = app.server = Server(app, old.listener)
    old.poll.unregister(old.listener)  # who is at the door is asyncio's
    old.listener = None  # so its loop ends, after this step
    old.wait = new.wait
    old.idle = new.idle
    old.give_way = new.give_way
    waiting = [stream.waiter or serve_connection(app, stream) for stream in old.streams.values()]
    for coroutine in old.tasks + waiting:  # what waits will try again, and wait there
        core._task_queue.push(_task_for(new, coroutine, old))
    old.tasks.clear()
    old.streams.clear()
    old.turn.is_over = True  # so each coroutine ends with its connection
    old.at_rest = None
    old.turn.active = _task_for(new, old.turn.active, old)  # in place of the coroutine, as long as its step lasts


def _task_for(server, coroutine, old):
    """A task of a server on asyncio that goes on with a coroutine of an old server, noted as the one that runs."""
    from asyncio import core  # type: ignore[attr-defined]

    task = core.cur_task = server.new_task()
    body = task.coro
    body.coroutine = coroutine
    body.server = old  # which its streams know
    server.running.append(task)
    task.data = body  # as long as nothing makes it wait
    return task


def go_on(app, old):
    """Run asyncio's loop until interrupted, after `move`."""
    from asyncio import core  # type: ignore[attr-defined]

    task = old.turn.active
    if task.data is task.coro:  # it only gave way
        core._task_queue.push(task)
    old.turn.active = None
    loop = core.get_event_loop()
    try:
        loop.run_until_complete(app.serve_forever())
    except KeyboardInterrupt:
        pass
    finally:
        app.shutdown(0)
        loop.run_until_complete(app.serve_forever())
