# The transport where nothing has imported asyncio: a loop that serves, and does nothing else. `WebApp.run` runs it to
# its end, `WebApp.steps` (stepping.py) hands it out, to be run a step at a time.
#
# It needs half the heap and a third of the instructions. If a handler of `run` asks for asyncio after all, it asks
# this server, which stands in its place meanwhile; then all goes over to asyncio (see moving.py).
#
# Comments instead of docstrings here: this is compiled when heap is scarce.

import sys

from . import clock, find
from .stream import Stream

ticks_add = clock.ticks_add
ticks_diff = clock.ticks_diff
ticks_ms = clock.ticks_ms
__getattr__ = find  # `sleep` is loaded once it is needed
step = None  # from room.py, likewise


class Server:
    # Accepts connections for an app, and serves them in turns, until `s` is None and they are done.

    def __init__(self, app, s, poll):
        self.app = app
        self.s = s
        self.poll = poll
        poll.register(s, 1)  # POLLIN
        self.streams = {}  # those that wait for their client, by their socket's id: until `time`, for `coro`, None at rest
        self.tasks = []  # coroutines that only gave way
        self.cur_task = [None, None]  # the coroutine that runs, None once it waits; the stream for one that was at rest

    def __getattr__(self, name):
        # As a stand-in for asyncio.
        if sys.modules["asyncio"] is self:
            find("move")(self)
        return getattr(sys.modules["asyncio"], name)

    def serve(self, n, alone=False):
        # A step at a time: each goes on with one connection at most, and waits `n` milliseconds at most for one. alone: all
        # of them at once, as nothing is to be done in between.
        #
        # All in one function: what is called and returns has its frame in the heap, which is searched for each.
        from .connection import send, serve_connection

        app = self.app
        listen = self.s
        poll = self.poll
        ipoll = poll.ipoll
        streams = self.streams
        tasks = self.tasks
        time = ticks_ms  # what is local is found sooner
        count = app.limits.connections
        wrap_socket = app.ssl and app.wrap_socket
        cur_task = self.cur_task
        spare = None  # the coroutine that came to rest last: it goes on with whoever asks next
        state = None  # True when no connection can be accepted; then whatever room.py has to remember; 0 without it
        start = time()
        while True:
            if state or not self.s:
                try:
                    global step
                    step = step or find("step")
                    state = step(self, state)
                    if state is False:
                        return
                except Exception:  # no memory to load it: for a while it accepts none
                    poll.unregister(listen)
                    state = 0
            s = None
            for s, _ in ipoll(0 if tasks else n):
                coro = stream = cur_task[1] = None
                try:
                    if s is listen:
                        if len(streams) + len(tasks) >= count:
                            raise OSError(23)  # ENFILE
                        s, addr = s.accept()
                        s.setblocking(False)
                        if wrap_socket:
                            s = wrap_socket(s)
                        stream = Stream(self, s, addr)
                    else:
                        value = id(s)
                        if value not in streams:
                            poll.unregister(s)  # nobody waits for it: mostly as it is closed
                            continue
                        stream = streams[value]
                        del streams[value]
                        coro = stream.coro
                    coro = coro or spare or serve_connection(app, stream)
                    cur_task[0] = coro
                    cur_task[1] = stream
                    spare = None
                    for value in coro:
                        if cur_task[0] is coro:
                            tasks.append(coro)
                        elif value:
                            spare = coro
                        break
                except Exception:  # it went away, or there is no memory for it: others are still served
                    if s is listen:
                        state = True
                    elif not coro:
                        send(s)
                        s.close()
                if not alone:
                    yield
            if tasks:
                self.step(tasks.pop(0))
                if not alone:
                    yield
            if ticks_diff(time(), start) > 250:
                for stream in streams.values():
                    if ticks_diff(stream.time, time()) < 0:
                        self.end(stream)  # one at a time, as this changes what the loop goes through
                        break
                else:
                    start = time()
                    if state == 0 and self.s:
                        state = None
                        poll.register(listen, 1)
            if s is None and not alone:
                yield

    def end(self, stream):
        # End the waiting of one in `streams`.
        del self.streams[id(stream.s)]
        if stream.coro:
            self.step(stream.coro, OSError(110))  # ETIMEDOUT
        else:
            stream.s.close()

    def step(self, coro, e=None):
        self.cur_task[0] = coro
        try:
            coro.throw(e) if e else coro.send(e)
            if self.cur_task[0] is coro:
                self.tasks.append(coro)
        except Exception:
            pass  # it has seen to its own

    def idle(self, stream, n):
        # Wait for the next request, for `n` milliseconds, without a buffer, and without a coroutine, which would take heap.
        stream.release()
        stream.coro = None
        stream.time = ticks_add(ticks_ms(), n)
        try:
            self.poll.register(stream.s, 1)
            self.streams[id(stream.s)] = stream
        except MemoryError:  # nobody would hear of what it sends
            if not stream.keep:
                raise  # it asked for nothing yet, and gets an answer
            stream.s.close()
        self.cur_task[0] = None

    def wait(self, stream, write, n):
        # Wait until a stream's client has sent something, or can take something (write: True), for `n` milliseconds.
        # Returns how many are left. Raises OSError when they are over.
        stream.coro = self.cur_task[0]
        stream.time = n = ticks_add(ticks_ms(), n)
        self.poll.register(stream.s, 4 if write else 1)  # POLLOUT, POLLIN
        self.streams[id(stream.s)] = stream
        self.cur_task[0] = None
        yield
        return ticks_diff(n, ticks_ms())


def serve_alone(app, s):
    # Serve who comes to the socket `s`, until interrupted.
    from select import poll

    server = sys.modules["asyncio"] = app.server = Server(app, s, poll())
    try:
        for _ in server.serve(250, True):
            pass
        if app.server is not server:
            find("go_on")(app, server)
    except KeyboardInterrupt:
        pass
    finally:
        s.close()
        find("close")(app, server)
