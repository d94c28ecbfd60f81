# The transport where nothing has imported asyncio: a loop that serves, and does nothing else.
#
# It needs half the heap and a third of the instructions. If a handler asks for asyncio after all, it asks
# this server, which stands in its place meanwhile; then all goes over to asyncio (see moving.py).
#
# Comments instead of docstrings here: this is compiled last, when heap is scarce.

import sys
from select import POLLIN, POLLOUT, poll
from time import ticks_add, ticks_diff, ticks_ms

from . import find
from .connection import serve_connection
from .stream import Stream

step = None  # from stopping.py, once it is needed


class Server:
    # Accepts connections for an app, and serves them in turns, until `s` is None and they are done.

    def __init__(self, app, s):
        self.app = app
        self.s = s
        self.poll = poll()
        self.poll.register(s, POLLIN)
        self.streams = {}  # those that wait for their client, by their socket's id: coroutine or None, until when, stream
        self.tasks = []  # coroutines that only gave way
        self.coro = None  # the one that runs
        self.stop = False  # those that are woken now have had their time

    def __getattr__(self, name):
        # As a stand-in for asyncio.
        if sys.modules["asyncio"] is self:
            find("move")(self)
        return getattr(sys.modules["asyncio"], name)

    def serve(self):
        # All in one function: what is called and returns has its frame in the heap, which is searched for each.
        listen = self.s
        streams = self.streams
        count = self.app.limits.connections
        wrap_socket = self.app.ssl and self.app.wrap_socket
        state = None  # True when no connection can be accepted; then whatever stopping.py has to remember; 0 without it
        n = ticks_ms()
        while True:
            if state or not self.s:
                try:
                    global step
                    step = step or find("step")
                    state = step(self, state)
                    if state is False:
                        return
                except Exception:  # no memory to load it: for a while it accepts none
                    self.poll.unregister(listen)
                    state = 0
            for s, _ in self.poll.ipoll(0 if self.tasks else 250):
                coro = None
                try:
                    if s is listen:
                        if len(streams) >= count:
                            raise OSError(23)  # ENFILE
                        s, addr = s.accept()
                        s.setblocking(False)
                        if wrap_socket:
                            s = wrap_socket(s)
                        coro = serve_connection(self.app, Stream(self, s, addr))
                    elif id(s) in streams:
                        coro, _, stream = streams.pop(id(s))
                        coro = coro or serve_connection(self.app, stream)
                    else:
                        self.poll.unregister(s)  # nobody waits for it: mostly as it is closed
                        continue
                    self.coro = coro
                    for _ in coro:
                        if self.coro is coro:
                            self.tasks.append(coro)
                        break
                except Exception:  # it went away, or there is no memory for it: others are still served
                    if s is listen:
                        state = True
                    elif not coro:
                        s.close()
            if self.tasks:
                tasks = self.tasks
                self.tasks = []
                for coro in tasks:
                    self.step(coro)
            if ticks_diff(ticks_ms(), n) > 250:
                n = ticks_ms()
                self.timeout(n)
                if state == 0 and self.s:
                    state = None
                    self.poll.register(listen, POLLIN)

    def timeout(self, n):
        # End the waiting of those whose time is over by `n`.
        try:
            for value in tuple(self.streams.values()):
                if ticks_diff(value[1], n) < 0:
                    self.end(value)
        except MemoryError:
            pass  # next time

    def end(self, value):
        # End the waiting of one in `streams`.
        coro, _, stream = value
        if coro:
            self.stop = True
            self.step(coro)
            self.stop = False
        else:
            del self.streams[id(stream.s)]
            stream.s.close()

    def step(self, coro):
        self.coro = coro
        try:
            for _ in coro:
                if self.coro is coro:
                    self.tasks.append(coro)
                break
        except Exception:
            pass  # it has seen to its own

    def idle(self, stream, n):
        # Wait for the next request, for `n` milliseconds, and without a coroutine, which would take heap.
        self.streams[id(stream.s)] = None, ticks_add(ticks_ms(), n), stream
        self.poll.register(stream.s, POLLIN)
        self.coro = None

    def wait(self, stream, write, n):
        # Wait until a stream's client has sent something, or can take something (write: True), for `n` milliseconds.
        # Returns how many are left. Raises OSError when they are over.
        s = stream.s
        n = ticks_add(ticks_ms(), n)
        try:
            self.streams[id(s)] = self.coro, n, stream
            self.poll.register(s, POLLOUT if write else POLLIN)
            self.coro = None
            yield
        finally:
            self.streams.pop(id(s), None)
        if self.stop:
            raise OSError(110)  # ETIMEDOUT
        return ticks_diff(n, ticks_ms())


def serve_alone(app, host, port):
    # Serve until interrupted.
    s = app.listen(host, port)
    server = sys.modules["asyncio"] = app.server = Server(app, s)
    try:
        server.serve()
        if app.server is not server:
            find("go_on")(app, server)
    except KeyboardInterrupt:
        pass
    finally:
        if app.server is server:
            del sys.modules["asyncio"]
            app.server = None
        for coro in server.tasks + [value[0] or value[2].s for value in server.streams.values()]:
            coro.close()
        s.close()
