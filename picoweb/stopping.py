"""The end of a server on a board."""

import sys

from . import coroutine


@coroutine
def serve_forever(app):
    """Wait until `shutdown()`, and for the connections that it ends. `start_server()` goes before."""
    from asyncio import core

    server = app.server
    try:
        while server and (server.tasks or server.running or server.streams):
            if not server.tasks:
                shutdown(app)  # again, for the task that ran last: it was spared, and waits by now
            yield from core.sleep_ms(200 if server.tasks else 20)
    except BaseException:  # it was cancelled, or interrupted
        shutdown(app)
        raise


def shutdown(app):
    """Stop accepting connections, and end those there are, but for the one that calls this."""
    server = app.server
    if server and server is sys.modules.get("asyncio"):
        server.s = None  # no asyncio is in use, and the loop that is ends with this step
    elif server:
        from asyncio import core

        tasks = server.tasks + server.running
        for t, _ in server.streams.values():
            if t not in tasks:  # another task, that writes to a connection
                tasks.append(t)
        server.tasks = []
        for t in tasks:
            if t is not core.cur_task:
                t.cancel()
        server.s.close()
