"""The transport where nothing has imported asyncio: a loop that serves, and does nothing else. `WebApp.run` runs it to
its end, `WebApp.steps` (stepping.py) hands it out, to be run a step at a time.

It needs half the heap and a third of the instructions. If a handler of `run` asks for asyncio after all, it asks
this server, which stands in its place meanwhile; then all goes over to asyncio (see handover.py).
"""

import sys

from ...runtime import ticks_add, ticks_diff, ticks_ms
from ..connection import send_unavailable, serve_connection
from ..limits import make_room
from ..shutdown import close, rest
from ..stream import Stream
from .listening import listen

POLLIN = 1
POLLOUT = 4
ENFILE = 23
ETIMEDOUT = 110
LOOK_EVERY = 250  # milliseconds between two looks at who is late


class Turn:
    """What runs. active: a coroutine, None once it waits. next_stream: what one that was at rest is to go on with."""

    __slots__ = ("active", "next_stream")

    def __init__(self, active, next_stream):
        self.active = active
        self.next_stream = next_stream


class Server:
    """Accepts connections for an app, and serves them in turns, until `s` is None and they are done."""

    def __init__(self, app, s, poll):
        self.app = app
        self.listener = s
        self.poll = poll
        poll.register(s, POLLIN)
        # Those that wait for their client, by their socket's id. Each has a `deadline`, and a `waiter`: the coroutine that is
        # to go on then, None at rest.
        self.streams = {}
        self.tasks = []  # coroutines that only gave way
        self.turn = Turn(None, None)

    def __getattr__(self, name):
        """As a stand-in for asyncio."""
        if sys.modules["asyncio"] is self:
            from .handover import move

            move(self)
        return getattr(sys.modules["asyncio"], name)

    def serve(self, wait_ms, alone=False):
        """A step at a time: each goes on with one connection at most, and waits `wait_ms` milliseconds at most for one.

        alone: all of them at once, as nothing is to be done in between.
        """
        # What is local is found sooner.
        app = self.app
        listener = self.listener
        poll = self.poll
        ipoll = poll.ipoll
        streams = self.streams
        tasks = self.tasks
        now = ticks_ms
        turn = self.turn
        most_connections = app.limits.connections
        wrap_socket = app.ssl and app.wrap_socket
        at_rest = None  # the coroutine that came to rest last: it goes on with whoever asks next
        full = None  # True when no connection can be accepted; then whatever `_look_for_room` has to remember; 0 without it
        last_look = now()
        while True:
            if full or not self.listener:
                full = _room_after(self, listener, full)
                if full is False:
                    return
            socket = None
            for socket, _ in ipoll(0 if tasks else wait_ms):
                coroutine = stream = turn.next_stream = None
                try:
                    if socket is listener:
                        if len(streams) + len(tasks) >= most_connections:
                            raise OSError(ENFILE)
                        socket, addr = socket.accept()
                        socket.setblocking(False)
                        if wrap_socket:
                            socket = wrap_socket(socket)
                        stream = Stream(self, socket, addr)
                    else:
                        socket_id = id(socket)
                        if socket_id not in streams:
                            poll.unregister(socket)  # nobody waits for it: mostly as it is closed
                            continue
                        stream = streams[socket_id]
                        del streams[socket_id]
                        coroutine = stream.waiter
                    coroutine = coroutine or at_rest or serve_connection(app, stream)
                    turn.active = coroutine
                    turn.next_stream = stream
                    at_rest = None
                    for rests in coroutine:
                        if turn.active is coroutine:
                            tasks.append(coroutine)
                        elif rests:
                            at_rest = coroutine
                        break
                except Exception:  # it went away, or there is no memory for it: others are still served
                    if socket is listener:
                        full = True
                    elif not coroutine:
                        send_unavailable(socket)
                        socket.close()
                if not alone:
                    yield
            if tasks:
                self.step(tasks.pop(0))
                if not alone:
                    yield
            if ticks_diff(now(), last_look) > LOOK_EVERY:
                for stream in streams.values():
                    if ticks_diff(stream.deadline, now()) < 0:
                        self.end(stream)  # one at a time, as this changes what the loop goes through
                        break
                else:
                    last_look = now()
                    if full == 0 and self.listener:
                        full = None
                        poll.register(listener, POLLIN)
            if socket is None and not alone:
                yield

    def end(self, stream):
        """End the waiting of one in `streams`."""
        del self.streams[id(stream.socket)]
        if stream.waiter:
            self.step(stream.waiter, OSError(ETIMEDOUT))
        else:
            stream.socket.close()

    def step(self, coroutine, error=None):
        """Let a coroutine go on, with an exception if there is one."""
        self.turn.active = coroutine
        try:
            coroutine.throw(error) if error else coroutine.send(None)
            if self.turn.active is coroutine:
                self.tasks.append(coroutine)
        except Exception:
            pass  # it has seen to its own

    def idle(self, stream, ms):
        """Wait for the next request, for `ms` milliseconds, without a buffer, and without a coroutine, which would take heap."""
        stream.release()
        stream.waiter = None
        stream.deadline = ticks_add(ticks_ms(), ms)
        try:
            self.poll.register(stream.socket, POLLIN)
            self.streams[id(stream.socket)] = stream
        except MemoryError:  # nobody would hear of what it sends
            if not stream.keep:
                raise  # it asked for nothing yet, and gets an answer
            stream.socket.close()
        self.turn.active = None

    def wait(self, stream, write, ms):
        """Wait until a stream's client has sent something, or can take something (write: True), for `ms` milliseconds.

        Returns how many are left. Raises OSError when they are over.
        """
        deadline = ticks_add(ticks_ms(), ms)
        stream.waiter = self.turn.active
        stream.deadline = deadline
        self.poll.register(stream.socket, POLLOUT if write else POLLIN)
        self.streams[id(stream.socket)] = stream
        self.turn.active = None
        yield
        return ticks_diff(deadline, ticks_ms())


def _room_after(server, listener, full):
    """Look for room, or at what is left to do after a shutdown; `full` as `serve` has it. False: all is done."""
    try:
        return _look_for_room(server, full)
    except Exception:  # no memory for it: for a while it accepts none
        server.poll.unregister(listener)
        return 0


def _look_for_room(server, full):
    """What is done before each turn in which there is no room, or that comes after a shutdown.

    full: True when no connection could be accepted; else what this returned before. Without room, nothing is accepted
    until a connection has ended or is idle, or half a second is over. Returns False when all is done, None when it can accept.
    """
    if not server.listener:
        return bool(rest(server))
    open_now = len(server.streams) + len(server.tasks)
    if make_room(server) or full is not True and (open_now < full[0] or ticks_diff(full[1], ticks_ms()) < 0):
        server.poll.register(server.listener, POLLIN)
        return None
    if full is True:
        server.poll.unregister(server.listener)
        full = open_now, ticks_add(ticks_ms(), 500)
    return full


def serve_alone(app, host, port):
    """Serve at a port until interrupted. Raises OSError if the port is taken."""
    from select import poll

    listener = listen(app, host, port)
    server = sys.modules["asyncio"] = app.server = Server(app, listener, poll())
    try:
        for _ in server.serve(250, True):
            pass
        if app.server is not server:
            from .handover import go_on

            go_on(app, server)
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()
        close(app, server)
