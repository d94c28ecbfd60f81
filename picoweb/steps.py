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


class Server:
    # Accepts connections for an app, and serves them in turns, until `s` is None.

    def __init__(self, app, s):
        self.app = app
        self.s = s
        self.poll = poll()
        self.poll.register(s, POLLIN)
        self.streams = {}  # those that wait for their client, by their socket's id: coroutine, and until when
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
        listener = self.s
        streams = self.streams
        n = ticks_ms()
        while self.s:
            for s, _ in self.poll.ipoll(0 if self.tasks else 500):
                coro = None
                try:
                    if id(s) in streams:
                        coro = streams[id(s)][0]
                    elif s is listener:
                        s, addr = s.accept()
                        s.setblocking(False)
                        coro = serve_connection(self.app, Stream(self, s, addr))
                    else:
                        self.poll.unregister(s)  # nobody waits for it: mostly as it is closed
                        continue
                    self.coro = coro
                    for _ in coro:
                        if self.coro is coro:
                            self.tasks.append(coro)
                        break
                except Exception:  # it went away, or there is no memory for it: others are still served
                    if not coro and s is not listener:
                        s.close()
            if self.tasks:
                tasks = self.tasks
                self.tasks = []
                for coro in tasks:
                    self.step(coro)
            if ticks_diff(ticks_ms(), n) > 500:
                n = ticks_ms()
                try:
                    tasks = [coro for coro, end in streams.values() if ticks_diff(end, n) < 0]
                except MemoryError:
                    continue
                self.stop = True
                for coro in tasks:
                    self.step(coro)
                self.stop = False

    def step(self, coro):
        self.coro = coro
        try:
            for _ in coro:
                if self.coro is coro:
                    self.tasks.append(coro)
                break
        except Exception as e:
            sys.print_exception(e)

    def wait(self, stream, write):
        # Wait until a stream's client has sent something, or can take something (write: True).
        n = self.app.limits
        n = n.write_ms if write else n.head_ms if stream.buf else n.idle_ms
        s = stream.s
        self.streams[id(s)] = self.coro, ticks_add(ticks_ms(), n)
        self.poll.register(s, POLLOUT if write else POLLIN)
        self.coro = None
        try:
            yield
        finally:
            self.streams.pop(id(s), None)
        if self.stop:
            raise OSError(110)  # ETIMEDOUT


def serve_alone(app, host, port):
    # Serve until interrupted.
    s = app.listen(host, port)
    if app.debug > 0:
        print("* Running on http://%s:%s/" % (host, port))
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
        for coro in server.tasks + [value[0] for value in server.streams.values()]:
            coro.close()
        s.close()
