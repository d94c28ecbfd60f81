"""The transport on MicroPython's asyncio: the loop that accepts connections.

A connection is served at once, in the step that accepts it. It becomes a task
of its own only if it has to wait: most never do, and cost no task switch.
"""

from asyncio import core  # type: ignore[attr-defined]

from ...runtime import MOST_MS, ticks_add, ticks_diff, ticks_ms
from ..connection import send_unavailable, serve_connection
from ..held_head import send_held_head
from ..limits import make_room
from ..shutdown import wind_down
from ..starting import begin_tasks, end_tasks, set_debug
from ..stream import Stream
from .listening import listen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ENFILE = 23
ETIMEDOUT = 110
LOOK_EVERY = 250  # milliseconds between two looks at who is late
LOOK_OFTEN = 50  # the same, once it was shut down
WAIT = 200  # milliseconds between two looks at whether it was shut down
WAIT_FOR_END = 20  # and then, at whether all is done
PAUSE = 50  # milliseconds for which no connection is accepted where there is no room for one


class TaskBody:
    """A coroutine as a task runs it.

    asyncio expects of a task that stops that it has arranged for its own going
    on; a bare `yield` in a handler arranges nothing, and only gives way.
    """

    coroutine: "Any" = None
    tasks: "Any" = ()  # where its task is noted as long as it runs
    server: "Any" = None  # of its connection

    def throw(self, error):
        """Have it go on with an exception."""
        self.send(error, self.coroutine.throw)

    def send(self, value, go_on=None):
        """Have it go on."""
        task = core.cur_task
        task.data = self  # a mark: whatever makes the task wait puts something else here
        try:
            (go_on or self.coroutine.send)(value)
        except BaseException as end:
            task.data = None
            if task in self.tasks:
                self.tasks.remove(task)
                self.server.begun = None
                if isinstance(end, OSError):
                    raise StopIteration  # a connection's client has gone
            raise
        if task.data is self:
            core._task_queue.push(task)
        if self.server and self.server.begun:
            send_held_head(self.server)


class Server:
    """Accepts connections for an app, until it is closed."""

    begun: "Stream | None" = None  # where an answer was begun last, in the step that runs
    others_ran = 0  # when a handler that writes for long has given way last, in ticks

    def __init__(self, app, listener):
        self.app = app
        self.listener = listener
        self.streams = {}  # those that wait for their client, by their socket's id: with a `deadline`, and a `waiter`, a task
        self.running = []  # the tasks of connections
        self.spare_task = None  # for the next connection that has to wait
        self.acceptor = core.create_task(self.accept())
        self.timer = core.create_task(self.end_who_are_late())

    def accept(self):
        """Accept connections, and serve each as far as it goes at once."""
        listener = self.listener
        acceptor = core.cur_task
        while self.listener:
            try:
                yield core._io_queue.queue_read(listener)
                if len(self.running) >= self.app.limits.connections:
                    raise OSError(ENFILE)
                socket, address = listener.accept()
                _serve(self, socket, address)
                core.cur_task = acceptor
            except Exception:  # no descriptor is left, or no memory, or the client has gone
                core.cur_task = acceptor
                core._io_queue.remove(acceptor)  # where it has half begun to wait
                yield from core.sleep_ms(self.make_room())

    def make_room(self):
        """End an idle connection. Returns for how many milliseconds to accept nothing."""
        try:
            return 0 if make_room(self) else PAUSE
        except Exception:  # no memory to look for one
            return PAUSE

    def new_task(self):
        """A task for a connection, which is not in the loop yet."""
        body = TaskBody()
        body.tasks = self.running
        body.server = self
        return core.Task(body, core.__dict__)

    def stop_accepting(self, listener):
        """Accept no more."""
        task = core.cur_task
        if not task or not isinstance(task.coro, TaskBody) or task in self.running:
            core.cur_task = None  # it may be noted there since the loop was interrupted
            self.acceptor.cancel()
            core.cur_task = task
        # else a handler calls this in its first step, which is one of the acceptor's: it will see it
        wind_down(self)

    def has_requests(self, is_late):
        """Whether there are requests to answer, after a shutdown. Ends them when the grace is over."""
        if is_late:
            for task in list(self.running):
                if task is not core.cur_task:
                    task.cancel()
        return self.running or self.streams

    def idle(self, stream, ms):
        """What to wait for until the next request."""
        stream.release()
        return self.wait(stream, False, ms)

    def wait(self, stream, write, ms):
        """Wait until a stream's client has sent something, or can take something (write: True), for `ms` milliseconds.

        Returns how many are left. Raises OSError when they are over.
        """
        ms = min(ms, MOST_MS)  # build: only if limits
        deadline = ticks_add(ticks_ms(), ms)
        stream.waiter = core.cur_task
        stream.deadline = deadline
        socket_id = id(stream.socket)
        self.streams[socket_id] = stream
        try:
            if write:
                yield core._io_queue.queue_write(stream.socket)
            else:
                yield core._io_queue.queue_read(stream.socket)
        except MemoryError:
            core._io_queue.remove(core.cur_task)  # it has half begun to wait
            raise
        finally:
            del self.streams[socket_id]
        return ticks_diff(deadline, ticks_ms())

    def give_way(self, ms):
        """Let others have their turn, for `ms` milliseconds. It may be a task of the app's own that does."""
        yield from core.sleep_ms(ms)

    def end_who_are_late(self):
        """End the tasks that wait for too long: one timer for all connections."""
        while self.listener or self.running or self.streams:
            yield from core.sleep_ms(LOOK_EVERY if self.listener else LOOK_OFTEN)
            try:
                for stream in list(self.streams.values()):
                    if ticks_diff(stream.deadline, ticks_ms()) < 0:
                        self.end(stream)
                if not self.listener:
                    wind_down(self)
            except Exception:
                pass  # no memory: next time

    def end(self, stream):
        """End the waiting of one in `streams`."""
        task = stream.waiter
        if task is not core.cur_task:
            task.cancel()
            task.data = OSError(ETIMEDOUT)  # not a cancellation: a task that pushes has other clients


