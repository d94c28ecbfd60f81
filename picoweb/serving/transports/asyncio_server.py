"""The transport on MicroPython's asyncio: the loop that accepts connections.

A connection is served at once, in the step that accepts it. It becomes a task
of its own only if it has to wait: most never do, and cost no task switch.
"""

from asyncio import core

from ...runtime import ticks_add, ticks_diff, ticks_ms
from ..connection import send_unavailable, serve_connection
from ..limits import make_room
from ..shutdown import rest
from ..stream import Stream
from .listening import listen


class Runner:
    """A connection's coroutine, as a task runs it.

    asyncio expects of a task that stops that it has arranged for its own going
    on; a bare `yield` in a handler arranges nothing, and only gives way.
    """

    tasks = ()  # where its task is noted as long as it runs

    def throw(self, e):
        self.send(e, self.coro.throw)

    def send(self, value, f=None):
        t = core.cur_task
        t.data = self  # a mark: whatever makes the task wait puts something else here
        try:
            (f or self.coro.send)(value)
        except BaseException as e:
            t.data = None
            if t in self.tasks:
                self.tasks.remove(t)
                if isinstance(e, OSError):
                    raise StopIteration  # a connection's client has gone
            raise
        if t.data is self:
            core._task_queue.push(t)


class Server:
    """Accepts connections for an app, until it is closed."""

    def __init__(self, app, s):
        self.app = app
        self.listener = s
        self.streams = {}  # those that wait for their client, by their socket's id. Each has a `deadline`, and a `waiter`: its task
        self.running = []  # the tasks of connections
        self.acceptor = core.create_task(self.accept())
        self.timer = core.create_task(self.timeout())

    def accept(self):
        app = self.app
        listener = self.listener
        queue_read = core._io_queue.queue_read
        cur_task = core.cur_task
        t = None
        count = app.limits.connections
        while self.listener:
            yield queue_read(listener)
            s = None
            try:
                if len(self.running) >= count:
                    raise OSError(23)  # ENFILE
                s, addr = listener.accept()
                s.setblocking(False)
                if app.ssl:
                    s = app.wrap_socket(s)
                if not t:  # a task and its runner, for the next connection that has to wait
                    r = Runner()
                    r.tasks = self.running
                    t = core.Task(r, core.__dict__)
                r.coro = serve_connection(app, Stream(self, s, addr))
                s = None  # it sees to it from now on
                core.cur_task = t
                t.data = r
                for _ in r.coro:  # its first step, and mostly its last
                    if t.data is r:
                        core._task_queue.push(t)
                    self.running.append(t)
                    t = None
                    break
            except Exception:  # it went away, or there is no memory for it: others are still served
                if s:
                    send_unavailable(s)
                    s.close()
                else:
                    core.cur_task = cur_task
                    yield from core.sleep_ms(self.make_room())
            core.cur_task = cur_task

    def make_room(self):
        """End an idle connection. Returns for how many milliseconds to accept nothing."""
        try:
            return 0 if make_room(self) else 50
        except Exception:  # no memory to load it, or no descriptor
            return 50

    def stop(self):
        """Accept no more."""
        t = core.cur_task
        if t and isinstance(t.coro, Runner) and t not in self.running:
            return  # called by a handler in its first step, which is one of the acceptor's: it will see it
        core.cur_task = None  # it may be noted there since the loop was interrupted
        self.acceptor.cancel()
        core.cur_task = t

    def idle(self, stream, n):
        """What to wait for until the next request."""
        stream.release()
        return self.wait(stream, False, n)

    def wait(self, stream, write, n):
        """Wait until a stream's client has sent something, or can take something (write: True), for `n` milliseconds.

        Returns how many are left. Raises OSError when they are over.
        """
        n = ticks_add(ticks_ms(), n)
        stream.waiter = core.cur_task
        stream.deadline = n
        self.streams[id(stream.socket)] = stream
        try:
            if write:
                yield core._io_queue.queue_write(stream.socket)
            else:
                yield core._io_queue.queue_read(stream.socket)
        finally:
            del self.streams[id(stream.socket)]
        return ticks_diff(n, ticks_ms())

    def timeout(self):
        """End the tasks that wait for too long: one timer for all connections."""
        while self.listener or self.running or self.streams:
            yield from core.sleep_ms(250 if self.listener else 50)
            try:
                for stream in list(self.streams.values()):
                    if ticks_diff(stream.deadline, ticks_ms()) < 0:
                        self.end(stream)
                if not self.listener:
                    self.rest()
            except Exception:
                pass  # no memory, or no descriptor to load it: next time

    def rest(self):
        """Whether there are requests to answer still, once it was shut down."""
        return rest(self)

    def end(self, stream):
        """End the waiting of one in `streams`."""
        t = stream.waiter
        if t is not core.cur_task:
            t.cancel()
            t.data = OSError(110)  # ETIMEDOUT, not a cancellation: a task that pushes has other clients


def get_event_loop(app):
    """The loop that `run` runs."""
    return core.get_event_loop()


def start_server(app, host="127.0.0.1", port=8081, ssl=None):
    """Begin to accept connections, in the running loop. ssl: SSLContext. Raises OSError if the port is taken."""
    if ssl and ssl.wrap_socket:  # AttributeError for what is no SSLContext
        app.ssl = ssl
    app.server = Server(app, listen(app, host, port))
    return
    yield


def serve_forever(app):
    """Wait until `shutdown()`, and for the connections that it ends. `start_server()` goes before."""
    server = app.server
    try:
        while server and (server.listener or server.rest()):
            yield from core.sleep_ms(200 if server.listener else 20)
    except BaseException:  # it was cancelled, or interrupted
        app.shutdown(0)
        raise


def run_coroutine(app, coro):
    """Run the loop until a coroutine has ended. Returns its result."""
    runner = Runner()
    runner.coro = coro
    return core.get_event_loop().run_until_complete(runner)
