# The transport on MicroPython's asyncio: the loop that accepts connections.
#
# A connection is served at once, in the step that accepts it. It becomes a task
# of its own only if it has to wait: most never do, and cost no task switch.
#
# Comments instead of docstrings here: this is compiled last, when heap is scarce,
# and a docstring takes heap until the compiler is done with it.

from asyncio import core
from time import ticks_add, ticks_diff, ticks_ms

from .connection import serve_connection
from .stream import Stream


class Runner:
    # A connection's coroutine, as a task runs it.
    #
    # asyncio expects of a task that stops that it has arranged for its own going
    # on; a bare `yield` in a handler arranges nothing, and only gives way.

    tasks = ()  # where its task is noted as long as it runs

    def throw(self, e):
        self.send(e, self.coro.throw)

    def send(self, value, f=None):
        t = core.cur_task
        t.data = self  # a mark: whatever makes the task wait puts something else here
        try:
            (f or self.coro.send)(value)
        except BaseException:
            t.data = None
            if t in self.tasks:
                self.tasks.remove(t)
            raise
        if t.data is self:
            core._task_queue.push(t)


class Server:
    # Accepts connections for an app, until it is closed.

    def __init__(self, app, s):
        self.app = app
        self.s = s
        self.streams = {}  # those that wait for their client, by their socket's id: task, and until when
        self.running = []  # the tasks of connections
        self.tasks = [core.create_task(self.accept()), core.create_task(self.timeout())]

    def accept(self):
        app = self.app
        listener = self.s
        queue_read = core._io_queue.queue_read
        cur_task = core.cur_task
        t = None
        while True:
            yield queue_read(listener)
            s = None
            try:
                s, addr = listener.accept()
                s.setblocking(False)
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
                    s.close()
            core.cur_task = cur_task

    def wait(self, stream, write):
        # Wait until a stream's client has sent something, or can take something (write: True).
        n = self.app.limits
        n = n.write_ms if write else n.head_ms if stream.buf else n.idle_ms
        self.streams[id(stream.s)] = core.cur_task, ticks_add(ticks_ms(), n)
        try:
            if write:
                yield core._io_queue.queue_write(stream.s)
            else:
                yield core._io_queue.queue_read(stream.s)
        finally:
            del self.streams[id(stream.s)]

    def timeout(self):
        # End the tasks that wait for too long: one timer for all connections.
        while True:
            yield from core.sleep_ms(500)
            for t, n in list(self.streams.values()):
                if ticks_diff(n, ticks_ms()) < 0:
                    t.cancel()
                    t.data = OSError(110)  # ETIMEDOUT, not a cancellation: a task that pushes has other clients


def get_event_loop(app):
    # The loop that `run` runs.
    return core.get_event_loop()


def start_server(app, host="127.0.0.1", port=8081):
    # Begin to accept connections, in the running loop. Raises OSError if the port is taken.
    app.server = Server(app, app.listen(host, port))
    return
    yield