def _serve(server, socket, address):
    """Take the first step of a connection, which is mostly its last; else a task goes on with it."""
    task = server.spare_task
    try:
        socket.setblocking(False)
        if server.app.ssl:  # build: only if tls
            socket = server.app.wrap_socket(socket)
        if not task:
            task = server.spare_task = server.new_task()
        body = task.coro
        stream = Stream(server, socket, address)
        if server.app._override:  # build: only if the app uses _handle
            body.coroutine = server.app._override(server.app, stream)
        else:
            body.coroutine = serve_connection(server.app, stream)
    except Exception:  # it went away, or there is no memory for it: others are still served
        send_unavailable(socket)
        socket.close()
        return
    core.cur_task = task
    task.data = body
    for _ in body.coroutine:
        server.spare_task = None
        if task.data is body:
            core._task_queue.push(task)
        server.running.append(task)
        if server.begun:
            send_held_head(server)
        break
    server.begun = None


def get_event_loop(app):
    """The loop that `run` runs."""
    return core.get_event_loop()


def start_server(app, host="127.0.0.1", port=8081, ssl=None, debug=None):
    """Begin to accept connections, in the running loop. Arguments and errors as for `WebApp.start_server`."""
    if debug is not None:  # build: only if the app uses start_server
        set_debug(app, debug, app.log)
    if ssl and ssl.wrap_socket:  # build: only if tls
        app.ssl = ssl  # AttributeError for what is no SSLContext
    app.server = Server(app, listen(app, host, port))
    begin_tasks(app)  # build: only if the app uses create_task, on_startup
    return
    yield


def serve_forever(app):
    """Wait until `shutdown()`, and for the connections that it ends. `start_server()` goes before."""
    server = app.server
    try:
        while server and (server.listener or wind_down(server)):
            yield from core.sleep_ms(WAIT if server.listener else WAIT_FOR_END)
    except BaseException:  # it was cancelled, or interrupted
        app.shutdown(0)
        raise
    finally:
        yield from end_tasks(app)  # build: only if the app uses create_task, on_startup


def run_coroutine(app, coro):
    """Run the loop until a coroutine has ended. Returns its result."""
    body = TaskBody()
    body.coroutine = coro
    return core.get_event_loop().run_until_complete(body)
